{#- 红黄榜 and 争先进位. Red: target beaten and among the first of the league; yellow: target missed
    and among the last, unless exempted. Who meets a target exactly has neither beaten nor missed it;
    a silent unit has missed it, unless its next report covers the month. Most improved: the largest rises of the league, if any. -#}

with placed as (
    select
        *,
        {{ place('rank_change', 'score_change', 'period_type, report_month, league') }}
            as place_by_rank,
        {{ place('score_change', 'rank_change', 'period_type, report_month, league') }}
            as place_by_score
    from {{ ref('int_rankings__placed') }}
),

indicators as (
    select distinct unit_code, report_month, indicator, value
    from {{ ref('fct_unit_indicators') }}
),

judged as (
    select
        placed.*,
        rules.mode,
        rules.size,
        indicators.value,
        exemptions.rule_id is not null as is_exempt,
        {{ rule_target('rules', 'placed') }} as target
    from placed
    inner join {{ ref('int_rulebook__rules') }} as rules
        on
            placed.rulebook_id = rules.rulebook_id
            and rules.topic = 'list'
    left join indicators
        on
            placed.unit_code = indicators.unit_code
            and placed.report_month = indicators.report_month
            and rules.indicator = indicators.indicator
    left join {{ ref('rulebook_exemptions') }} as exemptions
        on
            rules.rulebook_id = exemptions.rulebook_id
            and rules.rule_id = exemptions.rule_id
            and placed.unit_code = exemptions.unit_code
            and placed.report_month >= exemptions.valid_from
            and (exemptions.valid_to is null or placed.report_month <= exemptions.valid_to)
),

listed as (
    select *
    from judged
    where
        is_judged
        and not is_exempt
        and (
            (mode = 'red' and value > target and league_rank <= size)
            or (
                mode = 'yellow'
                and (value < target or (is_silent and is_covered is not true))
                and rank_from_last <= size
            )
            or (mode = 'rise_in_rank' and rank_change > 0 and place_by_rank <= size)
            or (mode = 'rise_in_score' and score_change > 0 and place_by_score <= size)
        )
),

int_rankings__listed as (
    select
        unit_code,
        period_type,
        report_month,
        -- rules that put a unit on both lists at once leave it on the yellow one, the last by name
        max(case when mode in ('red', 'yellow') then mode end) as list_colour,
        count(case when mode like 'rise%' then 1 end) > 0 as is_most_improved
    from listed
    group by unit_code, period_type, report_month
)

select * from int_rankings__listed
