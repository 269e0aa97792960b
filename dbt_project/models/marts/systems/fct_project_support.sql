with investment as (
    select * from {{ ref('fct_investment') }}
),

progress as (
    select * from {{ ref('fct_progress') }}
),

measures as (
    select * from {{ ref('fct_support_measures') }}
),

lit as (
    select
        progress.project_code,
        progress.unit_code,
        progress.report_month,
        {{ month_end('progress.report_month') }} as month_end,
        investment.investment_light,
        progress.progress_light
    from progress
    inner join investment
        on
            progress.project_code = investment.project_code
            and progress.report_month = investment.report_month
    where investment.investment_light <> 'green' or progress.progress_light <> 'green'
),

fct_project_support as (
    select
        lit.project_code,
        lit.unit_code,
        lit.report_month,
        lit.investment_light,
        lit.progress_light,
        cast(count(measures.project_code) as integer) as measure_count,
        max(measures.dated_on) as last_measure_on,
        count(measures.project_code) > 0 as is_supported
    from lit
    left join measures
        on lit.project_code = measures.project_code and lit.month_end >= measures.dated_on
    group by
        lit.project_code, lit.unit_code, lit.report_month, lit.investment_light, lit.progress_light
)

select * from fct_project_support
