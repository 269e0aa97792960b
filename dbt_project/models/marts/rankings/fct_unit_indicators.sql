with units as (
    select * from {{ ref('int_rankings__units') }}
),

indicators as (
    {% for indicator in indicators().split() -%}
    select '{{ indicator }}' as indicator
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

measured as (
    select
        units.*,
        indicators.indicator,
        -- silent: unknown; handed in but nothing of the kind, such as no start due: 0 of 0
        case when not units.is_silent then coalesce(found.numerator, 0) end as numerator,
        case when not units.is_silent then coalesce(found.denominator, 0) end as denominator
    from units
    cross join indicators
    left join {{ ref('int_indicators__unioned') }} as found
        on
            units.unit_code = found.unit_code
            and units.report_month = found.report_month
            and indicators.indicator = found.indicator
),

valued as (
    select
        measured.*,
        rules.rule_id,
        rules.mode,
        rules.weight,
        rules.cap,
        {{ ratio('measured.numerator', 'measured.denominator') }} as value,
        {{ rule_target('rules', 'measured') }} as target
    from measured
    left join {{ ref('int_rulebook__rules') }} as rules
        on
            measured.rulebook_id = rules.rulebook_id
            and measured.indicator = rules.indicator
            and rules.topic = 'score'
),

attained as (
    select
        *,
        {{ ratio('value', 'target') }} as attainment
    from valued
),

scored as (
    select
        *,
        {{ raw_score('mode', 'weight', 'attainment') }} as raw_score
    from attained
),

fct_unit_indicators as (
    select
        unit_code,
        league,
        report_month,
        rulebook_id,
        rule_id,
        indicator,
        cast(numerator as decimal(18, 2)) as numerator,
        cast(denominator as decimal(18, 2)) as denominator,
        cast(value as decimal(18, 6)) as value,
        target,
        cast(raw_score as decimal(18, 4)) as raw_score,
        {{ limited_score('raw_score', 'cap') }} as score,
        cast(weight as decimal(9, 2)) as weight
    from scored
)

select * from fct_unit_indicators
