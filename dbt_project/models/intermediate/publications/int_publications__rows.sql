{#- The rows that say today what was restated, and the field in each that says it: of those that the
    indicator reads the first one that is not as it stood in the published row, otherwise the first
    that is not blank. What did not count then has the row that counted of its project otherwise. -#}
{#- Where an entity goes on on another sheet, a row number stands for two: a subject says which. -#}
{%- set subjects = {
    'projects': 'project_code',
    'monthly_progress': 'project_code',
    'commitments': 'commitment_id',
    'issues': 'issue_id',
    'capital_attraction': 'cast(null as string)',
    'targets': 'indicator',
    'observations': "round_id || '/' || coalesce(project_code, '')",
} -%}
{#- And what takes a project out of a month. -#}
{%- set more = {'projects': ['project_code', 'withdrawn_on'], 'monthly_progress': ['status']} -%}
{%- set key = [
    'wanted.publication_id', 'wanted.unit_code', 'wanted.indicator', 'wanted.item', 'wanted.side',
] | join(', ') -%}

with restated as (
    select * from {{ ref('int_publications__restated') }}
),

indicators as (
    select * from {{ ref('dim_indicator') }}
),

wanted as (
    select
        restated.publication_id,
        restated.unit_code,
        restated.indicator,
        restated.item,
        'reached' as side,
        restated.project_code,
        coalesce(restated.lost_entity, indicators.entity) as entity,
        case when restated.lost_as is null then indicators.fields else restated.lost_field end
            as fields,
        restated.submission_id,
        restated.source_row,
        restated.published_submission_id,
        restated.published_source_row,
        restated.lost_sheet
    from restated
    inner join indicators on restated.indicator = indicators.indicator

    union all

    select
        restated.publication_id,
        restated.unit_code,
        restated.indicator,
        restated.item,
        'plan' as side,
        restated.project_code,
        indicators.plan_entity as entity,
        indicators.plan_fields as fields,
        restated.plan_submission_id as submission_id,
        restated.plan_source_row as source_row,
        restated.published_plan_submission_id as published_submission_id,
        restated.published_plan_source_row as published_source_row,
        cast(null as string) as lost_sheet
    from restated
    inner join indicators on restated.indicator = indicators.indicator
),

published_rows as (
    {% for side in ['', 'plan_'] -%}
    select
        items.publication_id,
        items.unit_code,
        items.project_code,
        {{ 'indicators.' ~ side ~ 'entity' }} as entity,
        {{ 'items.' ~ side ~ 'submission_id' }} as submission_id,
        {{ 'items.' ~ side ~ 'source_row' }} as source_row
    from {{ ref('stg_ledger__items') }} as items
    inner join indicators on items.indicator = indicators.indicator
    where
        items.item = items.project_code
        and {{ 'items.' ~ side ~ 'submission_id' }} is not null
    {{ 'union' if not loop.last }}
    {% endfor %}
),

said as (
    {%- for entity, subject in subjects.items() %}
    {%- set outer = loop %}
    {%- for field in (fields_of(entity).split() + more.get(entity, [])) | unique %}
    select
        '{{ entity }}' as entity,
        {{ subject }} as subject,
        submission_id,
        source_row,
        sheet,
        source_path,
        received_on,
        '{{ field }}' as field,
        cast({{ column_of(field) }} as string) as value,
        coalesce({{ is_absent(field) }}, false) as is_absent
    from {{ ref('stg_landing__' ~ entity) }}
    {{ 'union all' if not (loop.last and outer.last) }}
    {%- endfor %}
    {%- endfor %}
),

chosen as (
    select
        {{ key }},
        told.submission_id,
        told.source_row,
        told.entity,
        told.field,
        told.sheet,
        told.source_path,
        told.received_on,
        row_number() over (
            partition by {{ key }}
            order by
                case
                    when
                        not told.is_absent
                        and published.field is not null
                        and {{ differs('told.value', 'published.value') }}
                        then 0
                    else 1
                end asc,
                case when told.value is null then 1 else 0 end asc,
                instr(concat(',', wanted.fields, ','), concat(',', told.field, ',')) asc,
                told.sheet asc
        ) as choice
    from wanted
    inner join said as told
        on
            wanted.submission_id = told.submission_id
            and wanted.source_row = told.source_row
            and wanted.entity = told.entity
            and instr(concat(',', wanted.fields, ','), concat(',', told.field, ',')) > 0
            and (told.subject is null or told.subject in (wanted.item, wanted.project_code))
    left join published_rows
        on
            wanted.published_submission_id is null
            and wanted.publication_id = published_rows.publication_id
            and wanted.unit_code = published_rows.unit_code
            and wanted.project_code = published_rows.project_code
            and wanted.entity = published_rows.entity
    left join said as published
        on
            coalesce(wanted.published_submission_id, published_rows.submission_id)
            = published.submission_id
            and coalesce(wanted.published_source_row, published_rows.source_row)
            = published.source_row
            and told.entity = published.entity
            and told.field = published.field
            and (told.subject is null or told.subject = published.subject)
),

int_publications__rows as (
    select
        publication_id,
        unit_code,
        indicator,
        item,
        side,
        submission_id,
        source_row,
        entity,
        field,
        sheet,
        source_path,
        received_on
    from chosen
    where choice = 1

    union all

    select
        {{ key }},
        wanted.submission_id,
        wanted.source_row,
        wanted.entity,
        wanted.fields as field,
        wanted.lost_sheet as sheet,
        submissions.source_path,
        submissions.received_on
    from wanted
    inner join {{ ref('stg_landing__submissions') }} as submissions
        on wanted.submission_id = submissions.submission_id
    where wanted.source_row is null
)

select * from int_publications__rows
