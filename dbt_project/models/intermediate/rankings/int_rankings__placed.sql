{#- Places in the league and the city. A month without a rulebook has none: nobody was judged. -#}

with placed as (
    select
        *,
        {{ place('total_score', 'completion_ratio', 'report_month, league') }} as league_place,
        {{ place('total_score', 'completion_ratio', 'report_month') }} as city_place,
        {{ place_from_last('total_score', 'completion_ratio', 'report_month, league') }}
            as league_place_from_last
    from {{ ref('int_rankings__totalled') }}
),

int_rankings__placed as (
    select
        *,
        case when rulebook_id is not null then league_place end as league_rank,
        case when rulebook_id is not null then city_place end as city_rank,
        case when rulebook_id is not null then league_place_from_last end as rank_from_last
    from placed
)

select * from int_rankings__placed
