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
        progress.is_finished,
        coalesce(projects.is_package, false) as is_package,
        coalesce(projects.is_part, false) as is_part
    from {{ ref('fct_investment') }} as investment
    inner join {{ ref('fct_progress') }} as progress
        on
            investment.project_code = progress.project_code
            and investment.report_month = progress.report_month
    left join {{ ref('dim_project') }} as projects
        on investment.project_code = projects.project_code
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
        count(case when is_finished then 1 end) as finished_count,
        count(case when not is_part then 1 end) as count_with_packages_as_one,
        count(case when not is_package then 1 end) as count_of_parts
    from by_category
    group by report_month, shown_level, shown_category
),

-- The city's targets are for its key projects, of all categories.
targets as (
    select
        targets.report_month,
        max(case when targets.measure = 'key_projects' then targets.reached_ratio end)
            as project_count_target_ratio,
        max(case when targets.measure = 'key_investment' then targets.reached_ratio end)
            as investment_target_ratio
    from {{ ref('fct_targets') }} as targets
    inner join {{ ref('dim_unit') }} as units
        on targets.unit_code = units.unit_code and units.unit_type = 'city'
    where targets.form = 'value'
    group by targets.report_month
),

fct_city_overview as (
    select
        summed.report_month,
        summed.level,
        summed.category,
        cast(summed.project_count as integer) as project_count,
        cast(summed.count_with_packages_as_one as integer) as project_count_with_packages_as_one,
        cast(summed.count_of_parts as integer) as project_count_of_parts,
        {{ money('summed.total_investment_cny_10k') }} as total_investment_cny_10k,
        {{ money('summed.annual_plan_cny_10k') }} as annual_plan_cny_10k,
        {{ money('summed.ytd_investment_cny_10k') }} as ytd_investment_cny_10k,
        {{ ratio('summed.ytd_investment_cny_10k', 'summed.annual_plan_cny_10k') }}
            as completion_ratio,
        cast(summed.started_count as integer) as started_count,
        {{ ratio('summed.resumed_count', 'summed.stopped_count') }} as resumption_ratio,
        cast(summed.finished_count as integer) as finished_count,
        targets.project_count_target_ratio,
        targets.investment_target_ratio
    from summed
    left join targets
        on
            summed.report_month = targets.report_month
            and summed.level = '市重点'
            and summed.category = 'all'
)

select * from fct_city_overview
