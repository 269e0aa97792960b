{#- Places in the league and the city, and what became of those of the period before. A month
    without a rulebook, or with one that scores nothing, has none: nobody was judged. -#}

{%- set league = 'period_type, report_month, league' %}

with placed as (
    select
        *,
        {{ place('total_score', 'completion_ratio', league) }} as league_place,
        {{ place('total_score', 'completion_ratio', 'period_type, report_month') }} as city_place,
        {{ place_from_last('total_score', 'completion_ratio', league) }} as league_place_from_last
    from {{ ref('int_rankings__periods') }}
),

judged as (
    select
        *,
        case when is_judged then league_place end as league_rank,
        case when is_judged then city_place end as city_rank,
        case when is_judged then league_place_from_last end as rank_from_last
    from placed
),

int_rankings__placed as (
    select
        judged.*,
        previous.league_rank as previous_league_rank,
        previous.league_rank - judged.league_rank as rank_change,
        cast(judged.total_score - previous.total_score as decimal(18, 4)) as score_change
    from judged
    left join judged as previous
        on
            judged.unit_code = previous.unit_code
            and judged.league = previous.league
            and judged.period_type = previous.period_type
            and judged.previous_report_month = previous.report_month
)

select * from int_rankings__placed
