with found_in_files as (
    select * from {{ ref('stg_landing__findings') }}
),

found_in_history as (
    select * from {{ ref('int_findings__worded') }}
),

int_findings__united as (
    select
        submission_id, unit_code, project_code, report_month, entity, sheet, source_row, cell,
        field, rule_id, severity, value_found, message_zh, message_en,
        cast(null as decimal(3, 2)) as strength, 'file' as stage
    from found_in_files

    union all

    select
        submission_id, unit_code, project_code, report_month, entity, sheet, source_row, cell,
        field, rule_id, severity, value_found, message_zh, message_en, strength,
        'history' as stage
    from found_in_history
)

select * from int_findings__united
