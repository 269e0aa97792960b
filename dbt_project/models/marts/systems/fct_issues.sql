with versions as (
    select * from {{ ref('int_issues__versions') }}
    where next_report_month is null
),

as_of as (
    select * from {{ ref('int_months__as_of') }}
),

progress as (
    select
        project_code,
        first_start_delay_days,
        first_finish_delay_days,
        row_number() over (partition by project_code order by report_month desc) as recency
    from {{ ref('fct_progress') }}
),

-- Days are counted to the closing, or to now.
counted as (
    select
        versions.*,
        as_of.as_of,
        as_of.dunning_level__blue_from_days_before,
        as_of.dunning_level__yellow_from_days_overdue,
        as_of.dunning_level__red_from_days_overdue,
        coalesce(versions.closed_on, as_of.as_of) as counted_to,
        coalesce(progress.first_finish_delay_days, progress.first_start_delay_days)
            as project_delay_days
    from versions
    cross join as_of
    left join progress
        on versions.project_code = progress.project_code and progress.recency = 1
),

measured as (
    select
        *,
        cast({{ dbt.datediff('raised_on', 'counted_to', 'day') }} as integer) as age_days,
        cast({{ dbt.datediff('due_on', 'counted_to', 'day') }} as integer) as days_past_due,
        cast({{ dbt.datediff('first_due_on', 'counted_to', 'day') }} as integer)
            as days_past_first_due
    from counted
),

fct_issues as (
    select
        issue_id,
        project_code,
        unit_code,
        category,
        description,
        measure,
        responsible_unit,
        raised_on,
        due_on,
        first_due_on,
        status,
        closed_on,
        closed_on is not null as is_closed,
        reopened_count,
        age_days,
        closed_on is null and days_past_due > 0 as is_overdue,
        case when days_past_due > 0 then days_past_due else 0 end as days_overdue,
        case when days_past_first_due > 0 then days_past_first_due else 0 end as first_days_overdue,
        {{ is_settled_on_time('closed_on', 'first_due_on', 'as_of') }} as is_closed_on_time,
        case
            when closed_on is not null then null
            when days_past_due >= dunning_level__red_from_days_overdue then 'red'
            when days_past_due >= dunning_level__yellow_from_days_overdue then 'yellow'
            when days_past_due >= -dunning_level__blue_from_days_before then 'blue'
        end as dunning_level,
        project_delay_days,
        submission_id,
        source_row
    from measured
)

select * from fct_issues
