with source as (
    select * from {{ source('landing', 'targets') }}
),

stg_landing__targets as (
    select
        submission_id,
        unit_code,
        source_path,
        sheet,
        report_month,
        received_on,
        source_row,
        absent_fields,
        year,
        indicator,
        subject_unit_code,
        target_value,
        measure_unit
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__targets
