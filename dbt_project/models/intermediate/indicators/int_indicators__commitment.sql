{#- 承诺兑现率: kept on time of the promises of the year that have fallen due. -#}

with int_indicators__commitment as (
    select
        unit_code,
        report_month,
        commitment_id as item,
        project_code,
        case when commitment_state = 'kept' then 1 else 0 end as numerator,
        1 as denominator,
        submission_id,
        source_row,
        plan_submission_id,
        plan_source_row
    from {{ ref('fct_commitments_monthly') }}
    where is_due and commitment_state is not null
)

select * from int_indicators__commitment
