{#- 季讲评 and 年考核: quarters and years that have ended; months stand in fct_rankings. -#}

with fct_period_rankings as (
    select
        placed.unit_code,
        placed.league,
        placed.period_type,
        placed.first_month,
        placed.report_month as last_month,
        placed.rulebook_id,
        placed.judged_months,
        placed.judged_months - placed.scored_months as unscored_months,
        placed.completion_ratio,
        placed.total_score,
        placed.league_rank,
        placed.city_rank,
        placed.previous_league_rank,
        placed.rank_change,
        placed.score_change,
        listed.list_colour,
        coalesce(listed.is_most_improved, false) as is_most_improved
    from {{ ref('int_rankings__placed') }} as placed
    left join {{ ref('int_rankings__listed') }} as listed
        on
            placed.unit_code = listed.unit_code
            and placed.report_month = listed.report_month
            and placed.period_type = listed.period_type
    where placed.period_type <> 'month'
)

select * from fct_period_rankings
