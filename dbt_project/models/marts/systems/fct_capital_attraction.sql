{#- What a scale list (规模榜单) ranks. -#}
{%- set ranked = [
    'domestic_capital_ytd_cny_10k', 'foreign_capital_ytd_usd_10k', 'upper_level_funds_ytd_cny_10k',
    'signed_projects_ytd', 'top500_projects_ytd', 'industrial_projects',
    'industrial_investment_cny_10k', 'industrial_investment_ytd_cny_10k',
] -%}

with reported as (
    select * from {{ ref('int_capital__reported') }}
),

industrial_projects as (
    select
        unit_code,
        report_month,
        count(*) as industrial_projects,
        sum(total_investment_cny_10k) as industrial_investment_cny_10k,
        sum(ytd_investment_cny_10k) as industrial_investment_ytd_cny_10k
    from {{ ref('int_capital__industrial_projects') }}
    group by unit_code, report_month
),

units as (
    select * from {{ ref('dim_unit') }}
),

months as (
    select unit_code, report_month from reported
    union
    select unit_code, report_month from {{ ref('int_months__reported') }}
),

gathered as (
    select
        months.unit_code,
        units.league,
        months.report_month,
        {{ money('reported.domestic_capital_ytd_cny_10k') }} as domestic_capital_ytd_cny_10k,
        cast(reported.foreign_capital_ytd_usd_10k as decimal(18, 2)) as foreign_capital_ytd_usd_10k,
        {{ money('reported.upper_level_funds_ytd_cny_10k') }} as upper_level_funds_ytd_cny_10k,
        cast(reported.signed_projects_ytd as integer) as signed_projects_ytd,
        cast(reported.top500_projects_ytd as integer) as top500_projects_ytd,
        cast(coalesce(industrial_projects.industrial_projects, 0) as integer)
            as industrial_projects,
        {{ money('coalesce(industrial_projects.industrial_investment_cny_10k, 0)') }}
            as industrial_investment_cny_10k,
        {{ money('coalesce(industrial_projects.industrial_investment_ytd_cny_10k, 0)') }}
            as industrial_investment_ytd_cny_10k,
        reported.submission_id,
        reported.source_row
    from months
    inner join units on months.unit_code = units.unit_code
    left join reported
        on
            months.unit_code = reported.unit_code
            and months.report_month = reported.report_month
    left join industrial_projects
        on
            months.unit_code = industrial_projects.unit_code
            and months.report_month = industrial_projects.report_month
),

fct_capital_attraction as (
    select
        unit_code,
        league,
        report_month,
        {%- for figure in ranked %}
        {{ figure }},
        {%- endfor %}
        {%- for figure in ranked %}
        case
            when league is not null and {{ figure }} is not null
                then cast(
                    rank() over (
                        partition by report_month, league order by {{ figure }} desc nulls last
                    ) as integer
                )
        end as {{ figure | replace('_cny_10k', '') | replace('_usd_10k', '') }}_rank,
        {%- endfor %}
        submission_id,
        source_row
    from gathered
)

select * from fct_capital_attraction
