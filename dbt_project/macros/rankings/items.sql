{# What an indicator counts: the columns of fct_indicator_items are chosen here, for the models int_indicators__*. #}

{#-
    A row of a relation that names its report's and its register's row, as fct_investment and fct_progress do; `plan`
    begins the names of the columns that say where the register's row stands.
-#}
{% macro counted(item, numerator, denominator, plan='plan') -%}
    unit_code,
    report_month,
    {{ item }} as item,
    project_code,
    {{ numerator }} as numerator,
    {{ denominator }} as denominator,
    submission_id,
    source_row,
    {{ plan }}_submission_id as plan_submission_id,
    {{ plan }}_source_row as plan_source_row
{%- endmacro %}

{#-
    投资完成率 against the plan that arrived first in its year, or the last approved one. Lowering a plan without an
    approval gains nothing here.
-#}
{% macro counted_of_plan(which) -%}
    select
        {{ counted(
            'project_code', 'coalesce(ytd_investment_cny_10k, 0)', which ~ '_annual_plan_cny_10k',
            plan=which ~ '_plan'
        ) }}
    from {{ ref('fct_investment') }}
    where {{ which }}_annual_plan_cny_10k > 0
{%- endmacro %}

{#- 开工率 to date by the planned start that arrived first, or the last approved one: a start put off, or taken out,
    without an approval stays due. -#}
{% macro counted_of_start(which, month_end) -%}
    select
        {{ counted(
            'project_code', 'case when is_started then 1 else 0 end', '1', plan=which ~ '_planned_start'
        ) }}
    from {{ ref('fct_progress') }}
    where
        construction_type = '新开工'
        and {{ which }}_planned_start_date <= {{ month_end }}
{%- endmacro %}

{#- A unit's target of the year and what was reached of it; none while nothing is reported. -#}
{% macro counted_of_target(measure) -%}
    select
        targets.unit_code,
        targets.report_month,
        targets.indicator as item,
        null as project_code,
        targets.reached_value as numerator,
        targets.target_value as denominator,
        capital.submission_id,
        capital.source_row,
        targets.submission_id as plan_submission_id,
        targets.source_row as plan_source_row
    from {{ ref('fct_targets') }} as targets
    left join {{ ref('fct_capital_attraction') }} as capital
        on
            targets.unit_code = capital.unit_code
            and targets.report_month = capital.report_month
    where
        targets.measure = '{{ measure }}'
        and targets.form = 'value'
        and targets.reached_value is not null
{%- endmacro %}

{#- Projects of 产业科技 under construction, as an amount and no share; a month without one counts nothing. -#}
{% macro counted_of_industry(numerator) -%}
    select
        months.unit_code,
        months.report_month,
        coalesce(projects.project_code, 'none') as item,
        projects.project_code,
        {{ numerator }} as numerator,
        null as denominator,
        projects.submission_id,
        projects.source_row,
        projects.plan_submission_id,
        projects.plan_source_row
    from {{ ref('fct_capital_attraction') }} as months
    left join {{ ref('int_capital__industrial_projects') }} as projects
        on
            months.unit_code = projects.unit_code
            and months.report_month = projects.report_month
{%- endmacro %}
