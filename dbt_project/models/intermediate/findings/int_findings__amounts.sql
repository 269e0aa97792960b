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
        {{ finding(
            'cumulative_above_total', 'monthly_progress', 'cumulative_investment',
            value='cumulative_investment_cny_10k', other='total_investment_cny_10k'
        ) }}
    from alone
    where
        cumulative_investment_cny_10k
        > total_investment_cny_10k * cumulative_above_total__max_ratio

    union all

    select
        {{ finding(
            'ytd_above_plan', 'monthly_progress', 'ytd_investment',
            value='ytd_investment_cny_10k', other='annual_plan_cny_10k'
        ) }}
    from alone
    where
        annual_plan_cny_10k > 0
        and ytd_investment_cny_10k > annual_plan_cny_10k * ytd_above_plan__max_ratio
)

select * from int_findings__amounts
