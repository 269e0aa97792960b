-- What the quality of a unit's month is measured by, in counts.
with units as (
    select * from {{ ref('int_rankings__units') }}
    where not is_covered
),

files as (
    select
        unit_code,
        report_month,
        min(case when decides_timeliness then days_late end) as days_late,
        sum(rows_read) as rows_read,
        sum(rows_rejected) as rows_rejected
    from {{ ref('int_submissions__judged') }}
    where is_counted
    group by unit_code, report_month
),

projects as (
    select
        unit_code,
        report_month,
        count(*) as expected_projects,
        count(submission_id) as reported_projects
    from {{ ref('int_progress__monthly') }}
    group by unit_code, report_month
),

found as (
    select
        unit_code,
        report_month,
        count(*) as found_projects
    from {{ ref('int_quality__found') }}
    group by unit_code, report_month
),

restated as (
    select
        unit_code,
        report_month,
        count(case when not is_prompted then 1 end) as unprompted_projects,
        count(case when is_prompted then 1 end) as prompted_projects
    from {{ ref('int_quality__restatements') }}
    group by unit_code, report_month
),

int_quality__counted as (
    select
        units.unit_code,
        units.league,
        units.report_month,
        units.rulebook_id,
        units.is_silent,
        {%- for count in ['expected', 'reported', 'found', 'unprompted', 'prompted'] %}
        case
            when not units.is_silent then cast(coalesce({{ count }}_projects, 0) as integer)
        end as {{ count }}_project_count,
        {%- endfor %}
        cast(files.days_late as integer) as days_late,
        cast(files.rows_read as bigint) as rows_read,
        cast(files.rows_rejected as bigint) as rows_rejected
    from units
    left join files
        on units.unit_code = files.unit_code and units.report_month = files.report_month
    left join projects
        on units.unit_code = projects.unit_code and units.report_month = projects.report_month
    left join found
        on units.unit_code = found.unit_code and units.report_month = found.report_month
    left join restated
        on units.unit_code = restated.unit_code and units.report_month = restated.report_month
)

select * from int_quality__counted
