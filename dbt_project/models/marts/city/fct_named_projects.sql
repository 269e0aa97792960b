with named as (
    select * from {{ ref('figure_projects') }}
),

-- Of projects of one name the one that was filed first.
projects as (
    select
        *,
        row_number() over (
            partition by project_name order by filing_received_on asc nulls last, project_code asc
        ) as name_number
    from {{ ref('dim_project') }}
),

reports as (
    select
        *,
        row_number() over (partition by project_code order by report_month desc) as recency
    from {{ ref('int_progress__reported') }}
    where is_in_force
),

fct_named_projects as (
    select
        named.figure_id,
        named.project_name,
        named.statement,
        projects.project_code,
        projects.unit_code,
        projects.category,
        projects.construction_type,
        projects.total_investment_cny_10k,
        projects.planned_finish_date,
        reports.report_month as last_report_month,
        reports.status,
        reports.progress_text
    from named
    left join projects
        on named.project_name = projects.project_name and projects.name_number = 1
    left join reports
        on projects.project_code = reports.project_code and reports.recency = 1
)

select * from fct_named_projects
