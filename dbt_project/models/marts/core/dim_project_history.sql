with history as (
    select * from {{ ref('int_projects__history') }}
),

versions as (
    select * from {{ ref('int_projects__versions') }}
),

conditions as (
    select * from {{ ref('int_projects__conditions') }}
),

dim_project_history as (
    select
        history.project_code,
        history.known_from,
        history.known_to,
        history.report_month,
        history.changed_columns,
        -- An approval may come with a correction: the row in force says what holds for its month.
        case
            when versions.is_newly_approved and history.changed_columns <> ''
                then versions.plan_change_approval
        end as change_approval,
        versions.plan_change_reason as change_reason,
        history.project_name,
        history.unit_code,
        true as is_filed,
        history.category,
        history.level,
        history.is_provincial_single,
        history.construction_type,
        history.industry_chain,
        history.location,
        history.owner_name,
        {{ money('history.total_investment_cny_10k') }} as total_investment_cny_10k,
        {{ money('versions.first_total_investment_cny_10k') }} as first_total_investment_cny_10k,
        history.plan_year,
        {{ money('history.annual_plan_cny_10k') }} as annual_plan_cny_10k,
        {{ money('versions.first_annual_plan_cny_10k') }} as first_annual_plan_cny_10k,
        history.planned_start_date,
        history.planned_finish_date,
        versions.first_planned_start_date,
        versions.first_planned_finish_date,
        versions.baseline_number,
        {{ money('versions.baseline_total_investment_cny_10k') }}
            as baseline_total_investment_cny_10k,
        {{ money('versions.baseline_annual_plan_cny_10k') }} as baseline_annual_plan_cny_10k,
        versions.baseline_planned_start_date,
        versions.baseline_planned_finish_date,
        history.filed_on,
        history.withdrawn_on,
        history.batch,
        history.parent_project_code,
        history.is_top500,
        conditions.meets_threshold,
        conditions.unmet_conditions,
        history.submission_id,
        history.source_row
    from history
    inner join versions
        on
            history.project_code = versions.project_code
            and history.report_month = versions.report_month
    inner join conditions
        on
            history.project_code = conditions.project_code
            and history.report_month = conditions.report_month
)

select * from dim_project_history
