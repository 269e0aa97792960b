with publications as (
    select * from {{ ref('stg_ledger__publications') }}
),

stg_ledger__submissions as (
    select
        frozen.publication_id,
        frozen.submission_id
    from {{ source('ledger', 'published_submissions') }} as frozen
    inner join publications on frozen.publication_id = publications.publication_id
)

select * from stg_ledger__submissions
