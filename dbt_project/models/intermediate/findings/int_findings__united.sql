with found_in_files as (
    select * from {{ ref('stg_landing__findings') }}
),

cells as (
    select submission_id, entity, field, min(column_letter) as column_letter
    from {{ ref('stg_landing__submission_columns') }}
    group by submission_id, entity, field
),

sheets as (
    select * from {{ ref('int_submissions__sheets') }}
),

rules as (
    select * from {{ ref('history_rules') }}
),

found_in_history as (
    select
        submission_id, unit_code, project_code, report_month, entity, sheet, source_row, field,
        rule_id, value_found
    from {{ ref('int_findings__membership') }}
    union all
    select
        submission_id, unit_code, project_code, report_month, entity, sheet, source_row, field,
        rule_id, value_found
    from {{ ref('int_findings__corrections') }}
    union all
    select
        amounts.submission_id, amounts.unit_code, amounts.project_code, amounts.report_month,
        sheets.entity, sheets.sheet, amounts.source_row, amounts.field, amounts.rule_id,
        amounts.value_found
    from {{ ref('int_findings__amounts') }} as amounts
    inner join sheets
        on amounts.submission_id = sheets.submission_id and sheets.entity = 'monthly_progress'
),

worded as (
    select
        found_in_history.*,
        case
            when found_in_history.source_row is not null
                then cells.column_letter || cast(found_in_history.source_row as string)
        end as cell,
        {%- for message in ['message_zh', 'message_en'] %}
        replace(
            replace(rules.{{ message }}, '{project_code}', found_in_history.project_code),
            '{value}', coalesce(found_in_history.value_found, '')
        ) as {{ message }},
        {%- endfor %}
        rules.severity
    from found_in_history
    inner join rules on found_in_history.rule_id = rules.rule_id
    left join cells
        on
            found_in_history.submission_id = cells.submission_id
            and found_in_history.entity = cells.entity
            and found_in_history.field = cells.field
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
