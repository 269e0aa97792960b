with figures as (
    select
        *,
        try_cast(value as decimal(18, 4)) as stated_value,
        -- stated as 131.7 means within [131.65, 131.75), stated as 73 within [72.5, 73.5)
        case
            when value like '%.__' then 0.005
            when value like '%._' then 0.05
            else 0.5
        end as half_step
    from {{ ref('seed_figures') }}
),

computed as (
    select * from {{ ref('int_figures__computed') }}
),

city as (
    select * from {{ ref('int_figures__city') }}
),

named as (
    select
        figure_id,
        count(*) as named_count,
        count(project_code) as found_count
    from {{ ref('fct_named_projects') }}
    group by figure_id
),

gathered as (
    select
        figures.*,
        coalesce(
            city.value,
            computed.value,
            case
                when figures.comparison = 'named' then cast(named.found_count as decimal(18, 4))
            end
        ) as computed_value,
        city.calculation = 'target' as is_target,
        city.reached_value,
        city.reached_month,
        named.named_count,
        named.found_count
    from figures
    left join computed on figures.figure_id = computed.figure_id
    left join city on figures.figure_id = city.figure_id
    left join named on figures.figure_id = named.figure_id
),

compared as (
    select
        *,
        computed_value >= stated_value - half_step as reaches,
        computed_value < stated_value + half_step as keeps_below
    from gathered
),

fct_headline_figures as (
    select
        figure_id,
        as_of,
        subject,
        measure,
        computed_value as value,
        unit,
        stated_value,
        comparison,
        case
            when is_target then reaches and keeps_below
            when comparison in ('exact', 'about', 'expected') then reaches and keeps_below
            when comparison = 'at least' then computed_value >= stated_value
            when comparison = 'more than' then computed_value > stated_value
            when comparison = 'named' then found_count = named_count
        end as matches,
        reached_value,
        reached_month,
        cast(named_count as integer) as named_project_count,
        cast(found_count as integer) as found_project_count,
        statement
    from compared
)

select * from fct_headline_figures
