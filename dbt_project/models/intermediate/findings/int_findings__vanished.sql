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

versions as (
    select * from {{ ref('int_projects__versions') }}
),

-- A row that was rejected still stands in the register.
filed as (
    select project_code, report_month
    from versions
    union
    select project_code, report_month
    from {{ ref('stg_landing__findings') }}
    where entity = 'projects' and severity = 'critical' and project_code is not null
),

finished as (
    select project_code, min(report_month) as report_month
    from {{ ref('int_progress__reported') }}
    where is_in_force and {{ is_finished_status('status') }}
    group by project_code
),

left_out as (
    select
        registers.submission_id, registers.sheet, cast(null as bigint) as source_row,
        registers.unit_code, versions.project_code, registers.report_month,
        registers.previous_month
    from registers
    inner join versions
        on
            registers.unit_code = versions.unit_code
            and registers.previous_month = versions.report_month
    left join filed
        on
            versions.project_code = filed.project_code
            and registers.report_month = filed.report_month
    left join finished
        on
            versions.project_code = finished.project_code
            and registers.report_month > finished.report_month
    where
        filed.project_code is null
        and finished.project_code is null
        and versions.withdrawn_on is null
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
