{#- The rates and the total of a unit. Under `rebase` an indicator without a value is left out and
    the rest scaled to 100; under `zero` it scores nothing. -#}

with gathered as (
    select
        unit_code,
        report_month,
        {% for indicator in indicators().split() -%}
        max(case when indicator = '{{ indicator }}' then value end) as {{ indicator }}_ratio,
        {% endfor -%}
        max(case when indicator = 'completion' then numerator end) as ytd_investment_cny_10k,
        max(case when indicator = 'completion' then denominator end) as annual_plan_cny_10k,
        sum(score) as scores,
        sum(case when score is not null then weight end) as weights
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

int_rankings__totalled as (
    select
        units.*,
        projects.project_count,
        projects.project_count - projects.planned_count as unplanned_project_count,
        gathered.annual_plan_cny_10k,
        gathered.ytd_investment_cny_10k,
        {% for indicator in indicators().split() -%}
        gathered.{{ indicator }}_ratio,
        {% endfor -%}
        gathered.weights as applied_weight,
        cast(
            case policies.mode
                when 'rebase' then {{ ratio('100 * gathered.scores', 'gathered.weights') }}
                when 'zero' then gathered.scores
            end as decimal(18, 4)
        ) as total_score
    from {{ ref('int_rankings__units') }} as units
    inner join gathered
        on
            units.unit_code = gathered.unit_code
            and units.report_month = gathered.report_month
    left join projects
        on
            units.unit_code = projects.unit_code
            and units.report_month = projects.report_month
    left join {{ ref('int_rulebook__rules') }} as policies
        on
            units.rulebook_id = policies.rulebook_id
            and policies.topic = 'policy'
)

select * from int_rankings__totalled
