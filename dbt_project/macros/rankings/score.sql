{# The points of a value under a rule: the formula of each mode stands here and nowhere else. #}

{#- `linear` on attainment (value by target), every mode with bands on the line of the band that was joined. -#}
{% macro line_points(mode, weight, attainment, measure) -%}
    case
        when {{ mode }} = 'linear' then {{ weight }} * {{ attainment }}
        else anchor_points + points_per_pp * ({{ measure }} - anchor)
    end
{%- endmacro %}

{#- Not least() and greatest(): they skip nulls, and no value must stay no score. -#}
{% macro limited_score(raw_score, floor, cap) -%}
    cast(
        case
            when {{ raw_score }} < {{ floor }} then {{ floor }}
            when {{ raw_score }} > {{ cap }} then {{ cap }}
            else {{ raw_score }}
        end as decimal(18, 4)
    )
{%- endmacro %}

{#- Scores of indicators with a weight on their way to the total: under `rebase` what has no score is left out and the
    rest is scaled to the full marks, ratio(full marks * scores, weights that apply). -#}
{% macro in_total(null_policy, scores, rebased_scores) -%}
    case {{ null_policy }} when 'rebase' then {{ rebased_scores }} else {{ scores }} end
{%- endmacro %}

{#- The total of a month: scores without a weight, such as deductions, are added to what the weighted ones give. -#}
{% macro total_of(weighted_total, added_scores) -%}
    cast(
        case
            when {{ weighted_total }} is not null or {{ added_scores }} is not null
                then coalesce({{ weighted_total }}, 0) + coalesce({{ added_scores }}, 0)
        end as decimal(18, 4)
    )
{%- endmacro %}
