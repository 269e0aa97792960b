{#- A check is a model in this list, a row of history_rules for each rule, and a unit test. -#}
{%- set checks = [
    'amounts', 'baselines', 'blanked', 'bunches', 'claims', 'corrections', 'evidence', 'falls', 'membership', 'repeats',
    'rushes', 'slips', 'unreported', 'vanished',
] -%}

with found_in_files as (
    select * from {{ ref('stg_landing__findings') }}
),

cells as (
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

rules as (
    select * from {{ ref('history_rules') }}
),

found_in_history as (
    {%- for check in checks %}
    select * from {{ ref('int_findings__' ~ check) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

worded as (
    select
        found_in_history.submission_id,
        found_in_history.unit_code,
        found_in_history.project_code,
        found_in_history.report_month,
        found_in_history.entity,
        coalesce(cells.sheet, parts.part_sheet, found_in_history.sheet) as sheet,
        case
            when cells.field is null and parts.field is not null then parts.part_row
            else found_in_history.source_row
        end as source_row,
        found_in_history.field,
        found_in_history.rule_id,
        found_in_history.value_found,
        coalesce(
            cells.column_letter || cast(found_in_history.source_row as string),
            parts.column_letter || cast(parts.part_row as string)
        ) as cell,
        {%- for language in ['zh', 'en'] %}
        {{ filled('rules.message_' ~ language, {
            'project_code': 'found_in_history.project_code',
            'header': 'coalesce(cells.header, parts.header)',
            'value': 'found_in_history.value_found',
            'other': 'found_in_history.other',
            'times': 'found_in_history.times',
            'words': 'found_in_history.words_' ~ language,
        }) }} as message_{{ language }},
        {%- endfor %}
        rules.severity
    from found_in_history
    inner join rules on found_in_history.rule_id = rules.rule_id
    left join cells
        on
            found_in_history.submission_id = cells.submission_id
            and found_in_history.sheet = cells.sheet
            and found_in_history.field = cells.field
    left join cells_of_parts as parts
        on
            found_in_history.submission_id = parts.submission_id
            and found_in_history.sheet = parts.sheet
            and found_in_history.source_row = parts.source_row
            and found_in_history.field = parts.field
),

int_findings__united as (
    select
        submission_id, unit_code, project_code, report_month, entity, sheet, source_row, cell,
        field, rule_id, severity, value_found, message_zh, message_en, 'file' as stage
    from found_in_files

    union all

    select
        submission_id, unit_code, project_code, report_month, entity, sheet, source_row, cell,
        field, rule_id, severity, value_found, message_zh, message_en, 'history' as stage
    from worded
)

select * from int_findings__united
