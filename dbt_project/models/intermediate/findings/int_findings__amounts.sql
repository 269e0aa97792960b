-- Where both sheets stand in one file the check is made there, on that file's own figures.
with monthly as (
    select * from {{ ref('int_progress__monthly') }}
),

registers as (
    select distinct submission_id
    from {{ ref('int_submissions__sheets') }}
    where entity = 'projects'
),

alone as (
    select monthly.*
    from monthly
    left join registers on monthly.submission_id = registers.submission_id
    where monthly.submission_id is not null and registers.submission_id is null
),

int_findings__amounts as (
    select
        submission_id, unit_code, project_code, report_month, sheet, source_row,
        'cumulative_investment' as field, 'cumulative_above_total' as rule_id,
        cast(cumulative_investment_cny_10k as string) as value_found
    from alone
    where
        cumulative_investment_cny_10k
        > total_investment_cny_10k * cumulative_above_total__max_ratio

    union all

    select
        submission_id, unit_code, project_code, report_month, sheet, source_row,
        'ytd_investment' as field, 'ytd_above_plan' as rule_id,
        cast(ytd_investment_cny_10k as string) as value_found
    from alone
    where
        annual_plan_cny_10k > 0
        and ytd_investment_cny_10k > annual_plan_cny_10k * ytd_above_plan__max_ratio
)

select * from int_findings__amounts
