{#- Annual plan of each single project, 万元: one row a project, for steps by size. -#}

with int_indicators__plan_size as (
    select
        unit_code,
        report_month,
        annual_plan_cny_10k as numerator,
        1 as denominator
    from {{ ref('fct_investment') }}
    where annual_plan_cny_10k > 0
)

select * from int_indicators__plan_size
