{#- 投资完成率 against the last approved plan, the first one where none was approved. -#}

with int_indicators__baseline_completion as (
    {{ counted_of_plan('baseline') }}
)

select * from int_indicators__baseline_completion
