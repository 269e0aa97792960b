{#- 争资: reached since January of the unit's target of the year. -#}

with int_indicators__upper_level_funds as (
    {{ counted_of_target('upper_level_funds') }}
)

select * from int_indicators__upper_level_funds
