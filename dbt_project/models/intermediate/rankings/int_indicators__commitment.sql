{#- 承诺兑现率: kept on time of the promises of the year that have fallen due. -#}

with int_indicators__commitment as (
    select
        unit_code,
        report_month,
        count(case when commitment_state = 'kept' then 1 end) as numerator,
        count(*) as denominator
    from {{ ref('fct_commitments_monthly') }}
    where is_due and commitment_state is not null
    group by unit_code, report_month
)

select * from int_indicators__commitment
