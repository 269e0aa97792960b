{#- 现场观摩: mean score of the year's rounds less look backs. Each scored round adds its score;
    what a look back cost is taken off each of them. -#}

with months as (
    select distinct unit_code, report_month from {{ ref('fct_progress') }}
),

seen as (
    select
        months.unit_code,
        months.report_month,
        observations.round_id,
        observations.project_code,
        observations.is_look_back,
        observations.observation_score,
        observations.look_back_deduction,
        observations.submission_id,
        observations.source_row,
        count(case when not observations.is_look_back then observations.observation_score end)
            over (partition by months.unit_code, months.report_month) as rounds
    from months
    inner join {{ ref('fct_observations') }} as observations
        on
            months.unit_code = observations.unit_code
            and extract(year from months.report_month) = extract(year from observations.observed_on)
            and {{ month_end('months.report_month') }} >= observations.observed_on
),

int_indicators__observation as (
    select
        unit_code,
        report_month,
        round_id || '/' || project_code as item,
        nullif(project_code, '') as project_code,
        case when is_look_back then -rounds * look_back_deduction else observation_score end
            as numerator,
        case when is_look_back then 0 else 1 end as denominator,
        submission_id,
        source_row,
        null as plan_submission_id,
        null as plan_source_row
    from seen
    where
        (is_look_back and rounds * look_back_deduction > 0)
        or (not is_look_back and observation_score is not null)
)

select * from int_indicators__observation
