{#- The list of the macro `indicators` for readers. -#}

with dim_indicator as (
    {% for line in indicators().strip().splitlines() -%}
    {%- set indicator, adds_up, reached, plan = line.split() -%}
    select
        '{{ indicator }}' as indicator,
        '{{ adds_up }}' as adds_up,
        '{{ reached.split(":")[0] }}' as entity,
        '{{ reached.split(":")[1] }}' as fields,
        '{{ plan.split(":")[0] }}' as plan_entity,
        '{{ plan.split(":")[1] }}' as plan_fields
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from dim_indicator
