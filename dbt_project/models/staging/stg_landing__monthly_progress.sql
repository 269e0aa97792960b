with source as (
    select * from {{ source('landing', 'monthly_progress') }}
),

stg_landing__monthly_progress as (
    select
        submission_id,
        unit_code,
        source_path,
        sheet,
        report_month,
        received_on,
        source_row,
        absent_fields,
        project_code,
        project_name,
        month_investment as month_investment_cny_10k,
        ytd_investment as ytd_investment_cny_10k,
        cumulative_investment as cumulative_investment_cny_10k,
        statistical_ytd_investment as statistical_ytd_investment_cny_10k,
        progress_text,
        physical_progress_pct,
        status,
        actual_start as actual_start_date,
        is_resumed,
        resumed_on,
        actual_finish as actual_finish_date,
        workers_on_site,
        remarks
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__monthly_progress
