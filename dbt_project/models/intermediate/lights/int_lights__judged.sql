{#- The lights of a project's month: of several rules for one light the worst colour counts. -#}

with graded as (
    select
        measured.project_code,
        measured.report_month,
        measured.indicator,
        {{ grade_of('bands.light') }} as grade
    from {{ ref('int_lights__measured') }} as measured
    inner join {{ ref('int_rulebook__bands') }} as bands
        on
            measured.rulebook_id = bands.rulebook_id
            and measured.rule_id = bands.rule_id
            and {{ in_band('measured.measure', 'bands') }}
),

worst as (
    select
        project_code,
        report_month,
        max(case when indicator = 'investment' then grade end) as investment,
        max(case when indicator = 'progress' then grade end) as progress
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
