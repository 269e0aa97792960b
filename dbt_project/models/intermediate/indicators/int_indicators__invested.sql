{#- Completed investment of the year as an amount, 万元: for lists by scale. -#}

with int_indicators__invested as (
    select
        unit_code,
        report_month,
        project_code as item,
        project_code,
        ytd_investment_cny_10k as numerator,
        null as denominator,
        submission_id,
        source_row,
        plan_submission_id,
        plan_source_row
    from {{ ref('fct_investment') }}
    where ytd_investment_cny_10k is not null
)

select * from int_indicators__invested
