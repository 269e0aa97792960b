with source as (
    select * from {{ source('landing', 'submission_columns') }}
)

select
    submission_id,
    received_on,
    entity,
    sheet,
    field,
    column_letter,
    header,
    money_unit
from source
where {{ received_by_as_of() }}
