with firsts as (
    select
        *,
        first_value(due_on) over by_arrival as first_due_on,
        first_value(submission_id) over by_arrival as first_submission_id,
        first_value(source_row) over by_arrival as first_source_row
    from {{ ref('int_issues__registered') }}
    window by_arrival as (
        partition by unit_code, issue_id order by received_on, row_in_register
    )
),

in_force as (
    select
        *,
        {{ is_closed_status('status') }} as is_reached,
        closed_on as stated_on,
        {{ seen_on('report_month', 'received_on') }} as seen_on
    from firsts
    where is_in_force
),

compared as (
    select
        *,
        lag(is_reached) over by_month as was_closed,
        lag(seen_on) over by_month as previously_seen_on
    from in_force
    window by_month as (partition by unit_code, issue_id order by report_month)
),

-- One that is closed after the day on which it was last seen closed was open in between.
returned as (
    select
        *,
        was_closed and (not is_reached or coalesce(closed_on > previously_seen_on, false))
            as is_reopened
    from compared
),

evidence as (
    select
        *,
        not is_reached or coalesce(is_reopened, false) as is_undone
    from returned
),

{{ reached('evidence', key='unit_code, issue_id') }},

int_issues__versions as (
    select
        unit_code,
        issue_id,
        report_month,
        next_report_month,
        project_code,
        category,
        description,
        measure,
        responsible_unit,
        raised_on,
        due_on,
        first_due_on,
        status,
        reached_on as closed_on,
        cast(
            count(case when is_reopened then 1 end) over (
                partition by unit_code, issue_id order by report_month
                rows between unbounded preceding and current row
            ) as integer
        ) as reopened_count,
        submission_id,
        sheet,
        source_row,
        first_submission_id,
        first_source_row
    from reached
)

select * from int_issues__versions
