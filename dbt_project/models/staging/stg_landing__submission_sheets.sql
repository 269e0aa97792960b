with source as (
    select * from {{ source('landing', 'submission_sheets') }}
),

stg_landing__submission_sheets as (
    select
        submission_id,
        received_on,
        unit_code,
        report_month,
        entity,
        sheet,
        header_row,
        rows_read,
        rows_accepted,
        rows_rejected,
        rows_skipped,
        skipped_blank,
        skipped_nil,
        skipped_total,
        skipped_footer
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__submission_sheets
