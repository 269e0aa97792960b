-- Rows of the other sheets that count for nobody, or speak of a project that nobody knows.
with submissions as (
    select * from {{ ref('int_submissions__judged') }}
    where is_counted
),

owners as (
    select * from {{ ref('int_projects__owners') }}
),

told as (
    {%- for entity in ['commitments', 'issues', 'support_measures'] %}
    select
        submission_id, unit_code, report_month, project_code, sheet, source_row,
        '{{ entity }}' as entity
    from {{ ref('stg_landing__' ~ entity) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

placed as (
    select
        told.*,
        'project_code' as field,
        owners.unit_code as owner_code
    from told
    inner join submissions on told.submission_id = submissions.submission_id
    left join owners
        on
            told.project_code = owners.project_code
            and told.report_month >= owners.from_month
            and {{ before('told.report_month', 'owners.to_month') }}
),

int_findings__strangers as (
    select {{ finding('told_by_other_unit', value='owner_code') }}
    from placed
    where owner_code <> unit_code

    union all

    select {{ finding('project_unknown', value='project_code') }}
    from placed
    where owner_code is null
)

select * from int_findings__strangers
