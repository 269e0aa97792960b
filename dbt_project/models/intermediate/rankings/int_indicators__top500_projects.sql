{#- 引进三类500强项目: reached since January of the unit's target of the year. -#}

with int_indicators__top500_projects as (
    select
        unit_code,
        report_month,
        reached_value as numerator,
        target_value as denominator
    from {{ ref('fct_targets') }}
    where measure = 'top500_projects' and form = 'value' and reached_value is not null
)

select * from int_indicators__top500_projects
