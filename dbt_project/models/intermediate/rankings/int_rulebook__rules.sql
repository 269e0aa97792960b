with rulebooks as (
    select * from {{ ref('rulebooks') }}
),

rules as (
    select * from {{ ref('rulebook_rules') }}
),

params as (
    select
        rulebook_id,
        rule_id,
        {% for param in ['target', 'target_of_time_progress', 'size'] -%}
        max(
            case when param = '{{ param }}'
                then try_cast(value as decimal(18, 6))
            end
        ) as {{ param }},
        {% endfor -%}
        {{ joined_text("param || '=' || value") }} as params
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
        params.target,
        params.target_of_time_progress,
        params.size,
        params.params,
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
