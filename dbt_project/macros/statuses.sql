{# Construction states of the form that say the project was really started, or is finished. #}
{% macro is_started_status(status) -%}
    {{ status }} in ('在建', '停工', '竣工', '投产')
{%- endmacro %}

{% macro is_finished_status(status) -%}
    {{ status }} in ('竣工', '投产')
{%- endmacro %}

{# States of an issue's list: settled by the unit, or struck off by the office. #}
{% macro is_closed_status(status) -%}
    {{ status }} in ('已办结', '已销号')
{%- endmacro %}
