{#- What a later file for the same unit and month drops or contradicts. -#}
{%- set entities = {
    'projects': ref('int_projects__registered'),
    'monthly_progress': ref('int_progress__reported'),
} -%}

with sheets as (
    select * from {{ ref('int_submissions__sheets') }}
    where is_last_of_month
),

rejected as (
    select distinct submission_id, entity, project_code
    from {{ ref('stg_landing__findings') }}
    where severity = 'critical' and project_code is not null
),

rows_of_entities as (
    {%- for entity, relation in entities.items() %}
    select
        '{{ entity }}' as entity,
        submission_id, unit_code, project_code, report_month, received_on, source_path, sheet,
        source_row, is_in_force, content
    from {{ relation }}
    where is_owners
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

compared as (
    select
        *,
        lag(submission_id) over (
            partition by entity, project_code, report_month
            order by received_on, source_path, source_row
        ) as previous_submission_id,
        lag(received_on) over (
            partition by entity, project_code, report_month
            order by received_on, source_path, source_row
        ) as previous_received_on,
        lag(content) over (
            partition by entity, project_code, report_month
            order by received_on, source_path, source_row
        ) as previous_content
    from rows_of_entities
),

dropped as (
    select
        sheets.submission_id, compared.unit_code, compared.project_code, compared.report_month,
        compared.entity, sheets.sheet, cast(null as bigint) as source_row
    from compared
    inner join sheets
        on
            compared.entity = sheets.entity
            and compared.unit_code = sheets.unit_code
            and compared.report_month = sheets.report_month
    left join rejected
        on
            sheets.submission_id = rejected.submission_id
            and sheets.entity = rejected.entity
            and compared.project_code = rejected.project_code
    where
        compared.is_in_force
        and compared.submission_id <> sheets.submission_id
        and rejected.submission_id is null
),

int_findings__corrections as (
    select {{ finding('key_dropped', none, 'project_code', value='project_code') }}
    from dropped

    union all

    select {{ finding('same_day_conflict', none, 'project_code', value='project_code') }}
    from compared
    where
        submission_id <> previous_submission_id
        and received_on = previous_received_on
        and content <> previous_content
)

select * from int_findings__corrections
