-- What the checks found, with its cell and its sentences.
with cells as (
    select submission_id, sheet, field, column_letter, header
    from {{ ref('stg_landing__submission_columns') }}
    where field is not null
),

-- Where a form splits an entity into sheets, a row's values stand in several of them.
cells_of_parts as (
    select
        row_parts.submission_id, row_parts.sheet, row_parts.source_row, row_parts.part_sheet,
        row_parts.part_row, cells.field, cells.column_letter, cells.header
    from {{ ref('stg_landing__row_parts') }} as row_parts
    inner join cells
        on row_parts.submission_id = cells.submission_id and row_parts.part_sheet = cells.sheet
),

merged_cells as (
    select * from {{ ref('int_submissions__merged_cells') }}
),

rules as (
    select * from {{ ref('history_rules') }}
),

found as (
    select * from {{ ref('int_findings__found') }}
),

int_findings__worded as (
    select
        found.submission_id,
        found.unit_code,
        found.project_code,
        found.report_month,
        found.entity,
        coalesce(cells.sheet, parts.part_sheet, found.sheet) as sheet,
        case
            when cells.field is null and parts.field is not null then parts.part_row
            else found.source_row
        end as source_row,
        found.field,
        found.rule_id,
        found.value_found,
        found.strength,
        coalesce(
            cells.column_letter
            || cast(coalesce(merged_cells.first_row, found.source_row) as string),
            parts.column_letter || cast(parts.part_row as string)
        ) as cell,
        {%- for language in ['zh', 'en'] %}
        {{ filled('rules.message_' ~ language, {
            'project_code': 'found.project_code',
            'header': 'coalesce(cells.header, parts.header)',
            'value': 'found.value_found',
            'other': 'found.other',
            'times': 'found.times',
            'words': 'found.words_' ~ language,
        }) }} as message_{{ language }},
        {%- endfor %}
        rules.severity
    from found
    inner join rules on found.rule_id = rules.rule_id
    left join cells
        on
            found.submission_id = cells.submission_id
            and found.sheet = cells.sheet
            and found.field = cells.field
    left join merged_cells
        on
            found.submission_id = merged_cells.submission_id
            and found.sheet = merged_cells.sheet
            and found.field = merged_cells.field
            and found.source_row between merged_cells.first_row and merged_cells.last_row
    left join cells_of_parts as parts
        on
            found.submission_id = parts.submission_id
            and found.sheet = parts.sheet
            and found.source_row = parts.source_row
            and found.field = parts.field
)

select * from int_findings__worded
