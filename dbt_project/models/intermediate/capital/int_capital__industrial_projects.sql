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
        count(*) as industrial_projects,
        sum(progress.total_investment_cny_10k) as industrial_investment_cny_10k,
        sum(investment.ytd_investment_cny_10k) as industrial_investment_ytd_cny_10k
    from progress
    inner join investment
        on
            progress.project_code = investment.project_code
            and progress.report_month = investment.report_month
    where progress.category = '产业科技' and progress.is_started and not progress.is_finished
    group by progress.unit_code, progress.report_month
)

select * from int_capital__industrial_projects
