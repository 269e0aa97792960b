-- Filings that count for nobody: another unit owns the project.
with owners as (
    select * from {{ ref('int_projects__owners') }}
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
            and {{ before('registered.report_month', 'owners.to_month') }}
    where not registered.is_owners
),

int_findings__claims as (
    select
        {{ finding('filed_by_other_unit', 'projects', 'project_code', value='owner_code') }}
    from foreign_filings
    where recency = 1
)

select * from int_findings__claims
