with source as (
    select * from {{ source('landing', 'submissions') }}
),

stg_landing__submissions as (
    select
        submission_id,
        received_on,
        unit_code,
        source_path,
        sha256,
        size_bytes,
        form_version,
        rules_version,
        report_month,
        is_combined_month,
        outcome,
        refusal_rule_id,
        refusal_reason,
        refusal_reason_en,
        rows_read,
        rows_accepted,
        rows_rejected,
        rows_skipped,
        notes
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__submissions
