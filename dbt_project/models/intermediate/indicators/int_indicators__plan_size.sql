{#- Annual plan of each single project, 万元: for steps by size. -#}

with int_indicators__plan_size as (
    select
        unit_code,
        report_month,
        project_code as item,
        project_code,
        annual_plan_cny_10k as numerator,
        1 as denominator,
        plan_submission_id as submission_id,
        plan_source_row as source_row,
        plan_submission_id,
        plan_source_row
    from {{ ref('fct_investment') }}
    where annual_plan_cny_10k > 0
)

select * from int_indicators__plan_size
