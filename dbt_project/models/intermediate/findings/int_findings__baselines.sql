{#-
    Plans, totals and dates written over without an approval: once a row, with all that it changes. Where a plan is lowered
    within its year the row has a rule of its own, because the rate rises by it; so has an approval without a reason.
-#}
{%- set labels = {
    'annual_plan': ('年度计划投资（万元）', 'annual plan'),
    'total_investment': ('总投资（万元）', 'total investment'),
    'planned_start': ('计划开工时间', 'planned start'),
    'planned_finish': ('计划竣工时间', 'planned finish'),
} -%}

with changes as (
    select * from {{ ref('int_findings__changes') }}
),

worded as (
    select
        *,
        {{ first_changed(labels, 'field') }} as field,
        {{ first_changed(labels, 'value') }} as first_value,
        {{ first_changed(labels, 'before') }} as first_value_before,
        {{ changes_in_words(labels, 0) }} as words_zh,
        {{ changes_in_words(labels, 1) }} as words_en,
        case
            when is_annual_plan_changed and is_plan_lower then 'annual_plan_lowered'
            else 'baseline_changed'
        end as rule_id,
        case
            when is_annual_plan_changed and is_plan_lower
                then {{ strength('annual_plan_cut', '0', 'annual_plan_lowered__full_strength_at') }}
        end as strength
    from changes
),

int_findings__baselines as (
    select
        {{ finding(
            entity='projects', value='first_value', other='first_value_before',
            words_zh='words_zh', words_en='words_en', strength='strength'
        ) }}
    from worded
    where field is not null

    union all

    select
        {{ finding(
            'change_without_reason', 'projects', 'plan_change_reason',
            words_zh='plan_change_approval', words_en='plan_change_approval'
        ) }}
    from worded
    where is_newly_approved and plan_change_reason is null and is_approved_change
)

select * from int_findings__baselines
