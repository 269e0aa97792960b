{# What the engine can do: every name that a rulebook row may use. A name is added here together with the
   model or the formula that it stands for, so that no rulebook asks for what nobody computes. #}

{#- One model `int_indicators__<name>` each: (unit_code, report_month, numerator, denominator). -#}
{% macro indicators() %}
    completion
    start
    full_year_start
    resumption
{% endmacro %}

{#- topic/mode -#}
{% macro rule_modes() %}
    score/linear
    list/red
    list/yellow
    policy/rebase
    policy/zero
{% endmacro %}

{#- topic/mode/parameter that the mode reads -#}
{% macro rule_params() %}
    score/linear/target
    score/linear/target_of_time_progress
    list/red/target
    list/red/target_of_time_progress
    list/red/size
    list/yellow/target
    list/yellow/target_of_time_progress
    list/yellow/size
{% endmacro %}

{% macro quoted(names) -%}
    {% for name in names %}'{{ name }}'{{ ', ' if not loop.last }}{% endfor %}
{%- endmacro %}

{#- A rule's target in a month: fixed, or a share of the month's time progress. -#}
{% macro rule_target(rule, month) -%}
    cast(
        coalesce(
            {{ rule }}.target,
            {{ rule }}.target_of_time_progress * {{ month }}.time_progress_ratio
        ) as decimal(18, 6)
    )
{%- endmacro %}
