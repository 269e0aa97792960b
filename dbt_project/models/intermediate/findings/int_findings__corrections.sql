{#- What a later file for the same unit and month says otherwise than an earlier one. -#}
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
        source_row, is_in_force, blanked_fields,
        content
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

fields as (
    select distinct field from {{ ref('stg_landing__submission_columns') }}
    where field is not null
),

int_findings__corrections as (
    select
        sheets.submission_id, compared.unit_code, compared.project_code, compared.report_month,
        compared.entity, sheets.sheet, cast(null as bigint) as source_row, 'project_code' as field,
        'key_dropped' as rule_id, compared.project_code as value_found
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

    union all

    select
        submission_id, unit_code, project_code, report_month, entity, sheet, source_row,
        'project_code' as field, 'same_day_conflict' as rule_id, project_code as value_found
    from compared
    where
        submission_id <> previous_submission_id
        and received_on = previous_received_on
        and content <> previous_content

    union all

    select
        compared.submission_id, compared.unit_code, compared.project_code, compared.report_month,
        compared.entity, compared.sheet, compared.source_row, fields.field,
        'blanked_value' as rule_id, cast(null as string) as value_found
    from compared
    inner join fields on instr(compared.blanked_fields, concat(',', fields.field, ',')) > 0
)

select * from int_findings__corrections
