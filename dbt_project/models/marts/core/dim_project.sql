with projects as (
    select * from {{ ref('int_projects__current') }}
),

dim_project as (
    select
        project_code,
        project_name,
        unit_code,
        is_filed,
        category,
        level,
        is_provincial_single,
        construction_type,
        industry_chain,
        location,
        owner_name,
        {{ money('total_investment_cny_10k') }} as total_investment_cny_10k,
        {{ money('first_total_investment_cny_10k') }} as first_total_investment_cny_10k,
        plan_year,
        {{ money('annual_plan_cny_10k') }} as annual_plan_cny_10k,
        {{ money('first_annual_plan_cny_10k') }} as first_annual_plan_cny_10k,
        planned_start_date,
        planned_finish_date,
        first_planned_start_date,
        first_planned_finish_date,
        baseline_number,
        {{ money('baseline_total_investment_cny_10k') }} as baseline_total_investment_cny_10k,
        {{ money('baseline_annual_plan_cny_10k') }} as baseline_annual_plan_cny_10k,
        baseline_planned_start_date,
        baseline_planned_finish_date,
        filed_on,
        withdrawn_on,
        batch,
        parent_project_code,
        is_top500,
        meets_threshold,
        unmet_conditions,
        filing_received_on,
        report_received_on,
        is_reported_before_filing,
        is_package,
        is_part,
        cast(part_count as integer) as part_count,
        code_protected_on
    from projects
)

select * from dim_project
