with rows_in_order as (
    {{ register(
        'official_statistics',
        key='period, indicator, coalesce(subject_unit_code, unit_code)',
        required=['period', 'indicator', 'subject_unit_code', 'value'],
        optional={'yoy_pct': 'decimal(20, 6)', 'provincial_rank': 'bigint'},
        of_project=false,
    ) }}
),

int_targets__statistics as (
    select
        -- A year is its number: 2021年 and 2021 are the same period.
        replace(period, '年', '') as period,
        indicator,
        coalesce(subject_unit_code, unit_code) as unit_code,
        value,
        yoy_pct,
        provincial_rank
    from rows_in_order
    where is_current
)

select * from int_targets__statistics
