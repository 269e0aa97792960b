with rulebooks as (
    select * from {{ ref('rulebooks') }}
),

rules as (
    select * from {{ ref('rulebook_rules') }}
),

-- every parameter of rule_params() has a column
params as (
    select
        rulebook_id,
        rule_id,
        max(case when param = 'size' then value end) as size,
        max(case when param = 'target' then value end) as target,
        max(case when param = 'target_of_time_progress' then value end) as target_of_time_progress
    from {{ ref('rulebook_params') }}
    group by rulebook_id, rule_id
),

int_rulebook__rules as (
    select
        rules.rulebook_id,
        rulebooks.name_zh as rulebook_name_zh,
        rulebooks.name_en as rulebook_name_en,
        rulebooks.valid_from,
        rulebooks.valid_to,
        rules.rule_id,
        rules.topic,
        rules.indicator,
        rules.mode,
        rules.weight,
        rules.cap,
        try_cast(params.size as decimal(18, 6)) as size,
        try_cast(params.target as decimal(18, 6)) as target,
        try_cast(params.target_of_time_progress as decimal(18, 6)) as target_of_time_progress,
        nullif(
            concat_ws(
                ', ',
                'size=' || params.size,
                'target=' || params.target,
                'target_of_time_progress=' || params.target_of_time_progress
            ), ''
        ) as params,
        rules.source
    from rules
    inner join rulebooks
        on rules.rulebook_id = rulebooks.rulebook_id
    left join params
        on
            rules.rulebook_id = params.rulebook_id
            and rules.rule_id = params.rule_id
)

select * from int_rulebook__rules
