{# Construction states of the form that say the project was really started, or is finished. #}
{% macro is_started_status(status) -%}
    {{ status }} in ('在建', '停工', '竣工', '投产')
{%- endmacro %}

{% macro is_finished_status(status) -%}
    {{ status }} in ('竣工', '投产')
{%- endmacro %}
