{#- The projects behind each figure, as the register stood on the day on which it was stated: here a
    figure can be traced to its rows. -#}

with definitions as (
    select * from {{ ref('figure_definitions') }}
),

-- what was known on a day of a month's register is the same for all figures that read it
views as (
    select distinct
        report_month,
        known_on
    from definitions
),

ordered as (
    select
        projects.*,
        views.report_month as viewed_month,
        views.known_on,
        row_number() over (
            partition by views.report_month, views.known_on, projects.project_code
            order by
                projects.report_month desc, projects.received_on desc, projects.source_path desc
        ) as recency
    from views
    inner join {{ ref('int_projects__registered') }} as projects
        on
            views.report_month >= projects.report_month
            and extract(year from views.report_month) = projects.plan_year
            and (views.known_on is null or views.known_on >= projects.received_on)
            and projects.is_owners
),

known as (
    select * from ordered
    where
        recency = 1
        and (withdrawn_on is null or withdrawn_on > {{ month_end('viewed_month') }})
),

int_figures__projects as (
    select
        definitions.figure_id,
        definitions.calculation,
        definitions.report_month,
        definitions.known_on,
        definitions.base_period,
        definitions.base_indicator,
        known.project_code,
        known.unit_code,
        known.category,
        known.total_investment_cny_10k,
        known.annual_plan_cny_10k,
        known.planned_finish_date
    from definitions
    inner join known
        on
            definitions.report_month = known.viewed_month
            and (
                definitions.known_on = known.known_on
                or (definitions.known_on is null and known.known_on is null)
            )
    left join {{ ref('rulebook_levels') }} as levels
        on
            known.level = levels.level
            and definitions.counts_as_level = levels.counts_as
    where
        (definitions.batch is null or definitions.batch = known.batch)
        and (definitions.counts_as_level is null or levels.level is not null)
        and (
            definitions.is_provincial_single is null
            or definitions.is_provincial_single = known.is_provincial_single
        )
        and (definitions.category is null or definitions.category = known.category)
        and (
            definitions.construction_type is null
            or definitions.construction_type = known.construction_type
        )
        and (
            definitions.above_total_investment_cny_10k is null
            or definitions.above_total_investment_cny_10k < known.total_investment_cny_10k
        )
        and (definitions.project_name is null or definitions.project_name = known.project_name)
)

select * from int_figures__projects
