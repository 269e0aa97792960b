with dim_rulebook as (
    select
        rulebook_id,
        rulebook_name_zh,
        rulebook_name_en,
        cast(full_marks as decimal(9, 2)) as full_marks,
        valid_from,
        valid_to,
        rule_id,
        topic,
        indicator,
        mode,
        cast(weight as decimal(9, 2)) as weight,
        cast(cap as decimal(9, 2)) as cap,
        params,
        source
    from {{ ref('int_rulebook__rules') }}
)

select * from dim_rulebook
