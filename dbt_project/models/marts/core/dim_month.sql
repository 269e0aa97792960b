with months as (
    select * from {{ ref('int_months__thresholds') }}
),

dim_month as (
    select
        report_month,
        year,
        quarter,
        month_number,
        time_progress_ratio
    from months
)

select * from dim_month
