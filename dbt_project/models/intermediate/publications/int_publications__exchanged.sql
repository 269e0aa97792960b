{#- What was published, with one indicator exchanged for what it is now: so this change alone moves
    the total. Under `rebase` its points moved by another amount, as it moves those of the others. -#}

with compared as (
    select * from {{ ref('int_publications__compared') }}
),

rankings as (
    select * from {{ ref('stg_ledger__rankings') }}
),

policies as (
    select
        publication_id,
        max(full_marks) as full_marks,
        max(case when topic = 'policy' then mode end) as null_policy
    from {{ ref('stg_ledger__rulebook') }}
    group by publication_id
),

summed as (
    select
        exchanged.publication_id,
        exchanged.unit_code,
        exchanged.indicator,
        {%- for score in ['weighted_score', 'applied_weight', 'added_score'] %}
        sum(
            case
                when parts.indicator = exchanged.indicator then parts.{{ score }}
                else parts.published_{{ score }}
            end
        ) as {{ score }},
        {%- endfor %}
        max(
            case
                when parts.indicator <> 'completion' then null
                when parts.indicator = exchanged.indicator then parts.value
                else parts.published_value
            end
        ) as completion_ratio
    from compared as exchanged
    inner join compared as parts
        on
            exchanged.publication_id = parts.publication_id
            and exchanged.unit_code = parts.unit_code
    group by exchanged.publication_id, exchanged.unit_code, exchanged.indicator
),

weighted as (
    select
        summed.*,
        rankings.league,
        {{ in_total(
            'policies.null_policy',
            'summed.weighted_score',
            ratio('policies.full_marks * summed.weighted_score', 'summed.applied_weight')
        ) }} as weighted_total
    from summed
    inner join policies on summed.publication_id = policies.publication_id
    inner join rankings
        on
            summed.publication_id = rankings.publication_id
            and summed.unit_code = rankings.unit_code
),

totalled as (
    select
        *,
        {{ total_of('weighted_total', 'added_score') }} as total_score
    from weighted
),

-- The place among the others as they were published, by the rule of the macro `place`.
int_publications__exchanged as (
    select
        totalled.publication_id,
        totalled.unit_code,
        totalled.indicator,
        totalled.total_score,
        cast(1 + count(
            case
                when {{ is_less('totalled.total_score', 'others.total_score') }} then 1
                when {{ is_less('others.total_score', 'totalled.total_score') }} then null
                when {{ is_less('totalled.completion_ratio', 'others.completion_ratio') }} then 1
            end
        ) as integer) as league_rank
    from totalled
    left join rankings as others
        on
            totalled.publication_id = others.publication_id
            and totalled.league = others.league
            and totalled.unit_code <> others.unit_code
    group by
        totalled.publication_id, totalled.unit_code, totalled.indicator, totalled.total_score
)

select * from int_publications__exchanged
