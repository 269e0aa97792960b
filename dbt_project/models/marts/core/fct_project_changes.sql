{%- set amounts = ['total_investment_cny_10k', 'annual_plan_cny_10k'] -%}
{%- set dates = ['planned_start_date', 'planned_finish_date'] -%}

with weighed as (
    select * from {{ ref('int_projects__weighed') }}
),

versions as (
    select * from {{ ref('int_projects__versions') }}
),

kept as (
    select
        weighed.*,
        {%- for name in ['first', 'baseline'] %}
        case weighed.changed_column
            {%- for column in amounts + dates %}
            {%- set value = 'versions.' ~ name ~ '_' ~ column %}
            when '{{ column }}'
                then cast({{ money(value) if column in amounts else value }} as string)
            {%- endfor %}
        end as {{ name }}_value,
        {%- endfor %}
        versions.baseline_number,
        versions.is_newly_approved,
        versions.plan_change_approval,
        versions.plan_change_reason
    from weighed
    inner join versions
        on
            weighed.project_code = versions.project_code
            and weighed.report_month = versions.report_month
),

fct_project_changes as (
    select
        project_code,
        submission_id,
        changed_column,
        source_row,
        unit_code,
        report_month,
        received_on,
        change_kind,
        value_before,
        value_after,
        first_value,
        baseline_value,
        baseline_number,
        moved_cny_10k,
        moved_ratio,
        moved_days,
        -- It may come with a correction: the row in force says what holds for its month. What has a
        -- baseline is approved where the baseline followed.
        case
            when
                is_newly_approved
                and coalesce(value_after = baseline_value, baseline_value is null)
                then plan_change_approval
        end as change_approval,
        plan_change_reason as change_reason,
        weight_rule,
        weight_points,
        weight
    from kept
)

select * from fct_project_changes
