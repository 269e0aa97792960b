with key_projects as (
    select
        investment.unit_code,
        investment.report_month,
        count(*) as key_projects,
        sum(investment.ytd_investment_cny_10k) as key_investment
    from {{ ref('fct_investment') }} as investment
    inner join {{ ref('rulebook_levels') }} as levels
        on investment.level = levels.level and levels.counts_as = '市重点'
    group by investment.unit_code, investment.report_month
),

capital as (
    select * from {{ ref('fct_capital_attraction') }}
    where league is not null
),

measured as (
    {%- for measure, of in {
        'key_projects': 'key_projects',
        'key_investment': 'key_projects',
        'domestic_capital_ytd_cny_10k': 'capital',
        'foreign_capital_ytd_usd_10k': 'capital',
        'upper_level_funds_ytd_cny_10k': 'capital',
        'top500_projects_ytd': 'capital',
    }.items() %}
    select
        unit_code,
        report_month,
        '{{ measure.split('_ytd')[0] }}' as measure,
        cast({{ measure }} as decimal(18, 2)) as value
    from {{ of }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

cities as (
    select unit_code from {{ ref('dim_unit') }}
    where unit_type = 'city'
),

-- The city is the sum of its units.
int_targets__measures as (
    select unit_code, report_month, measure, value from measured
    where value is not null
    union all
    select cities.unit_code, measured.report_month, measured.measure, sum(measured.value) as value
    from measured
    cross join cities
    where measured.value is not null
    group by cities.unit_code, measured.report_month, measured.measure
)

select * from int_targets__measures
