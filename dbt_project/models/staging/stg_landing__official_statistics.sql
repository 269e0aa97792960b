with source as (
    select * from {{ source('landing', 'official_statistics') }}
),

stg_landing__official_statistics as (
    select
        submission_id,
        unit_code,
        source_path,
        sheet,
        report_month,
        received_on,
        source_row,
        absent_fields,
        period,
        indicator,
        subject_unit_code,
        value,
        yoy_pct,
        provincial_rank
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__official_statistics
