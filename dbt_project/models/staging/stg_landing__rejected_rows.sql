with source as (
    select * from {{ source('landing', 'rejected_rows') }}
),

stg_landing__rejected_rows as (
    select
        submission_id,
        received_on,
        unit_code,
        report_month,
        entity,
        sheet,
        source_row,
        raw_record,
        rule_ids
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__rejected_rows
