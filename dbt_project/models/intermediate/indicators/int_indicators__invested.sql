{#- Completed investment of the year as an amount, 万元: for lists by scale. -#}

with int_indicators__invested as (
    select
        {{ counted('project_code', 'ytd_investment_cny_10k', 'null') }}
    from {{ ref('fct_investment') }}
    where ytd_investment_cny_10k is not null
)

select * from int_indicators__invested
