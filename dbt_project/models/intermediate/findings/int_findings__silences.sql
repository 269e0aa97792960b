-- Months that a unit left out altogether; told once any file has come after their deadline.
with submissions as (
    select * from {{ ref('int_submissions__judged') }}
),

reported as (
    select * from {{ ref('int_months__reported') }}
),

units as (
    select * from {{ ref('units') }}
    where league is not null
),

bounds as (
    select
        min(case when is_counted then report_month end) as first_month,
        max(received_on) as newest_arrival
    from submissions
),

due as (
    select
        report_month,
        month_end,
        {{ add_months('report_month', 1) }} as next_month,
        cast(submission_deadline__day_of_following_month as integer) - 1 as days_into_month
    from {{ ref('int_months__thresholds') }}
),

expected as (
    select
        units.unit_code,
        due.report_month,
        due.next_month,
        cast({{ dbt.dateadd('day', 'due.days_into_month', 'due.next_month') }} as date) as due_on,
        bounds.newest_arrival
    from due
    cross join bounds
    inner join units
        on
            due.month_end >= units.valid_from
            and (units.valid_to is null or due.report_month <= units.valid_to)
    where due.report_month >= bounds.first_month
),

-- January and February may come as one period, for February.
combined as (
    select distinct unit_code, report_month
    from submissions
    where is_counted and is_combined_month
),

silent as (
    select
        expected.unit_code,
        expected.report_month,
        expected.due_on,
        cast(null as string) as submission_id,
        cast(null as string) as project_code,
        cast(null as string) as sheet,
        cast(null as bigint) as source_row,
        cast(null as string) as field
    from expected
    left join reported
        on
            expected.unit_code = reported.unit_code
            and expected.report_month = reported.report_month
    left join combined
        on
            expected.unit_code = combined.unit_code
            and expected.next_month = combined.report_month
    where
        reported.unit_code is null
        and combined.unit_code is null
        and expected.due_on < expected.newest_arrival
),

int_findings__silences as (
    select
        {{ finding(
            'nothing_handed_in', 'monthly_progress',
            value='substr(cast(report_month as string), 1, 7)', other='due_on'
        ) }}
    from silent
)

select * from int_findings__silences
