{#- 红黄榜. Red: target beaten and among the first of the league; yellow: target missed and among the
    last. Who meets a target exactly has neither beaten nor missed it; a silent unit has missed it. -#}

with judged as (
    select
        placed.unit_code,
        placed.report_month,
        placed.league_rank,
        placed.rank_from_last,
        placed.is_silent,
        rules.mode,
        rules.size,
        indicators.value,
        {{ rule_target('rules', 'placed') }} as target
    from {{ ref('int_rankings__placed') }} as placed
    inner join {{ ref('int_rulebook__rules') }} as rules
        on
            placed.rulebook_id = rules.rulebook_id
            and rules.topic = 'list'
    inner join {{ ref('fct_unit_indicators') }} as indicators
        on
            placed.unit_code = indicators.unit_code
            and placed.report_month = indicators.report_month
            and rules.indicator = indicators.indicator
),

int_rankings__listed as (
    select
        unit_code,
        report_month,
        -- rules that put a unit on both lists at once leave it on the yellow one, the last by name
        max(mode) as list_colour
    from judged
    where
        (mode = 'red' and value > target and league_rank <= size)
        or (mode = 'yellow' and (value < target or is_silent) and rank_from_last <= size)
    group by unit_code, report_month
)

select * from int_rankings__listed
