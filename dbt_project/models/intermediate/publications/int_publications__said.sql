{#- What the rows that are asked for say, field by field. -#}
{#- Where an entity goes on on another sheet, a row number stands for two: a subject says which. -#}
{%- set subjects = {
    'projects': 'told.project_code',
    'monthly_progress': 'told.project_code',
    'commitments': 'told.commitment_id',
    'issues': 'told.issue_id',
    'capital_attraction': 'cast(null as string)',
    'targets': 'told.indicator',
    'observations': "told.round_id || '/' || coalesce(told.project_code, '')",
} -%}
{#- And what takes a project out of a month. -#}
{%- set more = {'projects': ['project_code', 'withdrawn_on'], 'monthly_progress': ['status']} -%}

with asked as (
    select * from {{ ref('int_publications__asked') }}
),

rows_asked as (
    select entity, submission_id, source_row
    from asked
    union
    select entity, published_submission_id, published_source_row
    from asked
),

int_publications__said as (
    {%- for entity, subject in subjects.items() %}
    {%- set fields = (fields_of(entity).split() + more.get(entity, [])) | unique | list %}
    select
        rows_asked.entity,
        {{ subject }} as subject,
        told.submission_id,
        told.source_row,
        told.sheet,
        told.source_path,
        told.received_on,
        named.field,
        case named.field
            {%- for field in fields %}
            when '{{ field }}' then cast(told.{{ column_of(field) }} as string)
            {%- endfor %}
        end as value,
        coalesce(instr(told.absent_fields, concat(',', named.field, ',')) > 0, false) as is_absent
    from {{ ref('stg_landing__' ~ entity) }} as told
    inner join rows_asked
        on
            told.submission_id = rows_asked.submission_id
            and told.source_row = rows_asked.source_row
            and rows_asked.entity = '{{ entity }}'
    cross join (
        values
        {%- for field in fields %}
        ('{{ field }}'){{ ',' if not loop.last }}
        {%- endfor %}
    ) as named (field)
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from int_publications__said
