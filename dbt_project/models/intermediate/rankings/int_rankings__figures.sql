{#- What the rows of an indicator add up to, for each unit and month. -#}

with int_rankings__figures as (
    select
        unit_code,
        report_month,
        indicator,
        cast(sum(numerator) as decimal(18, 2)) as numerator,
        -- an amount is no share of anything
        cast(coalesce(sum(denominator), 1) as decimal(18, 2)) as denominator
    from {{ ref('fct_indicator_items') }}
    group by unit_code, report_month, indicator
)

select * from int_rankings__figures
