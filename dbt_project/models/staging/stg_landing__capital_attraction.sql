with source as (
    select * from {{ source('landing', 'capital_attraction') }}
),

stg_landing__capital_attraction as (
    select
        submission_id,
        unit_code,
        source_path,
        sheet,
        report_month,
        received_on,
        source_row,
        absent_fields,
        domestic_capital_ytd as domestic_capital_ytd_cny_10k,
        foreign_capital_ytd as foreign_capital_ytd_usd_10k,
        upper_level_funds_ytd as upper_level_funds_ytd_cny_10k,
        signed_projects_ytd,
        top500_projects_ytd
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__capital_attraction
