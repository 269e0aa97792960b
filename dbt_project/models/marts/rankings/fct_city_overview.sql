{#- The city's projects by level and category, with rows for 'all'. A project stands under each
    level that its own counts as, so levels do not add up to 'all', which holds each project once. -#}

with projects as (
    select
        investment.report_month,
        investment.level,
        investment.category,
        investment.total_investment_cny_10k,
        investment.annual_plan_cny_10k,
        investment.ytd_investment_cny_10k,
        progress.is_started,
        progress.is_resumed,
        progress.is_finished
    from {{ ref('fct_investment') }} as investment
    inner join {{ ref('fct_progress') }} as progress
        on
            investment.project_code = progress.project_code
            and investment.report_month = progress.report_month
),

by_level as (
    select
        projects.*,
        levels.counts_as as shown_level
    from projects
    inner join {{ ref('rulebook_levels') }} as levels
        on projects.level = levels.level

    union all

    select
        *,
        'all' as shown_level
    from projects
),

by_category as (
    select
        *,
        category as shown_category
    from by_level
    where category is not null

    union all

    select
        *,
        'all' as shown_category
    from by_level
),

summed as (
    select
        report_month,
        shown_level as level,
        shown_category as category,
        count(*) as project_count,
        sum(total_investment_cny_10k) as total_investment_cny_10k,
        sum(case when annual_plan_cny_10k > 0 then annual_plan_cny_10k end)
            as annual_plan_cny_10k,
        sum(case when annual_plan_cny_10k > 0 then ytd_investment_cny_10k end)
            as ytd_investment_cny_10k,
        count(case when is_started then 1 end) as started_count,
        count(case when is_resumed then 1 end) as resumed_count,
        count(is_resumed) as stopped_count,
        count(case when is_finished then 1 end) as finished_count
    from by_category
    group by report_month, shown_level, shown_category
),

fct_city_overview as (
    select
        report_month,
        level,
        category,
        cast(project_count as integer) as project_count,
        {{ money('total_investment_cny_10k') }} as total_investment_cny_10k,
        {{ money('annual_plan_cny_10k') }} as annual_plan_cny_10k,
        {{ money('ytd_investment_cny_10k') }} as ytd_investment_cny_10k,
        {{ ratio('ytd_investment_cny_10k', 'annual_plan_cny_10k') }}
            as completion_ratio,
        cast(started_count as integer) as started_count,
        {{ ratio('resumed_count', 'stopped_count') }} as resumption_ratio,
        cast(finished_count as integer) as finished_count
    from summed
)

select * from fct_city_overview
