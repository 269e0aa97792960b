with owners as (
    select * from {{ ref('int_projects__owners') }}
),

dim_project_owners as (
    select
        project_code,
        unit_code,
        from_month,
        to_month,
        received_on
    from owners
)

select * from dim_project_owners
