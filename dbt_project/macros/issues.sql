{# Whether an issue was settled by its first deadline; null while there is still time. #}
{% macro is_settled_on_time(closed_on, first_due_on, day) -%}
    case
        when {{ closed_on }} is not null then {{ closed_on }} <= {{ first_due_on }}
        when {{ day }} > {{ first_due_on }} then false
    end
{%- endmacro %}
