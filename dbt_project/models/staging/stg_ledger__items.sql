with publications as (
    select * from {{ ref('stg_ledger__publications') }}
),

stg_ledger__items as (
    select frozen.*
    from {{ source('ledger', 'published_items') }} as frozen
    inner join publications on frozen.publication_id = publications.publication_id
)

select * from stg_ledger__items
