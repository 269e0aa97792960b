{#- What is measured against a first value and a baseline; a plan is first within its year. -#}
{%- set scopes = {
    'annual_plan_cny_10k': 'project_code, plan_year',
    'planned_start_date': 'project_code',
    'planned_finish_date': 'project_code',
} -%}

with registered as (
    select * from {{ ref('int_projects__registered') }}
    where is_owners
),

-- "First" is over all rows, also those that a correction superseded.
firsts as (
    select
        *,
        {%- for column, scope in scopes.items() %}
        {{ known_value('first', column) }} over (
            partition by {{ scope }} order by row_in_register
            rows between unbounded preceding and unbounded following
        ) as first_{{ column }},
        {%- endfor %}
        {{ known_value('first', 'total_investment_cny_10k') }} over (
            partition by project_code order by row_in_register
            rows between unbounded preceding and unbounded following
        ) as first_total_investment_cny_10k
    from registered
),

in_force as (
    select
        *,
        {%- for column, scope in scopes.items() %}
        {{ known_value('last', column) }} over (
            partition by {{ scope }} order by report_month
            rows between unbounded preceding and 1 preceding
        ) as previous_{{ column }},
        {%- endfor %}
        lead(report_month) over (partition by project_code order by report_month)
            as next_report_month,
        plan_change_approval is not null
        and row_number() over (
            partition by project_code, unit_code, plan_change_approval order by report_month
        ) = 1 as is_newly_approved
    from firsts
    where is_in_force
),

-- An approval covers the change in its own row; filling in a blank is no change.
changes as (
    select
        {%- for column in scopes %}
        case
            when is_newly_approved and {{ column }} <> previous_{{ column }} then {{ column }}
        end as approved_{{ column }},
        {%- endfor %}
        *
    from in_force
),

int_projects__versions as (
    select
        *,
        {%- for column, scope in scopes.items() %}
        coalesce(
            {{ known_value('last', 'approved_' ~ column) }} over (
                partition by {{ scope }} order by report_month
                rows between unbounded preceding and current row
            ),
            first_{{ column }}
        ) as baseline_{{ column }},
        {%- endfor %}
        cast(
            count(
                case
                    {%- for column in scopes %}
                    when approved_{{ column }} is not null then 1
                    {%- endfor %}
                end
            ) over (
                partition by project_code order by report_month
                rows between unbounded preceding and current row
            ) as integer
        ) as baseline_number
    from changes
)

select * from int_projects__versions
