-- Projects of a unit that its sheet of a month leaves out.
with project_months as (
    select * from {{ ref('int_projects__months') }}
),

last_sheets as (
    select * from {{ ref('int_submissions__sheets') }}
    where entity = 'monthly_progress' and is_last_of_month
),

reported as (
    select distinct project_code, unit_code, report_month
    from {{ ref('int_progress__reported') }}
),

left_out as (
    select
        last_sheets.submission_id, last_sheets.sheet, cast(null as bigint) as source_row,
        project_months.unit_code, project_months.project_code, project_months.report_month
    from project_months
    inner join last_sheets
        on
            project_months.unit_code = last_sheets.unit_code
            and project_months.report_month = last_sheets.report_month
    left join reported
        on
            project_months.project_code = reported.project_code
            and project_months.unit_code = reported.unit_code
            and project_months.report_month = reported.report_month
    where reported.project_code is null
),

int_findings__unreported as (
    select
        {{ finding(
            'project_not_reported', 'monthly_progress', 'project_code', value='project_code'
        ) }}
    from left_out
)

select * from int_findings__unreported
