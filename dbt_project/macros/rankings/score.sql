{# The score of one value under one rule: the formula of each mode stands here and nowhere else. #}

{% macro raw_score(mode, weight, value, target) %}
    case {{ mode }}
        when 'linear' then {{ ratio(weight ~ ' * ' ~ value, target) }}
    end
{% endmacro %}

{% macro limited_score(raw_score, cap) %}
    {#- Not least() and greatest(): they skip nulls, and no value must stay no score. -#}
    case
        when {{ raw_score }} < 0 then 0
        when {{ raw_score }} > {{ cap }} then {{ cap }}
        else {{ raw_score }}
    end
{% endmacro %}
