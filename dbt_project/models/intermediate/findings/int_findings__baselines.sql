{#-
    Plans, totals and dates written over without a new approval number: once a row, with all that it changes. A plan
    lowered within its year is a finding of its own, because the rate rises by it; so is an approval without a reason.
-#}
{%- set labels = {
    'total_investment': ('总投资（万元）', 'total investment'),
    'planned_start': ('计划开工时间', 'planned start'),
    'planned_finish': ('计划竣工时间', 'planned finish'),
    'annual_plan': ('年度计划投资（万元）', 'annual plan'),
} -%}
{%- set swapped = ('（疑似月、日颠倒）', ' (looks like day and month swapped)') -%}

with changes as (
    select
        *,
        is_annual_plan_changed and is_plan_lower as is_plan_lowered,
        is_annual_plan_changed and not is_plan_lower as is_annual_plan_said,
        is_total_investment_changed as is_total_investment_said,
        is_planned_start_changed as is_planned_start_said,
        is_planned_finish_changed as is_planned_finish_said
    from {{ ref('int_findings__changes') }}
),

worded as (
    select
        *,
        -- The cell of the first one is named.
        case
            {%- for field in labels %}
            when is_{{ field }}_said then '{{ field }}'
            {%- endfor %}
        end as field,
        {%- for name in ['first_value', 'first_value_before'] %}
        case
            {%- for field in labels %}
            when is_{{ field }}_said then {{ name | replace('first_value', field) }}
            {%- endfor %}
        end as {{ name }},
        {%- endfor %}
        {%- for language in ['zh', 'en'] %}
        {%- set index = loop.index0 %}
        concat(
            {%- for field, label in labels.items() %}
            case
                when is_{{ field }}_said
                    then concat(
                        '{{ ('；', '; ')[index] ~ label[index] }} ',
                        {{ field }}_before, ' → ', {{ field }}
                    )
                else ''
            end,
            {%- if field.startswith('planned') %}
            case
                when is_{{ field }}_said and is_{{ field }}_swapped then '{{ swapped[index] }}'
                else ''
            end,
            {%- endif %}
            {%- endfor %}
            ''
        ) as words_{{ language }},
        {%- endfor %}
        is_total_investment_changed or is_planned_start_changed or is_planned_finish_changed
        or is_annual_plan_changed as is_changed
    from changes
),

int_findings__baselines as (
    select
        {{ finding(
            'annual_plan_lowered', 'projects', 'annual_plan', value='annual_plan',
            other='annual_plan_before', words_zh=money('first_annual_plan_cny_10k'),
            words_en=money('first_annual_plan_cny_10k'),
            strength=strength('annual_plan_cut', '0', 'annual_plan_lowered__full_strength_at')
        ) }}
    from worded
    where is_plan_lowered and not is_newly_approved

    union all

    select
        {{ finding(
            'baseline_changed', 'projects', value='first_value', other='first_value_before',
            words_zh='substr(words_zh, 2)', words_en='substr(words_en, 3)'
        ) }}
    from worded
    where field is not null and not is_newly_approved

    union all

    select
        {{ finding(
            'change_without_reason', 'projects', 'plan_change_reason',
            words_zh='plan_change_approval', words_en='plan_change_approval'
        ) }}
    from worded
    where is_changed and is_newly_approved and plan_change_reason is null
)

select * from int_findings__baselines
