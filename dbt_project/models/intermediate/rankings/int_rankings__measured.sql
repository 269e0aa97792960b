{#- Each indicator of each unit and the rule that scores it: a row for each rule, and one without a
    rule where none does. `measure` is what the bands of a rule are read with. -#}

with units as (
    select * from {{ ref('int_rankings__units') }}
),

indicators as (
    {% for indicator in indicator_names().split() -%}
    select '{{ indicator }}' as indicator
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

found as (
    select * from {{ ref('int_rankings__figures') }}
),

counted as (
    select
        units.*,
        indicators.indicator,
        -- silent: unknown; handed in but nothing of the kind, such as no start due: 0 of 0
        case when not units.is_silent then coalesce(found.numerator, 0) end as numerator,
        case when not units.is_silent then coalesce(found.denominator, 0) end as denominator
    from units
    cross join indicators
    left join found
        on
            units.unit_code = found.unit_code
            and units.report_month = found.report_month
            and indicators.indicator = found.indicator
),

valued as (
    select
        counted.*,
        rules.rule_id,
        rules.mode,
        rules.weight,
        rules.cap,
        rules.floor,
        rules.points,
        rules.rounding,
        {{ ratio('counted.numerator', 'counted.denominator') }} as value,
        {{ rule_target('rules', 'counted') }} as target
    from counted
    left join {{ ref('int_rulebook__rules') }} as rules
        on
            counted.rulebook_id = rules.rulebook_id
            and counted.indicator = rules.indicator
            and rules.topic = 'score'
),

attained as (
    select
        *,
        {{ ratio('value', 'target') }} as attainment,
        {{ place('value', 'value', 'report_month, league, indicator, rule_id') }} as league_place
    from valued
),

int_rankings__measured as (
    select
        *,
        cast(
            case
                when mode = 'points_per_pp' then attainment * 100
                when mode = 'rank_bands' and value is not null then league_place
            end as decimal(18, 6)
        ) as measure
    from attained
)

select * from int_rankings__measured
