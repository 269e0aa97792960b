{#- Completed this year on projects of 产业科技 under construction, 万元: for lists by scale. -#}

with int_indicators__industrial_investment as (
    {{ counted_of_industry('coalesce(projects.ytd_investment_cny_10k, 0)') }}
)

select * from int_indicators__industrial_investment
