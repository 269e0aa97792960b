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

changed as (
    select * from compared
    where changed_by is not null
),

fct_restatements as (
    select
        changed.publication_id,
        changed.unit_code,
        changed.report_month,
        changed.indicator,
        changed.changed_by,
        case when changed.changed_by <> 'rule' then changed_by.submission_ids end
            as submission_ids,
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
        published.total_score as published_total_score,
        exchanged.total_score as total_score_with_it,
        rankings.total_score,
        published.league_rank as published_league_rank,
        rankings.league_rank,
        published.league_rank - exchanged.league_rank as rank_effect
    from changed
    left join {{ ref('stg_ledger__rankings') }} as published
        on
            changed.publication_id = published.publication_id
            and changed.unit_code = published.unit_code
    left join {{ ref('int_publications__exchanged') }} as exchanged
        on
            changed.publication_id = exchanged.publication_id
            and changed.unit_code = exchanged.unit_code
            and changed.indicator = exchanged.indicator
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
