{# A column `<rule_id>__<parameter>` for each threshold, of rows grouped by what it holds for. #}
{% macro threshold_columns(names) -%}
    {%- for rule_id, parameter in names %}
        max(case when rule_id = '{{ rule_id }}' and parameter = '{{ parameter }}' then value end)
            as {{ rule_id }}__{{ parameter }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
