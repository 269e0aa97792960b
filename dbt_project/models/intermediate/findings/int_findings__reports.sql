{#- Each report in force beside the one before it, whatever month that was. -#}
{%- set columns = [
    'month_investment_cny_10k', 'ytd_investment_cny_10k', 'cumulative_investment_cny_10k',
    'statistical_ytd_investment_cny_10k', 'status',
] -%}

with monthly as (
    select * from {{ ref('int_progress__monthly') }}
    where submission_id is not null
),

beside as (
    select
        *,
        {%- for column in columns %}
        lag({{ column }}) over so_far as previous_{{ column }},
        {%- endfor %}
        lag(year) over so_far as previous_year,
        lag(report_month) over so_far as previous_report_month
    from monthly
    window so_far as (partition by project_code order by report_month)
),

int_findings__reports as (
    select
        *,
        previous_year = year as is_same_year,
        {{ add_months('previous_report_month', 1) }} = report_month as is_next_month,
        -- What the year had when this report began: a year begins with nothing.
        case when previous_year = year then previous_ytd_investment_cny_10k else 0 end
            as ytd_before_cny_10k,
        {{ known_value('last', 'cumulative_investment_cny_10k') }} over (
            partition by project_code order by report_month
            rows between unbounded preceding and 1 preceding
        ) as cumulative_before_cny_10k
    from beside
)

select * from int_findings__reports
