with rejected_rows as (
    select * from {{ ref('int_submissions__rejected_rows') }}
),

fct_rejected_rows as (
    select
        submission_id,
        unit_code,
        report_month,
        entity,
        sheet,
        source_row,
        raw_record,
        rule_ids
    from rejected_rows
)

select * from fct_rejected_rows
