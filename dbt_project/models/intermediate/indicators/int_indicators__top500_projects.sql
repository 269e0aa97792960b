{#- 引进三类500强项目: reached since January of the unit's target of the year. -#}

with int_indicators__top500_projects as (
    {{ counted_of_target('top500_projects') }}
)

select * from int_indicators__top500_projects
