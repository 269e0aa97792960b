{%- set amounts = ['total_investment_cny_10k', 'annual_plan_cny_10k'] -%}
{%- set dates = ['planned_start_date', 'planned_finish_date'] -%}
{%- set kept = {'first': amounts + dates, 'baseline': ['annual_plan_cny_10k'] + dates} -%}

with weighed as (
    select * from {{ ref('int_projects__weighed') }}
),

versions as (
    select * from {{ ref('int_projects__versions') }}
),

fct_project_changes as (
    select
        weighed.project_code,
        weighed.submission_id,
        weighed.changed_column,
        weighed.source_row,
        weighed.unit_code,
        weighed.report_month,
        weighed.received_on,
        weighed.change_kind,
        weighed.value_before,
        weighed.value_after,
        {%- for name, columns in kept.items() %}
        case weighed.changed_column
            {%- for column in columns %}
            {%- set value = 'versions.' ~ name ~ '_' ~ column %}
            when '{{ column }}'
                then cast({{ money(value) if column in amounts else value }} as string)
            {%- endfor %}
        end as {{ name }}_value,
        {%- endfor %}
        versions.baseline_number,
        weighed.moved_cny_10k,
        weighed.moved_ratio,
        weighed.moved_days,
        -- An approval may come with a correction: the row in force says what holds for its month.
        case when versions.is_newly_approved then versions.plan_change_approval end
            as change_approval,
        versions.plan_change_reason as change_reason,
        weighed.weight_rule,
        weighed.weight_points,
        weighed.weight
    from weighed
    inner join versions
        on
            weighed.project_code = versions.project_code
            and weighed.report_month = versions.report_month
)

select * from fct_project_changes
