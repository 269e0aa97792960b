with months as (
    select * from {{ ref('int_months__thresholds') }}
),

dim_month as (
    select
        report_month,
        year,
        quarter,
        month_number,
        time_progress_ratio,
        total_moved__max_ratio as max_total_move_ratio
    from months
)

select * from dim_month
