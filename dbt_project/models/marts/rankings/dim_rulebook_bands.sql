with dim_rulebook_bands as (
    select
        rulebook_id,
        rule_id,
        at_least,
        above,
        points,
        points_per_pp,
        light
    from {{ ref('rulebook_bands') }}
)

select * from dim_rulebook_bands
