with submissions as (
    select * from {{ ref('int_submissions__judged') }}
    where is_counted
),

sheets as (
    select * from {{ ref('int_submissions__sheets') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

owners as (
    select * from {{ ref('int_projects__owners') }}
),

versions as (
    select * from {{ ref('int_projects__versions') }}
),

handed_in as (
    select distinct unit_code, report_month
    from sheets
    where entity = 'monthly_progress'
),

registers as (
    select distinct unit_code, year
    from sheets
    where entity = 'projects'
),

-- A row that was rejected still stands in the register of its year.
held as (
    select project_code, plan_year as year
    from versions
    union
    select findings.project_code, cast(extract(year from findings.report_month) as integer) as year
    from {{ ref('stg_landing__findings') }} as findings
    inner join submissions on findings.submission_id = submissions.submission_id
    where findings.entity = 'projects' and findings.severity = 'critical'
),

filed_since as (
    select project_code, min(plan_year) as first_year
    from versions
    group by project_code
),

reports as (
    select
        project_code,
        status,
        cast(extract(year from report_month) as integer) as year,
        row_number() over (
            partition by project_code, extract(year from report_month) order by report_month desc
        ) as recency
    from {{ ref('int_progress__reported') }}
    where is_in_force
),

finished as (
    select project_code, min(year) as year
    from reports
    where recency = 1 and {{ is_finished_status('status') }}
    group by project_code
),

candidates as (
    select
        owners.project_code,
        owners.unit_code,
        months.report_month,
        months.year,
        months.month_end,
        {{ add_months('months.report_month', '12 - months.month_number') }} as december
    from owners
    inner join handed_in
        on
            owners.unit_code = handed_in.unit_code
            and owners.first_month <= handed_in.report_month
            and {{ before('handed_in.report_month', 'owners.to_month') }}
    inner join months on handed_in.report_month = months.report_month
),

int_projects__months as (
    select
        candidates.project_code,
        candidates.unit_code,
        candidates.report_month
    from candidates
    left join finished on candidates.project_code = finished.project_code
    left join filed_since on candidates.project_code = filed_since.project_code
    left join registers
        on candidates.unit_code = registers.unit_code and candidates.year = registers.year
    left join held
        on candidates.project_code = held.project_code and candidates.year = held.year
    left join versions as last_of_year
        on
            candidates.project_code = last_of_year.project_code
            and candidates.december >= last_of_year.report_month
            and {{ before('candidates.december', 'last_of_year.next_report_month') }}
    where
        (finished.year is null or candidates.year <= finished.year)
        and (
            filed_since.first_year is null
            or candidates.year <= filed_since.first_year
            or registers.unit_code is null
            or held.project_code is not null
        )
        and (last_of_year.withdrawn_on is null or last_of_year.withdrawn_on > candidates.month_end)
)

select * from int_projects__months
