{# What became of a promise; null where it names nothing that a report could show. #}
{% macro commitment_state(is_measurable, reached_on, due_by, is_over) -%}
    case
        when not {{ is_measurable }} then null
        when {{ reached_on }} <= {{ due_by }} then 'kept'
        when {{ reached_on }} > {{ due_by }} then 'late'
        when {{ is_over }} then 'broken'
        else 'pending'
    end
{%- endmacro %}
