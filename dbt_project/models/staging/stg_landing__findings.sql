with source as (
    select * from {{ source('landing', 'findings') }}
),

stg_landing__findings as (
    select
        submission_id,
        received_on,
        unit_code,
        report_month,
        entity,
        sheet,
        source_row,
        cell,
        field,
        project_code,
        rule_id,
        severity,
        value_found,
        message_zh,
        message_en
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__findings
