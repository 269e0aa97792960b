{#-
    A project is judged by its completion as its unit is: same rule, same formula. Of several rules the first one of the
    first indicator holds.
-#}
{%- set rates = {
    'completion': 'completion_ratio', 'baseline_completion': 'baseline_completion_ratio',
    'first_plan_completion': 'first_plan_completion_ratio',
} -%}

with rules as (
    select
        *,
        case indicator
            {%- for indicator in rates %}
            when '{{ indicator }}' then {{ loop.index }}
            {%- endfor %}
        end as preference
    from {{ ref('int_rulebook__rules') }}
    where topic = 'score' and mode in ('linear', 'points_per_pp')
),

preferred as (
    select
        *,
        row_number() over (partition by rulebook_id order by preference, rule_id) as rule_number
    from rules
    where preference is not null
),

judged as (
    select
        investment.project_code,
        investment.unit_code,
        investment.category,
        investment.report_month,
        months.rulebook_id,
        investment.completion_ratio,
        investment.ahead_of_schedule_pp,
        case rules.indicator
            {%- for indicator, column in rates.items() %}
            when '{{ indicator }}' then investment.{{ column }}
            {%- endfor %}
        end as judged_ratio,
        rules.mode,
        rules.weight,
        rules.cap,
        rules.floor,
        rules.rule_id,
        {{ rule_target('rules', 'months') }} as target
    from {{ ref('fct_investment') }} as investment
    inner join {{ ref('int_rulebook__months') }} as months
        on investment.report_month = months.report_month
    left join preferred as rules
        on months.rulebook_id = rules.rulebook_id and rules.rule_number = 1
),

attained as (
    select
        *,
        {{ ratio('judged_ratio', 'target') }} as attainment
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
