with publications as (
    select * from {{ source('ledger', 'publications') }}
    where {{ received_by_as_of('published_on') }}
),

stg_ledger__publications as (
    select
        publication_id,
        report_month,
        published_at,
        published_on,
        correction_of,
        reason,
        appeal_id,
        rulebook_id,
        warehouse_version,
        landing_fingerprint,
        code_version,
        last_received_on,
        row_number() over (partition by report_month order by publication_id desc) = 1 as is_latest
    from publications
)

select * from stg_ledger__publications
