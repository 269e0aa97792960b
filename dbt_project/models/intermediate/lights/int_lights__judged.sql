{#- The lights of a project's month: of several rules for one light the worst colour counts. -#}

with graded as (
    select
        *,
        {{ grade_of('light') }} as grade
    from {{ ref('fct_project_lights') }}
),

worst as (
    select
        project_code,
        report_month,
        max(case when shown_as = 'investment' then grade end) as investment,
        max(case when shown_as = 'progress' then grade end) as progress
    from graded
    group by project_code, report_month
),

int_lights__judged as (
    select
        project_code,
        report_month,
        {{ colour_of('investment') }} as investment_light,
        {{ colour_of('progress') }} as progress_light
    from worst
)

select * from int_lights__judged
