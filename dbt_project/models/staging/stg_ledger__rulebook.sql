with publications as (
    select * from {{ ref('stg_ledger__publications') }}
),

stg_ledger__rulebook as (
    select frozen.*
    from {{ source('ledger', 'published_rulebook') }} as frozen
    inner join publications on frozen.publication_id = publications.publication_id
)

select * from stg_ledger__rulebook
