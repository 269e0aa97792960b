with observations as (
    select * from {{ ref('int_observations__registered') }}
),

units as (
    select * from {{ ref('dim_unit') }}
),

judges as (
    select * from {{ ref('judges') }}
),

months as (
    select * from {{ ref('int_rulebook__months') }}
),

rules as (
    select
        rulebook_id,
        max(case when mode = 'votes' then points end) as first_place_points,
        max(case when mode = 'votes' then step end) as step,
        max(case when mode = 'marks' then size end) as marks_left_out
    from {{ ref('int_rulebook__rules') }}
    where topic = 'observation'
    group by rulebook_id
),

judged as (
    select
        observations.*,
        units.league,
        months.rulebook_id,
        rules.first_place_points,
        rules.step,
        coalesce(rules.marks_left_out, 0) as marks_left_out,
        judges.judge_id is not null as is_own
    from observations
    left join units on observations.unit_code = units.unit_code
    left join judges
        on
            observations.judge_id = judges.judge_id
            and observations.unit_code = judges.unit_code
            and (judges.valid_from is null or observations.observed_on >= judges.valid_from)
            and (judges.valid_to is null or observations.observed_on <= judges.valid_to)
    left join months
        on
            cast({{ dbt.date_trunc('month', 'observations.observed_on') }} as date)
            = months.report_month
    left join rules on months.rulebook_id = rules.rulebook_id
),

-- Who is placed behind the judge's own unit moves up by the place that it leaves.
moved_up as (
    select
        *,
        vote_rank - coalesce(
            sum(case when is_own then 1 end) over (
                partition by round_id, judge_id, league, vote_rank is null order by vote_rank asc
                range between unbounded preceding and 1 preceding
            ), 0
        ) as place
    from judged
),

worth as (
    select
        *,
        case
            when vote_rank is not null then 'rank'
            when score is not null then 'mark'
            else 'none'
        end as form,
        cast(
            case
                when vote_rank is not null then first_place_points - step * (place - 1)
                else score
            end as decimal(18, 6)
        ) as points
    from moved_up
),

ordered as (
    select
        *,
        row_number() over (
            partition by round_id, unit_code, project_code, is_own, form
            order by points asc, judge_id asc
        ) as from_lowest,
        count(*) over (partition by round_id, unit_code, project_code, is_own, form)
            as forms_count
    from worth
),

-- Extreme marks are left out where others stay.
int_observations__votes as (
    select
        *,
        form = 'mark'
        and forms_count > 2 * marks_left_out
        and (from_lowest <= marks_left_out or from_lowest > forms_count - marks_left_out)
            as is_extreme
    from ordered
)

select * from int_observations__votes
