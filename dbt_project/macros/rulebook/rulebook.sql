{# What the engine can do: every name that a rulebook row may use. A name is added here together with the
   model or the formula that it stands for, so that no rulebook asks for what nobody computes. #}

{#- One model `int_indicators__<name>` each: (unit_code, report_month, numerator, denominator). -#}
{% macro indicators() %}
    completion
    invested
    plan_size
    start
    full_year_start
    late_start
    resumption
    commitment
    issue_clearance
    issue_on_time
    observation
    domestic_capital
    foreign_capital
    upper_level_funds
    top500_projects
    industrial_projects
    industrial_investment
{% endmacro %}

{#- Each topic/mode with the columns of a rule that it reads; `?` where the column may be empty. `target` stands for
    target or target_of_time_progress, and what follows `:` is the column of its bands. -#}
{% macro rule_modes() %}
    score/linear            indicator weight target cap? floor? rounding?
    score/points_per_pp     indicator weight target cap? floor? rounding? :points_per_pp
    score/rank_bands        indicator weight? cap? floor? rounding? :points
    score/steps             indicator weight? cap? floor? rounding? :points
    score/per_item          indicator points weight? cap? floor?
    observation/votes       points step
    observation/marks       size
    observation/look_back   points target cap?
    list/red                indicator target size
    list/yellow             indicator target size
    list/rise_in_rank       size
    list/rise_in_score      size
    light/points_behind              indicator :light
    light/share_of_time_progress     indicator :light
    light/months_not_started         indicator :light
    light/months_without_statistics  indicator :light
    light/days_late                  indicator :light
    quarter/last_month
    quarter/mean_of_months
    year/last_month
    year/mean_of_months
    policy/rebase
    policy/zero
    appeal/window   size
{% endmacro %}

{#- The columns of a rule that hold a number as text, beside weight and cap. -#}
{% macro rule_params() %}
    floor
    points
    rounding
    size
    step
    target
    target_of_time_progress
{% endmacro %}

{#- The modes that read a column, those that need it, and those that have bands. -#}
{% macro modes_that_read(column, only_needed=false) -%}
    {%- for line in rule_modes().strip().splitlines() -%}
        {%- set words = line.split() -%}
        {%- if column in words or (column ~ '?' in words and not only_needed) %}{{ words[0] }} {% endif -%}
    {%- endfor -%}
{%- endmacro %}

{% macro modes_with_bands() -%}
    {%- for line in rule_modes().strip().splitlines() if ':' in line %}{{ line.split()[0] }} {% endfor -%}
{%- endmacro %}

{% macro known_modes() -%}
    {%- for line in rule_modes().strip().splitlines() %}{{ line.split()[0] }} {% endfor -%}
{%- endmacro %}

{% macro quoted(names) -%}
    {% for name in names %}'{{ name }}'{{ ', ' if not loop.last }}{% else %}''{% endfor %}
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

{#- Whether the measure lies in a band of int_rulebook__bands. -#}
{% macro in_band(measure, band) -%}
    {{ measure }} is not null
            and ({{ band }}.at_least is null or {{ measure }} >= {{ band }}.at_least)
            and ({{ band }}.above is null or {{ measure }} > {{ band }}.above)
            and ({{ band }}.ends_before is null or {{ measure }} < {{ band }}.ends_before)
            and ({{ band }}.ends_with is null or {{ measure }} <= {{ band }}.ends_with)
{%- endmacro %}
