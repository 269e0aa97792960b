with source as (
    select * from {{ source('landing', 'row_parts') }}
),

stg_landing__row_parts as (
    select
        submission_id,
        received_on,
        entity,
        sheet,
        source_row,
        part_sheet,
        part_row
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__row_parts
