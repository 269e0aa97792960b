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
        {{ rule_target('rules', 'months') }} as target
    from {{ ref('fct_investment') }} as investment
    inner join {{ ref('int_rulebook__months') }} as months
        on investment.report_month = months.report_month
    left join {{ ref('int_rulebook__rules') }} as rules
        on
            months.rulebook_id = rules.rulebook_id
            and rules.topic = 'score'
            and rules.indicator = 'completion'
),

attained as (
    select
        *,
        {{ ratio('completion_ratio', 'target') }} as attainment
    from judged
),

measured as (
    select
        *,
        {{ raw_score('mode', 'weight', 'attainment') }} as raw_score
    from attained
),

scored as (
    select
        *,
        {{ limited_score('raw_score', 'cap') }} as score
    from measured
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
