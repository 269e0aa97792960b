{#- What would be different today; `rank_effect` is what this change alone does to the places. -#}

with compared as (
    select
        *,
        case
            when
                {{ differs('published_numerator', 'numerator') }}
                or {{ differs('published_denominator', 'denominator') }}
                then 'figures'
            when {{ differs('published_score', 'score') }} then 'rule'
            when {{ differs('published_points_in_total', 'points_in_total') }} then 'weights'
        end as changed_by
    from {{ ref('int_publications__compared') }}
),

published as (
    select * from {{ ref('stg_ledger__rankings') }}
),

changed as (
    select
        compared.*,
        published.league,
        published.league_rank as published_league_rank,
        published.total_score as published_total_score,
        cast(
            coalesce(published.total_score, 0) - coalesce(compared.published_points_in_total, 0)
            + coalesce(compared.points_in_total, 0) as decimal(18, 4)
        ) as total_with_it,
        case
            when compared.indicator = 'completion' then compared.value
            else published.completion_ratio
        end as completion_with_it
    from compared
    left join published
        on
            compared.publication_id = published.publication_id
            and compared.unit_code = published.unit_code
    where compared.changed_by is not null
),

-- Places among the published totals of the others, by the rule of fct_rankings.
placed as (
    select
        changed.publication_id,
        changed.unit_code,
        changed.indicator,
        1 + count(
            case
                when others.total_score > changed.total_with_it then 1
                when
                    others.total_score = changed.total_with_it
                    and others.completion_ratio > coalesce(changed.completion_with_it, -1)
                    then 1
            end
        ) as league_rank_with_it
    from changed
    inner join published as others
        on
            changed.publication_id = others.publication_id
            and changed.league = others.league
            and changed.unit_code <> others.unit_code
    group by changed.publication_id, changed.unit_code, changed.indicator
),

fct_restatements as (
    select
        changed.publication_id,
        changed.unit_code,
        changed.report_month,
        changed.indicator,
        changed.changed_by,
        changed_by.submission_ids,
        changed.published_numerator,
        changed.numerator,
        changed.published_denominator,
        changed.denominator,
        changed.published_value,
        changed.value,
        cast(changed.published_score as decimal(18, 4)) as published_score,
        cast(changed.score as decimal(18, 4)) as score,
        cast(changed.published_points_in_total as decimal(18, 6)) as published_points_in_total,
        cast(changed.points_in_total as decimal(18, 6)) as points_in_total,
        changed.published_total_score,
        rankings.total_score,
        changed.published_league_rank,
        rankings.league_rank,
        cast(changed.published_league_rank - placed.league_rank_with_it as integer) as rank_effect
    from changed
    left join placed
        on
            changed.publication_id = placed.publication_id
            and changed.unit_code = placed.unit_code
            and changed.indicator = placed.indicator
    left join {{ ref('int_publications__changed_by') }} as changed_by
        on
            changed.publication_id = changed_by.publication_id
            and changed.unit_code = changed_by.unit_code
            and changed.indicator = changed_by.indicator
    left join {{ ref('fct_rankings') }} as rankings
        on
            changed.unit_code = rankings.unit_code
            and changed.report_month = rankings.report_month
)

select * from fct_restatements
