with registered as (
    select * from {{ ref('int_projects__registered') }}
    where is_owners
),

{{ baselines(
    'registered',
    identity='project_code',
    approval='plan_change_approval',
    scopes={
        'total_investment_cny_10k': 'project_code',
        'annual_plan_cny_10k': 'project_code, plan_year',
        'planned_start_date': 'project_code',
        'planned_finish_date': 'project_code',
    },
    placed=['annual_plan_cny_10k', 'planned_start_date'],
) }},

int_projects__versions as (
    select * from baselined
)

select * from int_projects__versions
