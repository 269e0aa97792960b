with votes as (
    select
        *,
        points is not null and not is_own and not is_extreme as is_counted,
        row_number() over (
            partition by round_id, unit_code, project_code
            order by received_on desc, source_path desc, source_row desc
        ) = 1 as is_last
    from {{ ref('int_observations__votes') }}
),

look_back_rules as (
    select * from {{ ref('int_rulebook__rules') }}
    where topic = 'observation' and mode = 'look_back'
),

summed as (
    select
        round_id,
        unit_code,
        project_code,
        max(observed_on) as observed_on,
        max(league) as league,
        max(rulebook_id) as rulebook_id,
        bool_or(is_look_back) as is_look_back,
        count(case when is_counted then 1 end) as votes,
        sum(case when is_counted then points end) as points,
        count(case when is_own then 1 end) as own_votes,
        count(case when is_extreme and not is_own then 1 end) as extreme_votes,
        max(case when is_last then submission_id end) as submission_id,
        max(case when is_last then source_row end) as source_row
    from votes
    group by round_id, unit_code, project_code
),

scored as (
    select
        *,
        cast({{ ratio('points', 'votes') }} as decimal(18, 4)) as observation_score
    from summed
),

short as (
    select
        scored.*,
        look_back_rules.cap,
        case
            when scored.is_look_back and scored.observation_score < look_back_rules.target
                then look_back_rules.points * (look_back_rules.target - scored.observation_score)
            when scored.is_look_back and scored.observation_score >= look_back_rules.target then 0
        end as deduction
    from scored
    left join look_back_rules on scored.rulebook_id = look_back_rules.rulebook_id
),

fct_observations as (
    select
        round_id,
        observed_on,
        unit_code,
        project_code,
        league,
        is_look_back,
        cast(votes as integer) as votes,
        cast(own_votes as integer) as own_votes,
        cast(extreme_votes as integer) as extreme_votes,
        observation_score,
        case
            when observation_score is not null
                then cast(
                    rank() over (
                        partition by round_id, league order by observation_score desc nulls last
                    ) as integer
                )
        end as observation_rank,
        cast(case when deduction > cap then cap else deduction end as decimal(18, 4))
            as look_back_deduction,
        submission_id,
        source_row
    from short
)

select * from fct_observations
