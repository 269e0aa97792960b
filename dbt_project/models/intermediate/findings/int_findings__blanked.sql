-- Cells that held a value and are blank now; what could not be read is said by its own finding.
with reported as (
    select *, 'monthly_progress' as entity from {{ ref('int_progress__reported') }}
),

registered as (
    select *, 'projects' as entity from {{ ref('int_projects__registered') }}
),

blanked as (
    {%- for relation in ['reported', 'registered'] %}
    select
        entity, submission_id, unit_code, project_code, report_month, sheet, source_row,
        blanked_fields
    from {{ relation }}
    where is_owners and blanked_fields <> ','
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

fields as (
    select distinct field from {{ ref('stg_landing__submission_columns') }}
    where field is not null
),

unread as (
    select distinct submission_id, sheet, source_row, field
    from {{ ref('stg_landing__findings') }}
    where rule_id = 'optional_unreadable'
),

cells as (
    select
        blanked.*,
        fields.field
    from blanked
    inner join fields on instr(blanked.blanked_fields, concat(',', fields.field, ',')) > 0
    left join unread
        on
            blanked.submission_id = unread.submission_id
            and blanked.sheet = unread.sheet
            and blanked.source_row = unread.source_row
            and fields.field = unread.field
    where unread.submission_id is null
),

int_findings__blanked as (
    select {{ finding('blanked_value') }}
    from cells
)

select * from int_findings__blanked
