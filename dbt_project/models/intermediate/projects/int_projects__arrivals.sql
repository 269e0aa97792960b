with registered as (
    select
        project_code,
        min(received_on) as filing_received_on
    from {{ ref('int_projects__registered') }}
    where is_owners
    group by project_code
),

reported as (
    select
        project_code,
        min(received_on) as report_received_on
    from {{ ref('int_progress__reported') }}
    where is_owners
    group by project_code
),

int_projects__arrivals as (
    select
        coalesce(registered.project_code, reported.project_code) as project_code,
        registered.filing_received_on,
        reported.report_received_on,
        reported.report_received_on is not null
        and coalesce(reported.report_received_on < registered.filing_received_on, true)
            as is_reported_before_filing
    from registered
    full outer join reported on registered.project_code = reported.project_code
)

select * from int_projects__arrivals
