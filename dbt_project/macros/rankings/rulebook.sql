{# What the engine can do: every name that a rulebook row may use. A name joins these lists together
   with the model or formula that it stands for, so that a rulebook never asks for what nobody computes. #}

{% macro indicators() %}
    {#- One model `int_indicators__<name>` each: (unit_code, report_month, numerator, denominator). -#}
    {% do return(['completion', 'start', 'full_year_start', 'resumption']) %}
{% endmacro %}

{% macro rule_modes() %}
    {#- topic/mode → the parameters that it reads. -#}
    {% do return({
        'score/linear': ['target', 'target_of_time_progress'],
        'list/red': ['target', 'target_of_time_progress', 'size'],
        'list/yellow': ['target', 'target_of_time_progress', 'size'],
        'policy/rebase': [],
        'policy/zero': [],
    }) %}
{% endmacro %}

{% macro rule_target(rule, month) %}
    {#- A rule's target in a month: fixed, or a share of the month's time progress. -#}
    cast(
        coalesce(
            {{ rule }}.target,
            {{ rule }}.target_of_time_progress * {{ month }}.time_progress_ratio
        ) as decimal(18, 6)
    )
{% endmacro %}

{% macro quoted(names) %}
    {%- for name in names %}'{{ name }}'{{ ', ' if not loop.last }}{% endfor -%}
{% endmacro %}
