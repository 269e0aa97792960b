{#- The projects behind each figure, as the register stood on the day on which it was stated: here a
    figure can be traced to its rows. -#}

with definitions as (
    select * from {{ ref('figure_definitions') }}
),

known as (
    select
        projects.*,
        definitions.figure_id,
        row_number() over (
            partition by definitions.figure_id, projects.project_code
            order by
                projects.report_month desc, projects.received_on desc, projects.source_path desc
        ) as recency
    from definitions
    inner join {{ ref('int_projects__registered') }} as projects
        on
            projects.plan_year = extract(year from definitions.report_month)
            and projects.report_month <= definitions.report_month
            and projects.is_owners
            and (definitions.known_on is null or projects.received_on <= definitions.known_on)
),

int_figures__projects as (
    select
        definitions.figure_id,
        definitions.calculation,
        definitions.report_month,
        definitions.known_on,
        known.project_code,
        known.unit_code,
        known.category,
        known.total_investment_cny_10k,
        known.annual_plan_cny_10k,
        known.planned_finish_date
    from definitions
    inner join known
        on definitions.figure_id = known.figure_id
    left join {{ ref('rulebook_levels') }} as levels
        on
            known.level = levels.level
            and definitions.counts_as_level = levels.counts_as
    where
        known.recency = 1
        and (
            known.withdrawn_on is null
            or known.withdrawn_on > {{ month_end('definitions.report_month') }}
        )
        and (definitions.batch is null or known.batch = definitions.batch)
        and (definitions.counts_as_level is null or levels.level is not null)
        and (
            definitions.is_provincial_single is null
            or known.is_provincial_single = definitions.is_provincial_single
        )
        and (definitions.category is null or known.category = definitions.category)
        and (
            definitions.construction_type is null
            or known.construction_type = definitions.construction_type
        )
        and (
            definitions.above_total_investment_cny_10k is null
            or known.total_investment_cny_10k > definitions.above_total_investment_cny_10k
        )
        and (definitions.project_name is null or known.project_name = definitions.project_name)
)

select * from int_figures__projects
