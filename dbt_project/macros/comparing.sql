{# A hash over columns; an empty one and an empty text are two things. #}
{% macro hash_of(columns) -%}
    md5(concat(
        {%- for column in columns %}
        coalesce('=' || cast({{ column }} as string), '-'), '|'{{ ',' if not loop.last }}
        {%- endfor %}
    ))
{%- endmacro %}


{# Whether two values differ, where nothing and nothing are alike; null counts as no in a condition. #}
{% macro differs(one, other) -%}
    ({{ one }} <> {{ other }} or ({{ one }} is null) <> ({{ other }} is null))
{%- endmacro %}
