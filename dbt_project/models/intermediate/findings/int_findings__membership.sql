-- Reports that count for nobody, and reports of projects that were not filed yet.
with owners as (
    select * from {{ ref('int_projects__owners') }}
),

versions as (
    select * from {{ ref('int_projects__versions') }}
),

filed_since as (
    select
        project_code,
        min(report_month) as first_month,
        min(filed_on) as filed_on
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
        filed_since.filed_on,
        project_months.project_code is not null as is_in_marts
    from reports
    left join owners
        on
            reports.project_code = owners.project_code
            and reports.report_month >= owners.from_month
            and {{ before('reports.report_month', 'owners.to_month') }}
    left join filed_since on reports.project_code = filed_since.project_code
    left join project_months
        on
            reports.project_code = project_months.project_code
            and reports.unit_code = project_months.unit_code
            and reports.report_month = project_months.report_month
    where reports.recency = 1
),

int_findings__membership as (
    select
        {{ finding(
            'project_not_filed', 'monthly_progress', 'project_code', value='project_code'
        ) }}
    from owned_reports
    where first_month is null or report_month < first_month

    union all

    select
        {{ finding(
            'reported_before_filing', 'monthly_progress', 'project_code', value='filed_on'
        ) }}
    from owned_reports
    where report_month >= first_month and {{ month_end('report_month') }} < filed_on

    union all

    select
        {{ finding(
            'reported_by_other_unit', 'monthly_progress', 'project_code', value='owner_code'
        ) }}
    from owned_reports
    where not is_owners

    union all

    select
        {{ finding(
            'reported_after_leaving', 'monthly_progress', 'project_code', value='project_code'
        ) }}
    from owned_reports
    where is_owners and not is_in_marts
)

select * from int_findings__membership
