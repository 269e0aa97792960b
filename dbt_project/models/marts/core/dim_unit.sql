with units as (
    select * from {{ ref('units') }}
),

dim_unit as (
    select
        unit_code,
        name_zh as unit_name_zh,
        name_en as unit_name_en,
        unit_type,
        league,
        valid_from,
        valid_to
    from units
)

select * from dim_unit
