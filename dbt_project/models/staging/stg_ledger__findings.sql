with publications as (
    select * from {{ ref('stg_ledger__publications') }}
),

stg_ledger__findings as (
    select
        frozen.*,
        publications.published_on
    from {{ source('ledger', 'published_findings') }} as frozen
    inner join publications on frozen.publication_id = publications.publication_id
)

select * from stg_ledger__findings
