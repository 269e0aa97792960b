with rows_in_order as (
    {{ register(
        'capital_attraction',
        key='unit_code, report_month',
        required=[],
        optional={
            'domestic_capital_ytd_cny_10k': 'decimal(20, 6)',
            'foreign_capital_ytd_usd_10k': 'decimal(20, 6)',
            'upper_level_funds_ytd_cny_10k': 'decimal(20, 6)',
            'signed_projects_ytd': 'bigint',
            'top500_projects_ytd': 'bigint',
        },
        of_project=false,
    ) }}
),

int_capital__reported as (
    select * from rows_in_order
    where is_current
)

select * from int_capital__reported
