with rejected_rows as (
    select * from {{ ref('stg_landing__rejected_rows') }}
)

select * from rejected_rows
