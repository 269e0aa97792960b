{#- Points by steps: each row of the indicator, such as a project, gives the points of its step. -#}

with int_rankings__stepped as (
    select
        units.unit_code,
        units.report_month,
        rules.rule_id,
        sum(bands.anchor_points) as points
    from {{ ref('int_rankings__units') }} as units
    inner join {{ ref('fct_indicator_items') }} as items
        on
            units.unit_code = items.unit_code
            and units.report_month = items.report_month
    inner join {{ ref('int_rulebook__rules') }} as rules
        on
            units.rulebook_id = rules.rulebook_id
            and items.indicator = rules.indicator
            and rules.topic = 'score'
            and rules.mode = 'steps'
    inner join {{ ref('int_rulebook__bands') }} as bands
        on
            rules.rulebook_id = bands.rulebook_id
            and rules.rule_id = bands.rule_id
            and {{ in_band('items.numerator', 'bands') }}
    where not units.is_silent
    group by units.unit_code, units.report_month, rules.rule_id
)

select * from int_rankings__stepped
