{#- The rows that say today what was restated, and the field in each that says it. -#}
{#- Where an entity goes on on another sheet, a row number stands for two: a subject says which. -#}
{%- set subjects = {
    'projects': 'project_code',
    'monthly_progress': 'project_code',
    'commitments': 'commitment_id',
    'issues': 'issue_id',
    'capital_attraction': 'cast(null as string)',
    'targets': 'indicator',
} -%}

with restated as (
    select * from {{ ref('int_publications__restated') }}
),

indicators as (
    select * from {{ ref('dim_indicator') }}
),

wanted as (
    select
        restated.item,
        restated.project_code,
        restated.submission_id,
        restated.source_row,
        indicators.entity,
        split_part(indicators.fields, ',', 1) as field
    from restated
    inner join indicators on restated.indicator = indicators.indicator
    where restated.submission_id is not null

    union

    select
        restated.item,
        restated.project_code,
        restated.plan_submission_id as submission_id,
        restated.plan_source_row as source_row,
        indicators.plan_entity as entity,
        split_part(indicators.plan_fields, ',', 1) as field
    from restated
    inner join indicators on restated.indicator = indicators.indicator
    where restated.plan_submission_id is not null
),

told as (
    {%- for entity, subject in subjects.items() %}
    select
        '{{ entity }}' as entity,
        {{ subject }} as subject,
        submission_id,
        source_row,
        sheet,
        source_path,
        received_on
    from {{ ref('stg_landing__' ~ entity) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

int_publications__rows as (
    select
        wanted.item,
        wanted.submission_id,
        wanted.source_row,
        wanted.entity,
        wanted.field,
        min(told.sheet) as sheet,
        min(told.source_path) as source_path,
        min(told.received_on) as received_on
    from wanted
    inner join told
        on
            wanted.submission_id = told.submission_id
            and wanted.source_row = told.source_row
            and wanted.entity = told.entity
            and (told.subject is null or told.subject in (wanted.item, wanted.project_code))
    group by
        wanted.item, wanted.submission_id, wanted.source_row, wanted.entity, wanted.field
)

select * from int_publications__rows
