{#- 投资完成率: completed this year of this year's plan. A project without a plan has no rate and is left
    out; one without a report keeps its plan in the denominator. -#}

with int_indicators__completion as (
    select
        {{ counted('project_code', 'coalesce(ytd_investment_cny_10k, 0)', 'annual_plan_cny_10k') }}
    from {{ ref('fct_investment') }}
    where annual_plan_cny_10k > 0
)

select * from int_indicators__completion
