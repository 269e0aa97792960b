{#- The rates and the total of a unit's month. -#}

with gathered as (
    select
        unit_code,
        report_month,
        {% for indicator in indicator_names().split() -%}
        max(case when indicator = '{{ indicator }}' then value end) as {{ indicator }}_ratio,
        {% endfor -%}
        max(case when indicator = 'completion' then numerator end) as ytd_investment_cny_10k,
        max(case when indicator = 'completion' then denominator end) as annual_plan_cny_10k,
        sum(case when weight is not null then score end) as weighted_scores,
        sum(case when weight is null then score end) as added_scores,
        sum(case when score is not null then weight end) as applied_weight
    from {{ ref('fct_unit_indicators') }}
    group by unit_code, report_month
),

projects as (
    select
        unit_code,
        report_month,
        count(*) as project_count,
        count(case when annual_plan_cny_10k > 0 then 1 end) as planned_count
    from {{ ref('fct_investment') }}
    group by unit_code, report_month
),

weighted as (
    select
        units.*,
        projects.project_count,
        projects.project_count - projects.planned_count as unplanned_project_count,
        gathered.annual_plan_cny_10k,
        gathered.ytd_investment_cny_10k,
        {% for indicator in indicator_names().split() -%}
        gathered.{{ indicator }}_ratio,
        {% endfor -%}
        gathered.applied_weight,
        gathered.added_scores,
        {{ in_total(
            'units.null_policy',
            'gathered.weighted_scores',
            ratio('units.full_marks * gathered.weighted_scores', 'gathered.applied_weight')
        ) }} as weighted_total
    from {{ ref('int_rankings__units') }} as units
    inner join gathered
        on
            units.unit_code = gathered.unit_code
            and units.report_month = gathered.report_month
    left join projects
        on
            units.unit_code = projects.unit_code
            and units.report_month = projects.report_month
),

int_rankings__totalled as (
    select
        *,
        {{ total_of('weighted_total', 'added_scores') }} as total_score
    from weighted
)

select * from int_rankings__totalled
