with stg_ledger__appeals as (
    select
        appeal_id,
        publication_id,
        unit_code,
        indicator,
        grounds,
        received_on,
        window_ends_on,
        evidence_files
    from {{ source('ledger', 'appeals') }}
    where {{ received_by_as_of() }}
)

select * from stg_ledger__appeals
