{#- 投资完成率 against the first plan of the year. -#}

with int_indicators__first_plan_completion as (
    {{ counted_of_plan('first') }}
)

select * from int_indicators__first_plan_completion
