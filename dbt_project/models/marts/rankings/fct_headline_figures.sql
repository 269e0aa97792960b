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

compared as (
    select
        figures.*,
        computed.value as computed_value,
        computed.value >= figures.stated_value - figures.half_step as reaches,
        computed.value < figures.stated_value + figures.half_step as keeps_below
    from figures
    left join {{ ref('int_figures__computed') }} as computed
        on figures.figure_id = computed.figure_id
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
            when comparison in ('exact', 'about', 'expected') then reaches and keeps_below
            when comparison = 'at least' then computed_value >= stated_value
            when comparison = 'more than' then computed_value > stated_value
        end as matches,
        statement
    from compared
)

select * from fct_headline_figures
