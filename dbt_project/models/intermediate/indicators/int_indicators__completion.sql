{#- 投资完成率: completed this year of this year's plan. A project without a plan has no rate and is left
    out; one without a report keeps its plan in the denominator. -#}

with int_indicators__completion as (
    select
        unit_code,
        report_month,
        project_code as item,
        project_code,
        coalesce(ytd_investment_cny_10k, 0) as numerator,
        annual_plan_cny_10k as denominator,
        submission_id,
        source_row,
        plan_submission_id,
        plan_source_row
    from {{ ref('fct_investment') }}
    where annual_plan_cny_10k > 0
)

select * from int_indicators__completion
