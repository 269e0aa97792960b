with rulebooks as (
    select * from {{ ref('rulebooks') }}
),

rules as (
    select * from {{ ref('rulebook_rules') }}
),

int_rulebook__rules as (
    select
        rules.rulebook_id,
        rulebooks.name_zh as rulebook_name_zh,
        rulebooks.name_en as rulebook_name_en,
        rulebooks.full_marks,
        rulebooks.valid_from,
        rulebooks.valid_to,
        rules.rule_id,
        rules.topic,
        rules.indicator,
        rules.mode,
        rules.weight,
        rules.cap,
        {%- for param in rule_params().split() %}
        try_cast(rules.{{ param }} as decimal(18, 6)) as {{ param }},
        {%- endfor %}
        nullif(
            concat_ws(
                ', '
                {%- for param in rule_params().split() -%}
                , '{{ param }}=' || rules.{{ param }}
                {%- endfor -%}
            ), ''
        ) as params,
        rules.source
    from rules
    inner join rulebooks
        on rules.rulebook_id = rulebooks.rulebook_id
)

select * from int_rulebook__rules
