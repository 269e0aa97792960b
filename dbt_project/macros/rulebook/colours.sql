{# Colours of a light, the best first; a grade orders them. #}
{% macro grade_of(colour) -%}
    case {{ colour }} when 'green' then 1 when 'yellow' then 2 when 'orange' then 3 when 'red' then 4 end
{%- endmacro %}

{% macro colour_of(grade) -%}
    case {{ grade }} when 1 then 'green' when 2 then 'yellow' when 3 then 'orange' when 4 then 'red' end
{%- endmacro %}
