{#-
    Each row of the register in force beside what stood before it: the last known value of an earlier month, in the first
    month the value that arrived first, which a correction may have superseded. Filling in a blank is no change.
-#}
with versions as (
    select * from {{ ref('int_projects__versions') }}
),

int_findings__filings as (
    select
        *,
        coalesce(previous_total_investment_cny_10k, first_total_investment_cny_10k)
            as total_investment_before_cny_10k,
        coalesce(previous_annual_plan_cny_10k, first_annual_plan_cny_10k)
            as annual_plan_before_cny_10k,
        coalesce(previous_planned_start_date, first_planned_start_date)
            as planned_start_date_before,
        coalesce(previous_planned_finish_date, first_planned_finish_date)
            as planned_finish_date_before,
        report_month = min(report_month) over (partition by project_code) as is_first_filing
    from versions
)

select * from int_findings__filings
