{# The points of one value under one rule: the formula of each mode stands here and nowhere else.
   `attainment` is value by target. #}

{% macro raw_score(mode, weight, attainment) -%}
    case {{ mode }}
        when 'linear' then {{ weight }} * {{ attainment }}
    end
{%- endmacro %}

{#- Not least() and greatest(): they skip nulls, and no value must stay no score. -#}
{% macro limited_score(raw_score, cap) -%}
    cast(
        case
            when {{ raw_score }} < 0 then 0
            when {{ raw_score }} > {{ cap }} then {{ cap }}
            else {{ raw_score }}
        end as decimal(18, 4)
    )
{%- endmacro %}
