{#- Completed this year on projects of 产业科技 under construction, 万元: for lists by scale. -#}

with int_indicators__industrial_investment as (
    select
        unit_code,
        report_month,
        industrial_investment_ytd_cny_10k as numerator,
        1 as denominator
    from {{ ref('fct_capital_attraction') }}
)

select * from int_indicators__industrial_investment
