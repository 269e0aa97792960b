{#- What is measured against a first value and a baseline, and within what the first one is sought. -#}
{%- set baselined = {
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
        registered.*,
        {{ known_value('first', 'total_investment_cny_10k') }} over (
            partition by project_code order by row_in_register
            rows between unbounded preceding and unbounded following
        ) as first_total_investment_cny_10k
        {%- for field, scope in baselined.items() %},
        {{ known_value('first', field) }} over (
            partition by {{ scope }} order by row_in_register
            rows between unbounded preceding and unbounded following
        ) as first_{{ field }}
        {%- endfor %}
    from registered
),

in_force as (
    select
        firsts.*,
        lead(report_month) over (partition by project_code order by report_month)
            as next_report_month,
        plan_change_approval is not null
        and row_number() over (
            partition by project_code, unit_code, plan_change_approval order by report_month
        ) = 1 as is_newly_approved
        {%- for field, scope in baselined.items() %},
        {{ known_value('last', field) }} over (
            partition by {{ scope }} order by report_month
            rows between unbounded preceding and 1 preceding
        ) as previous_{{ field }}
        {%- endfor %}
    from firsts
    where is_in_force
),

-- An approval covers the change in its own row; filling in a blank is no change.
changes as (
    select
        in_force.*
        {%- for field in baselined %},
        coalesce(is_newly_approved and {{ field }} <> previous_{{ field }}, false)
            as rebaselines_{{ field }}
        {%- endfor %}
    from in_force
)

select
    changes.*
    {%- for field, scope in baselined.items() %},
    coalesce(
        {{ known_value('last', 'case when rebaselines_' ~ field ~ ' then ' ~ field ~ ' end') }} over (
            partition by {{ scope }} order by report_month
            rows between unbounded preceding and current row
        ),
        first_{{ field }}
    ) as baseline_{{ field }}
    {%- endfor %},
    cast(
        sum(
            case
                when rebaselines_annual_plan_cny_10k or rebaselines_planned_start_date or rebaselines_planned_finish_date then 1
                else 0
            end
        ) over (
            partition by project_code order by report_month
            rows between unbounded preceding and current row
        ) as integer
    ) as baseline_number
from changes
