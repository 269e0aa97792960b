with measured as (
    select
        measured.*,
        bands.anchor,
        bands.anchor_points,
        bands.points_per_pp,
        stepped.points as step_points
    from {{ ref('int_rankings__measured') }} as measured
    left join {{ ref('int_rulebook__bands') }} as bands
        on
            measured.rulebook_id = bands.rulebook_id
            and measured.rule_id = bands.rule_id
            and {{ in_band('measured.measure', 'bands') }}
    left join {{ ref('int_rankings__stepped') }} as stepped
        on
            measured.unit_code = stepped.unit_code
            and measured.report_month = stepped.report_month
            and measured.rule_id = stepped.rule_id
),

scored as (
    select
        *,
        cast(
            case
                when mode = 'per_item' then points * numerator
                when mode = 'steps' and not is_silent then coalesce(step_points, 0)
                else {{ line_points('mode', 'weight', 'attainment', 'measure') }}
            end as decimal(18, 4)
        ) as raw_score
    from measured
),

limited as (
    select
        *,
        {{ limited_score('raw_score', 'floor', 'cap') }} as score
    from scored
),

weighed as (
    select
        *,
        sum(case when score is not null then weight end)
            over (partition by unit_code, report_month) as applied_weight
    from limited
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
        raw_score,
        score,
        cast(weight as decimal(9, 2)) as weight,
        cast(
            case
                when weight is null then score
                else {{ in_total(
                    'null_policy', 'score', ratio('full_marks * score', 'applied_weight')
                ) }}
            end as decimal(18, 6)
        ) as points_in_total
    from weighed
)

select * from fct_unit_indicators
