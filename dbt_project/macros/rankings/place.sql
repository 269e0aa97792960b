{# Ties share the better place and leave a gap (9, 9, 11); who has no score stands last, not first. #}

{% macro place(score, completion_ratio, among) -%}
    cast(
        rank() over (
            partition by {{ among }}
            order by {{ score }} desc nulls last, {{ completion_ratio }} desc nulls last
        ) as integer
    )
{%- endmacro %}

{% macro place_from_last(score, completion_ratio, among) -%}
    cast(
        rank() over (
            partition by {{ among }}
            order by {{ score }} asc nulls first, {{ completion_ratio }} asc nulls first
        ) as integer
    )
{%- endmacro %}

{#- Whether a value stands behind another one in that order. -#}
{% macro is_less(value, other) -%}
    ({{ value }} < {{ other }} or ({{ value }} is null and {{ other }} is not null))
{%- endmacro %}
