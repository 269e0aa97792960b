{# All texts of a group in one, in their own order: the two engines share no ordered aggregate. #}

{% macro joined_text(text) %}
    {{ return(adapter.dispatch('joined_text')(text)) }}
{% endmacro %}

{% macro default__joined_text(text) %}
    string_agg({{ text }}, ', ' order by {{ text }})
{% endmacro %}

{% macro spark__joined_text(text) %}
    array_join(array_sort(collect_list({{ text }})), ', ')
{% endmacro %}
