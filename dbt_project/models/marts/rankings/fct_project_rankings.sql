{#- A project is judged by its completion as its unit is: same rule, same formula. -#}

with judged as (
    select
        investment.project_code,
        investment.unit_code,
        investment.category,
        investment.report_month,
        months.rulebook_id,
        investment.completion_ratio,
        investment.ahead_of_schedule_pp,
        rules.mode,
        rules.weight,
        rules.cap,
        rules.floor,
        rules.rule_id,
        {{ rule_target('rules', 'months') }} as target
    from {{ ref('fct_investment') }} as investment
    inner join {{ ref('int_rulebook__months') }} as months
        on investment.report_month = months.report_month
    left join {{ ref('int_rulebook__rules') }} as rules
        on
            months.rulebook_id = rules.rulebook_id
            and rules.topic = 'score'
            and rules.indicator = 'completion'
            and rules.mode in ('linear', 'points_per_pp')
),

attained as (
    select
        *,
        {{ ratio('completion_ratio', 'target') }} as attainment
    from judged
),

measured as (
    select
        attained.*,
        bands.anchor,
        bands.anchor_points,
        bands.points_per_pp
    from attained
    left join {{ ref('int_rulebook__bands') }} as bands
        on
            attained.rulebook_id = bands.rulebook_id
            and attained.rule_id = bands.rule_id
            and {{ in_band('attained.attainment * 100', 'bands') }}
),

pointed as (
    select
        *,
        {{ line_points('mode', 'weight', 'attainment', 'attainment * 100') }} as raw_score
    from measured
),

scored as (
    select
        *,
        {{ limited_score('raw_score', 'floor', 'cap') }} as score
    from pointed
),

placed as (
    select
        *,
        {{ place('score', 'completion_ratio', 'report_month, category') }} as category_place,
        {{ place('score', 'completion_ratio', 'report_month') }} as city_place
    from scored
),

fct_project_rankings as (
    select
        project_code,
        unit_code,
        category,
        report_month,
        rulebook_id,
        completion_ratio,
        ahead_of_schedule_pp,
        score,
        case
            when rulebook_id is not null and category is not null then category_place
        end as category_rank,
        case when rulebook_id is not null then city_place end as city_rank
    from placed
)

select * from fct_project_rankings
