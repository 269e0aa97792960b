with submissions as (
    select * from {{ ref('stg_landing__submissions') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

-- Earlier means: by received_on, then by path. Refused files are neither copies nor copied.
numbered as (
    select
        *,
        row_number() over (
            partition by unit_code, sha256, outcome = 'refused'
            order by received_on, source_path
        ) as copy_number,
        row_number() over (
            partition by unit_code, report_month, outcome = 'refused'
            order by received_on, source_path
        ) as file_number
    from submissions
),

due as (
    select
        numbered.*,
        {{ add_months('months.report_month', 1) }} as next_month,
        cast(months.submission_deadline__day_of_following_month as integer) - 1 as days_into_month
    from numbered
    left join months on numbered.report_month = months.report_month
),

judged as (
    select
        *,
        cast({{ dbt.dateadd('day', 'days_into_month', 'next_month') }} as date) as due_on
    from due
),

int_submissions__judged as (
    select
        submission_id,
        received_on,
        unit_code,
        source_path,
        sha256,
        size_bytes,
        form_version,
        rules_version,
        report_month,
        is_combined_month,
        case
            when outcome <> 'refused' and copy_number > 1 then 'duplicate' else outcome
        end as outcome,
        outcome <> 'refused' and copy_number = 1 as is_counted,
        refusal_rule_id,
        refusal_reason,
        refusal_reason_en,
        rows_read,
        rows_accepted,
        rows_rejected,
        rows_skipped,
        notes,
        due_on,
        received_on <= due_on as is_on_time,
        case
            when received_on > due_on then {{ dbt.datediff('due_on', 'received_on', 'day') }}
            when received_on <= due_on then 0
        end as days_late,
        outcome <> 'refused' and report_month is not null and file_number = 1 as decides_timeliness
    from judged
)

select * from int_submissions__judged
