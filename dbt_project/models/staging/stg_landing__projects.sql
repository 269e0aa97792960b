with source as (
    select * from {{ source('landing', 'projects') }}
),

stg_landing__projects as (
    select
        submission_id,
        unit_code,
        source_path,
        sheet,
        report_month,
        received_on,
        source_row,
        absent_fields,
        project_code,
        project_name,
        category,
        level,
        is_provincial_single,
        construction_type,
        industry_chain,
        location,
        owner_name,
        owner_uscc,
        total_investment as total_investment_cny_10k,
        annual_plan as annual_plan_cny_10k,
        planned_start as planned_start_date,
        planned_finish as planned_finish_date,
        is_top500,
        responsible_unit,
        responsible_leader,
        parent_project_code,
        filed_on,
        batch,
        plan_change_approval,
        plan_change_reason,
        withdrawn_on,
        withdrawal_reason
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__projects
