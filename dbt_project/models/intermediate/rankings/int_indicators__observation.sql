{#- 现场观摩: mean score of the year's rounds less what looks back cost. -#}

with months as (
    select distinct unit_code, report_month from {{ ref('fct_progress') }}
),

seen as (
    select
        months.unit_code,
        months.report_month,
        sum(case when not observations.is_look_back then observations.observation_score end)
            as scores,
        count(case when not observations.is_look_back then observations.observation_score end)
            as rounds,
        sum(coalesce(observations.look_back_deduction, 0)) as deductions
    from months
    inner join {{ ref('fct_observations') }} as observations
        on
            months.unit_code = observations.unit_code
            and extract(year from months.report_month) = extract(year from observations.observed_on)
            and {{ month_end('months.report_month') }} >= observations.observed_on
    group by months.unit_code, months.report_month
),

int_indicators__observation as (
    select
        unit_code,
        report_month,
        scores - rounds * deductions as numerator,
        rounds as denominator
    from seen
    where rounds > 0
)

select * from int_indicators__observation
