{#- The rows that say today what was restated, and the field in each that says it: of those that the
    indicator reads the first one that is not as it stood in the published row, otherwise the first
    that is not blank. -#}
{%- set key = [
    'asked.publication_id', 'asked.unit_code', 'asked.indicator', 'asked.item', 'asked.side',
] | join(', ') -%}

with asked as (
    select * from {{ ref('int_publications__asked') }}
),

said as (
    select * from {{ ref('int_publications__said') }}
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
                instr(concat(',', asked.fields, ','), concat(',', told.field, ',')) asc,
                told.sheet asc
        ) as choice
    from asked
    inner join said as told
        on
            asked.submission_id = told.submission_id
            and asked.source_row = told.source_row
            and asked.entity = told.entity
            and instr(concat(',', asked.fields, ','), concat(',', told.field, ',')) > 0
            and (told.subject is null or told.subject in (asked.item, asked.project_code))
    left join said as published
        on
            asked.published_submission_id = published.submission_id
            and asked.published_source_row = published.source_row
            and told.entity = published.entity
            and told.field = published.field
            and coalesce(told.subject, '') = coalesce(published.subject, '')
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
        asked.submission_id,
        asked.source_row,
        asked.entity,
        asked.fields as field,
        asked.lost_sheet as sheet,
        submissions.source_path,
        submissions.received_on
    from asked
    inner join {{ ref('stg_landing__submissions') }} as submissions
        on asked.submission_id = submissions.submission_id
    where asked.source_row is null
)

select * from int_publications__rows
