{# What the engine can do: every name that a rulebook row may use. A name is added here together with the
   model or the formula that it stands for, so that no rulebook asks for what nobody computes. #}

{#- One model `int_indicators__<name>` each, with a row for each thing that counts. Then: whether it counts things or
    adds up amounts, and the entity and fields of the sheets that say what was reached and what could be reached. -#}
{% macro indicators() %}
    completion             amount  monthly_progress:ytd_investment            projects:annual_plan
    first_plan_completion  amount  monthly_progress:ytd_investment            projects:annual_plan
    baseline_completion    amount  monthly_progress:ytd_investment            projects:annual_plan
    invested               amount  monthly_progress:ytd_investment            projects:
    plan_size              amount  projects:annual_plan                       projects:
    start                  count   monthly_progress:status                    projects:construction_type,planned_start
    first_start            count   monthly_progress:status                    projects:construction_type,planned_start
    baseline_start         count   monthly_progress:status                    projects:construction_type,planned_start
    full_year_start        count   monthly_progress:status                    projects:construction_type,planned_start
    late_start             count   monthly_progress:status,actual_start       projects:construction_type,planned_start
    resumption             count   monthly_progress:is_resumed                projects:
    commitment             count   monthly_progress:status,actual_start,actual_finish,ytd_investment,physical_progress_pct  commitments:commitment_type,due_on,promised_value
    issue_clearance        count   issues:status,closed_on                    issues:raised_on
    issue_on_time          count   issues:status,closed_on                    issues:due_on
    observation            amount  observations:vote_rank,score,is_look_back  observations:
    domestic_capital       amount  capital_attraction:domestic_capital_ytd    targets:target_value
    foreign_capital        amount  capital_attraction:foreign_capital_ytd     targets:target_value
    upper_level_funds      amount  capital_attraction:upper_level_funds_ytd   targets:target_value
    top500_projects        count   capital_attraction:top500_projects_ytd     targets:target_value
    industrial_projects    count   monthly_progress:status                    projects:category
    industrial_investment  amount  monthly_progress:ytd_investment            projects:category
{% endmacro %}

{% macro indicator_names() -%}
    {%- for line in indicators().strip().splitlines() %}{{ line.split()[0] }} {% endfor -%}
{%- endmacro %}

{#- The fields of an entity that indicators read. -#}
{% macro fields_of(entity) -%}
    {%- set found = [] -%}
    {%- for line in indicators().strip().splitlines() -%}
        {%- for said in line.split()[2:] if said.split(':')[0] == entity -%}
            {%- for field in said.split(':')[1].split(',') if field and field not in found -%}
                {%- do found.append(field) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ found | join(' ') }}
{%- endmacro %}

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
    quality/lateness                weight size
    quality/incompleteness          weight
    quality/rejection               weight
    quality/finding                 weight
    quality/prompted_restatement    weight
    quality/unprompted_restatement  weight
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
