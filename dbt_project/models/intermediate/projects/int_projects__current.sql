with owners as (
    select * from {{ ref('int_projects__owners') }}
    where to_month is null
),

versions as (
    select * from {{ ref('int_projects__versions') }}
    where next_report_month is null
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

reports as (
    select
        project_code,
        project_name,
        row_number() over (partition by project_code order by report_month desc) as recency
    from {{ ref('int_progress__reported') }}
    where is_in_force and project_name is not null
),

reported_names as (
    select * from reports
    where recency = 1
),

int_projects__current as (
    select
        owners.project_code,
        coalesce(versions.project_name, reported_names.project_name) as project_name,
        owners.unit_code,
        owners.is_filed,
        versions.category,
        versions.level,
        versions.is_provincial_single,
        versions.construction_type,
        versions.industry_chain,
        versions.location,
        versions.owner_name,
        versions.total_investment_cny_10k,
        versions.first_total_investment_cny_10k,
        versions.plan_year,
        versions.annual_plan_cny_10k,
        versions.first_annual_plan_cny_10k,
        versions.planned_start_date,
        versions.planned_finish_date,
        versions.first_planned_start_date,
        versions.first_planned_finish_date,
        versions.baseline_number,
        versions.baseline_annual_plan_cny_10k,
        versions.baseline_planned_start_date,
        versions.baseline_planned_finish_date,
        versions.filed_on,
        versions.withdrawn_on,
        versions.batch,
        versions.parent_project_code,
        versions.is_top500,
        versions.total_investment_cny_10k >= months.filing_threshold__total_investment_cny_10k
            as meets_threshold
    from owners
    left join versions on owners.project_code = versions.project_code
    left join months on versions.report_month = months.report_month
    left join reported_names on owners.project_code = reported_names.project_code
)

select * from int_projects__current
