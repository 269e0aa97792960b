-- Reports and filings that count for nobody, and projects without a report.
with owners as (
    select * from {{ ref('int_projects__owners') }}
),

versions as (
    select * from {{ ref('int_projects__versions') }}
),

filed_since as (
    select project_code, min(report_month) as first_month
    from versions
    group by project_code
),

project_months as (
    select * from {{ ref('int_projects__months') }}
),

-- What a unit last said about a project in a month, whether it owns it or not.
reports as (
    select
        *,
        row_number() over (
            partition by project_code, unit_code, report_month order by row_in_month desc
        ) as recency
    from {{ ref('int_progress__reported') }}
),

owned_reports as (
    select
        reports.*,
        owners.unit_code as owner_code,
        filed_since.first_month,
        project_months.project_code is not null as is_in_marts
    from reports
    left join owners
        on
            reports.project_code = owners.project_code
            and reports.report_month >= owners.from_month
            and (owners.to_month is null or reports.report_month < owners.to_month)
    left join filed_since on reports.project_code = filed_since.project_code
    left join project_months
        on
            reports.project_code = project_months.project_code
            and reports.unit_code = project_months.unit_code
            and reports.report_month = project_months.report_month
    where reports.recency = 1
),

foreign_filings as (
    select
        registered.*,
        owners.unit_code as owner_code,
        row_number() over (
            partition by registered.project_code, registered.unit_code, registered.report_month
            order by registered.row_in_register desc
        ) as recency
    from {{ ref('int_projects__registered') }} as registered
    inner join owners
        on
            registered.project_code = owners.project_code
            and registered.report_month >= owners.from_month
            and (owners.to_month is null or registered.report_month < owners.to_month)
    where not registered.is_owners
),

last_sheets as (
    select * from {{ ref('int_submissions__sheets') }}
    where entity = 'monthly_progress' and is_last_of_month
),

int_findings__membership as (
    select
        submission_id, unit_code, project_code, report_month, 'monthly_progress' as entity, sheet,
        source_row, 'project_code' as field, 'project_not_filed' as rule_id,
        project_code as value_found
    from owned_reports
    where first_month is null or report_month < first_month

    union all

    select
        submission_id, unit_code, project_code, report_month, 'monthly_progress' as entity, sheet,
        source_row, 'project_code' as field, 'reported_by_other_unit' as rule_id,
        owner_code as value_found
    from owned_reports
    where not is_owners

    union all

    select
        submission_id, unit_code, project_code, report_month, 'monthly_progress' as entity, sheet,
        source_row, 'project_code' as field, 'reported_after_leaving' as rule_id,
        project_code as value_found
    from owned_reports
    where is_owners and not is_in_marts

    union all

    select
        submission_id, unit_code, project_code, report_month, 'projects' as entity, sheet,
        source_row, 'project_code' as field, 'filed_by_other_unit' as rule_id,
        owner_code as value_found
    from foreign_filings
    where recency = 1

    union all

    select
        last_sheets.submission_id, project_months.unit_code, project_months.project_code,
        project_months.report_month, 'monthly_progress' as entity, last_sheets.sheet,
        cast(null as bigint) as source_row, 'project_code' as field,
        'project_not_reported' as rule_id, project_months.project_code as value_found
    from project_months
    inner join last_sheets
        on
            project_months.unit_code = last_sheets.unit_code
            and project_months.report_month = last_sheets.report_month
    left join owned_reports
        on
            project_months.project_code = owned_reports.project_code
            and project_months.unit_code = owned_reports.unit_code
            and project_months.report_month = owned_reports.report_month
    where owned_reports.project_code is null
)

select * from int_findings__membership
