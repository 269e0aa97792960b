{#- 引资: reached since January of the unit's target of the year. -#}

with int_indicators__domestic_capital as (
    {{ counted_of_target('domestic_capital') }}
)

select * from int_indicators__domestic_capital
