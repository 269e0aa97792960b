{#- Projects that counted for a unit when a month was published and are none of its projects of that
    month today (int_projects__months), with the row that says why: the first one by `lost_as`, then by
    `choice`. A register that leaves a project out has no row of it. -#}
{%- set subject = 'lost.unit_code, lost.report_month, lost.project_code' -%}

with registered as (
    select
        *,
        lag(withdrawn_on) over (partition by project_code, is_owners order by row_in_register)
            as withdrawn_on_before
    from {{ ref('int_projects__registered') }}
),

versions as (
    select * from {{ ref('int_projects__versions') }}
),

reports as (
    select
        *,
        cast(extract(year from report_month) as integer) as year,
        row_number() over (
            partition by project_code, extract(year from report_month) order by report_month desc
        ) as recency
    from {{ ref('int_progress__reported') }}
    where is_in_force
),

registers as (
    select
        *,
        row_number() over (
            partition by unit_code, year order by received_on, source_path, sheet
        ) as register_number
    from {{ ref('int_submissions__sheets') }}
    where entity = 'projects'
),

lost as (
    select distinct
        items.unit_code,
        items.report_month,
        items.project_code,
        months.year,
        months.month_end,
        {{ add_months('months.report_month', '12 - months.month_number') }} as december
    from {{ ref('stg_ledger__items') }} as items
    inner join {{ ref('int_months__thresholds') }} as months
        on items.report_month = months.report_month
    left join {{ ref('fct_progress') }} as progress
        on
            items.unit_code = progress.unit_code
            and items.report_month = progress.report_month
            and items.project_code = progress.project_code
    where items.project_code is not null and progress.project_code is null
),

reasons as (
    select
        {{ subject }},
        '1 transferred' as lost_as,
        'projects' as entity,
        'project_code' as field,
        registered.submission_id,
        registered.source_row,
        registered.sheet,
        registered.row_in_register as choice
    from lost
    inner join {{ ref('int_projects__owners') }} as owners
        on
            lost.project_code = owners.project_code
            and lost.unit_code <> owners.unit_code
            and lost.report_month >= owners.from_month
            and {{ before('lost.report_month', 'owners.to_month') }}
    inner join registered
        on
            owners.project_code = registered.project_code
            and owners.unit_code = registered.unit_code
            and owners.from_month <= registered.report_month
            and registered.is_in_force

    union all

    select
        {{ subject }},
        '2 withdrawn' as lost_as,
        'projects' as entity,
        'withdrawn_on' as field,
        registered.submission_id,
        registered.source_row,
        registered.sheet,
        -registered.row_in_register as choice
    from lost
    inner join versions
        on
            lost.project_code = versions.project_code
            and lost.month_end >= versions.withdrawn_on
            and lost.december >= versions.report_month
            and {{ before('lost.december', 'versions.next_report_month') }}
    inner join registered
        on
            versions.project_code = registered.project_code
            and versions.withdrawn_on = registered.withdrawn_on
            and registered.is_owners
            and {{ differs('registered.withdrawn_on', 'registered.withdrawn_on_before') }}

    union all

    select
        {{ subject }},
        '3 finished' as lost_as,
        'monthly_progress' as entity,
        'status' as field,
        reports.submission_id,
        reports.source_row,
        reports.sheet,
        reports.year as choice
    from lost
    inner join reports
        on
            lost.project_code = reports.project_code
            and lost.year > reports.year
            and reports.recency = 1
            and {{ is_finished_status('reports.status') }}

    union all

    select
        {{ subject }},
        '4 left_out' as lost_as,
        'projects' as entity,
        cast(null as string) as field,
        registers.submission_id,
        cast(null as bigint) as source_row,
        registers.sheet,
        registers.register_number as choice
    from lost
    inner join registers on lost.unit_code = registers.unit_code and lost.year = registers.year
    left join versions as held
        on lost.project_code = held.project_code and lost.year = held.plan_year
    where held.project_code is null
),

in_order as (
    select
        *,
        row_number() over (
            partition by unit_code, report_month, project_code order by lost_as, choice
        ) as place
    from reasons
),

int_publications__lost as (
    select
        unit_code,
        report_month,
        project_code,
        substr(lost_as, 3) as lost_as,
        entity,
        field,
        submission_id,
        source_row,
        sheet
    from in_order
    where place = 1
)

select * from int_publications__lost
