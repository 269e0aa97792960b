{#- 实际使用外资: reached since January of the unit's target of the year. -#}

with int_indicators__foreign_capital as (
    {{ counted_of_target('foreign_capital') }}
)

select * from int_indicators__foreign_capital
