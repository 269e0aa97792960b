with source as (
    select * from {{ source('landing', 'submission_columns') }}
),

stg_landing__submission_columns as (
    select
        submission_id,
        received_on,
        entity,
        sheet,
        field,
        column_letter,
        header,
        money_unit,
        merged_rows
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__submission_columns
