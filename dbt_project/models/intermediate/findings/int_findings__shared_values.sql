-- The same amount of several projects in one sheet. All are named: none alone says anything.
with reports as (
    select * from {{ ref('int_findings__reports') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

-- A month that is the whole year so far is counted once.
amounts as (
    select
        submission_id, unit_code, project_code, report_month, sheet, source_row,
        'ytd_investment' as field, ytd_investment_cny_10k as amount
    from reports
    where ytd_investment_cny_10k <> ytd_before_cny_10k

    union all

    select
        submission_id, unit_code, project_code, report_month, sheet, source_row,
        'month_investment' as field, month_investment_cny_10k as amount
    from reports
    where month_investment_cny_10k <> ytd_investment_cny_10k
),

counted as (
    select
        amounts.*,
        months.value_shared__min_count as min_count,
        months.value_shared__full_strength_at as full_strength_at,
        count(*) over (
            partition by amounts.unit_code, amounts.report_month, amounts.field, amounts.amount
        ) as projects
    from amounts
    inner join months on amounts.report_month = months.report_month
    where amounts.amount >= months.value_shared__min_amount_cny_10k
),

int_findings__shared_values as (
    select
        {{ finding(
            'value_shared', 'monthly_progress', value='amount', times='projects',
            strength=strength('projects', 'min_count', 'full_strength_at')
        ) }}
    from counted
    where projects >= min_count
)

select * from int_findings__shared_values
