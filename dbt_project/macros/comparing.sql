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


{#
    Whether a row writes an amount, or a day, over: it says something else than the row before, and lies farther from
    what was approved than the rulebook allows. So small steps add up, and going back to what was approved is none.
#}
{% macro amount_moved(amount, before, approved, max_ratio) -%}
    coalesce(
            {{ amount }} <> {{ before }}
            and abs({{ amount }} - {{ approved }}) > {{ approved }} * {{ max_ratio }}, false
        )
{%- endmacro %}

{% macro day_moved(day, before, approved, max_days) -%}
    coalesce(
            {{ day }} <> {{ before }}
            and abs({{ dbt.datediff(approved, day, 'day') }}) > {{ max_days }}, false
        )
{%- endmacro %}
