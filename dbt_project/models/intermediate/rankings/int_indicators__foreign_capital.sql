{#- 实际使用外资: reached since January of the unit's target of the year. -#}

with int_indicators__foreign_capital as (
    select
        unit_code,
        report_month,
        reached_value as numerator,
        target_value as denominator
    from {{ ref('fct_targets') }}
    where measure = 'foreign_capital' and form = 'value' and reached_value is not null
)

select * from int_indicators__foreign_capital
