with source as (
    select * from {{ source('landing', 'support_measures') }}
),

stg_landing__support_measures as (
    select
        submission_id,
        unit_code,
        source_path,
        sheet,
        report_month,
        received_on,
        source_row,
        absent_fields,
        project_code,
        measure_type,
        content,
        amount as amount_cny_10k,
        dated_on,
        status
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__support_measures
