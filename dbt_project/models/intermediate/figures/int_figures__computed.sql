{#- The value of each figure that project rows give, in the unit in which it was stated. -#}

with projects as (
    select * from {{ ref('int_figures__projects') }}
),

reported as (
    select
        projects.figure_id,
        projects.project_code,
        progress.ytd_investment_cny_10k,
        progress.is_resumed,
        row_number() over (
            partition by projects.figure_id, projects.project_code
            order by progress.received_on desc, progress.source_path desc
        ) as recency
    from projects
    inner join {{ ref('int_progress__reported') }} as progress
        on
            projects.project_code = progress.project_code
            and projects.unit_code = progress.unit_code
            and projects.report_month = progress.report_month
            and (projects.known_on is null or progress.received_on <= projects.known_on)
),

summed as (
    select
        projects.figure_id,
        projects.calculation,
        projects.base_period,
        projects.base_indicator,
        count(*) as project_count,
        count(distinct projects.category) as category_count,
        sum(projects.total_investment_cny_10k) as total_investment,
        sum(projects.annual_plan_cny_10k) as annual_plan,
        max(extract(year from projects.planned_finish_date)) as planned_finish_year,
        sum(case when projects.annual_plan_cny_10k > 0 then reported.ytd_investment_cny_10k end)
            as ytd_investment,
        count(case when reported.is_resumed then 1 end) as resumed_count,
        count(reported.is_resumed) as stopped_count
    from projects
    left join reported
        on
            projects.figure_id = reported.figure_id
            and projects.project_code = reported.project_code
            and reported.recency = 1
    group by
        projects.figure_id, projects.calculation, projects.base_period, projects.base_indicator
),

bases as (
    select
        statistics.period,
        statistics.indicator,
        statistics.value
    from {{ ref('int_targets__statistics') }} as statistics
    inner join {{ ref('dim_unit') }} as units
        on statistics.unit_code = units.unit_code and units.unit_type = 'city'
),

int_figures__computed as (
    select
        summed.figure_id,
        summed.calculation,
        cast(
            case summed.calculation
                when 'project_count' then summed.project_count
                when 'category_count' then summed.category_count
                when 'planned_finish_year' then summed.planned_finish_year
                -- 10,000 times 万元 is 亿元, the statement's 100m CNY
                when 'total_investment' then {{ ratio('summed.total_investment', '10000') }}
                when 'annual_plan' then {{ ratio('summed.annual_plan', '10000') }}
                when 'completion_pct'
                    then 100 * {{ ratio('summed.ytd_investment', 'summed.annual_plan') }}
                when 'resumption_pct'
                    then 100 * {{ ratio('summed.resumed_count', 'summed.stopped_count') }}
                when 'growth_pct'
                    then 100 * ({{ ratio('summed.ytd_investment', '10000 * bases.value') }} - 1)
            end as decimal(18, 4)
        ) as value
    from summed
    left join bases
        on summed.base_period = bases.period and summed.base_indicator = bases.indicator
)

select * from int_figures__computed
