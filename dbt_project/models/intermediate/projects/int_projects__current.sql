with owners as (
    select * from {{ ref('int_projects__owners') }}
    where to_month is null
),

versions as (
    select * from {{ ref('int_projects__versions') }}
    where next_report_month is null
),

conditions as (
    select * from {{ ref('int_projects__conditions') }}
),

arrivals as (
    select * from {{ ref('int_projects__arrivals') }}
),

packages as (
    select * from {{ ref('int_projects__packages') }}
),

protected as (
    select
        project_code,
        min(dated_on) as code_protected_on
    from {{ ref('int_support__registered') }}
    where measure_type = '赋码保护'
    group by project_code
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
        versions.baseline_total_investment_cny_10k,
        versions.baseline_annual_plan_cny_10k,
        versions.baseline_planned_start_date,
        versions.baseline_planned_finish_date,
        versions.filed_on,
        versions.withdrawn_on,
        versions.batch,
        versions.parent_project_code,
        versions.is_top500,
        conditions.meets_threshold,
        conditions.unmet_conditions,
        arrivals.filing_received_on,
        arrivals.report_received_on,
        arrivals.is_reported_before_filing,
        coalesce(packages.is_package, false) as is_package,
        coalesce(packages.is_part, false) as is_part,
        coalesce(packages.part_count, 0) as part_count,
        protected.code_protected_on
    from owners
    left join versions on owners.project_code = versions.project_code
    left join conditions
        on
            versions.project_code = conditions.project_code
            and versions.report_month = conditions.report_month
    left join arrivals on owners.project_code = arrivals.project_code
    left join packages on owners.project_code = packages.project_code
    left join protected on owners.project_code = protected.project_code
    left join reported_names on owners.project_code = reported_names.project_code
)

select * from int_projects__current
