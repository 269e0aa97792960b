{#- 投资完成率: completed this year of this year's plan. A project without a plan has no rate and is left
    out; one without a report keeps its plan in the denominator. -#}

with int_indicators__completion as (
    select
        unit_code,
        report_month,
        coalesce(sum(ytd_investment_cny_10k), 0) as numerator,
        sum(annual_plan_cny_10k) as denominator
    from {{ ref('fct_investment') }}
    where annual_plan_cny_10k > 0
    group by unit_code, report_month
)

select * from int_indicators__completion
