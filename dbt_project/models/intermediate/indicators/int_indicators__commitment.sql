{#- 承诺兑现率: kept on time of the promises of the year that have fallen due. -#}

with int_indicators__commitment as (
    select
        {{ counted(
            'commitment_id', "case when commitment_state = 'kept' then 1 else 0 end", '1'
        ) }}
    from {{ ref('fct_commitments_monthly') }}
    where is_due and commitment_state is not null
)

select * from int_indicators__commitment
