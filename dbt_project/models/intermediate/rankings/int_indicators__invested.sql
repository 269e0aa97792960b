{#- Completed investment of the year as an amount, 万元: for lists by scale. -#}

with int_indicators__invested as (
    select
        unit_code,
        report_month,
        sum(ytd_investment_cny_10k) as numerator,
        1 as denominator
    from {{ ref('fct_investment') }}
    where ytd_investment_cny_10k is not null
    group by unit_code, report_month
)

select * from int_indicators__invested
