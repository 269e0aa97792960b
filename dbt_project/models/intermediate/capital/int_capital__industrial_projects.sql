with investment as (
    select * from {{ ref('fct_investment') }}
),

progress as (
    select * from {{ ref('fct_progress') }}
),

int_capital__industrial_projects as (
    select
        progress.unit_code,
        progress.report_month,
        progress.project_code,
        progress.total_investment_cny_10k,
        investment.ytd_investment_cny_10k,
        progress.submission_id,
        progress.source_row,
        progress.plan_submission_id,
        progress.plan_source_row
    from progress
    inner join investment
        on
            progress.project_code = investment.project_code
            and progress.report_month = investment.report_month
    where progress.category = '产业科技' and progress.is_started and not progress.is_finished
)

select * from int_capital__industrial_projects
