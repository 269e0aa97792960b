with sheets as (
    select * from {{ ref('int_submissions__sheets') }}
    where entity = 'monthly_progress'
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

int_months__reported as (
    select distinct
        sheets.unit_code,
        sheets.report_month,
        months.year,
        months.month_end
    from sheets
    inner join months on sheets.report_month = months.report_month
)

select * from int_months__reported
