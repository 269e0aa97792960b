-- Projects that a register held the time before and leaves out now, unfinished, not withdrawn.
with registers as (
    select
        submission_id,
        sheet,
        unit_code,
        report_month,
        lag(report_month) over (partition by unit_code order by report_month) as previous_month
    from {{ ref('int_submissions__sheets') }}
    where entity = 'projects' and is_last_of_month
),

owners as (
    select * from {{ ref('int_projects__owners') }}
),

versions as (
    select * from {{ ref('int_projects__versions') }}
),

-- A row that was rejected still stands in the register.
filed as (
    select project_code, unit_code, report_month
    from versions
    union
    select project_code, unit_code, report_month
    from {{ ref('stg_landing__findings') }}
    where entity = 'projects' and severity = 'critical' and project_code is not null
),

reports as (
    select
        project_code,
        report_month,
        status,
        lead(report_month) over (partition by project_code order by report_month)
            as next_report_month
    from {{ ref('int_progress__reported') }}
    where is_in_force
),

left_out as (
    select
        registers.submission_id, registers.sheet, cast(null as bigint) as source_row,
        registers.unit_code, filed.project_code, registers.report_month,
        registers.previous_month
    from registers
    inner join filed
        on
            registers.unit_code = filed.unit_code
            and registers.previous_month = filed.report_month
    -- The code of a rejected row may be none, or another unit's.
    inner join owners
        on
            filed.project_code = owners.project_code
            and filed.unit_code = owners.unit_code
            and registers.previous_month >= owners.from_month
            and {{ before('registers.previous_month', 'owners.to_month') }}
    left join filed as filed_again
        on
            filed.project_code = filed_again.project_code
            and registers.report_month = filed_again.report_month
    left join versions
        on
            filed.project_code = versions.project_code
            and registers.previous_month >= versions.report_month
            and {{ before('registers.previous_month', 'versions.next_report_month') }}
    left join reports
        on
            filed.project_code = reports.project_code
            and registers.report_month > reports.report_month
            and registers.report_month
            <= coalesce(reports.next_report_month, registers.report_month)
    where
        filed_again.project_code is null
        and versions.withdrawn_on is null
        and coalesce(not {{ is_finished_status('reports.status') }}, true)
),

-- Once, in the first register that leaves it out.
int_findings__vanished as (
    select
        {{ finding(
            'project_vanished', 'projects', 'project_code', value='project_code',
            other='substr(cast(previous_month as string), 1, 7)'
        ) }}
    from left_out
)

select * from int_findings__vanished
