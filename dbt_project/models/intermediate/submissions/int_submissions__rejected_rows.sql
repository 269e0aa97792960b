with rejected_rows as (
    select * from {{ ref('stg_landing__rejected_rows') }}
),

int_submissions__rejected_rows as (
    select * from rejected_rows
)

select * from int_submissions__rejected_rows
