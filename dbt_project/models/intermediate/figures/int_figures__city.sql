with definitions as (
    select * from {{ ref('figure_city_definitions') }}
),

cities as (
    select unit_code from {{ ref('dim_unit') }}
    where unit_type = 'city'
),

targets as (
    select targets.*
    from {{ ref('int_targets__registered') }} as targets
    inner join cities on targets.unit_code = cities.unit_code
),

reached as (
    select
        reached.*,
        row_number() over (
            partition by reached.indicator, reached.year order by reached.report_month desc
        ) as recency
    from {{ ref('fct_targets') }} as reached
    inner join cities on reached.unit_code = cities.unit_code
    where reached.reached_value is not null
),

statistics as (
    select statistics.*
    from {{ ref('int_targets__statistics') }} as statistics
    inner join cities on statistics.unit_code = cities.unit_code
),

int_figures__city as (
    select
        definitions.figure_id,
        definitions.calculation,
        cast(
            case definitions.calculation
                when 'target' then targets.target_value
                when 'statistic_value' then statistics.value
                when 'statistic_growth_pct' then statistics.yoy_pct
                when 'statistic_rank' then statistics.provincial_rank
            end as decimal(18, 4)
        ) as value,
        reached.reached_value,
        reached.report_month as reached_month
    from definitions
    left join targets
        on
            definitions.calculation = 'target'
            and definitions.indicator = targets.indicator
            and definitions.period = cast(targets.year as string)
    left join reached
        on
            definitions.calculation = 'target'
            and definitions.indicator = reached.indicator
            and definitions.period = cast(reached.year as string)
            and reached.recency = 1
    left join statistics
        on
            definitions.calculation <> 'target'
            and definitions.indicator = statistics.indicator
            and definitions.period = statistics.period
)

select * from int_figures__city
