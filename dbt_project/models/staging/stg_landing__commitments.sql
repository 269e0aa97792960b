with source as (
    select * from {{ source('landing', 'commitments') }}
),

stg_landing__commitments as (
    select
        submission_id,
        unit_code,
        source_path,
        sheet,
        report_month,
        received_on,
        source_row,
        absent_fields,
        commitment_id,
        project_code,
        commitment_type,
        content,
        due_on,
        promised_value,
        promised_by,
        promised_on,
        change_approval,
        change_reason
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__commitments
