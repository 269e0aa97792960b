{# A row for each part of a text that commas separate; to stand alone in a list of columns. #}
{% macro each_of(texts) -%}
    {{ adapter.dispatch('each_of')(texts) }}
{%- endmacro %}

{% macro default__each_of(texts) -%}
    unnest(string_split({{ texts }}, ','))
{%- endmacro %}

{% macro spark__each_of(texts) -%}
    explode(split({{ texts }}, ','))
{%- endmacro %}


{# The texts of a group, sorted and separated by commas. #}
{% macro sorted_texts(text) -%}
    {{ adapter.dispatch('sorted_texts')(text) }}
{%- endmacro %}

{% macro default__sorted_texts(text) -%}
    string_agg(distinct {{ text }}, ',' order by {{ text }})
{%- endmacro %}

{% macro spark__sorted_texts(text) -%}
    array_join(sort_array(collect_set({{ text }})), ',')
{%- endmacro %}
