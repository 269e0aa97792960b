{#- Projects of 产业科技 under construction, as a number: for lists by scale. -#}

with int_indicators__industrial_projects as (
    {{ counted_of_industry('case when projects.project_code is null then 0 else 1 end') }}
)

select * from int_indicators__industrial_projects
