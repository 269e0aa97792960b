{# How many of a measure's unit (万元, 万美元, one) the unit of a target holds. #}
{% macro measures_in_unit(measure_unit) -%}
    case
        when {{ measure_unit }} in ('亿元', '亿美元') then 10000
        when {{ measure_unit }} in ('元', '美元') then 0.0001
        else 1
    end
{%- endmacro %}
