with stg_ledger__decisions as (
    select
        appeal_id,
        ruling,
        reason,
        decided_on
    from {{ source('ledger', 'decisions') }}
    where {{ received_by_as_of('decided_on') }}
)

select * from stg_ledger__decisions
