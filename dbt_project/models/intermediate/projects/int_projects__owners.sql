with submissions as (
    select * from {{ ref('int_submissions__judged') }}
),

filings as (
    select projects.*
    from {{ ref('stg_landing__projects') }} as projects
    inner join submissions on projects.submission_id = submissions.submission_id
    where submissions.is_counted
),

reports as (
    select monthly_progress.*
    from {{ ref('stg_landing__monthly_progress') }} as monthly_progress
    inner join submissions on monthly_progress.submission_id = submissions.submission_id
    where submissions.is_counted
),

claims as (
    select
        project_code, unit_code, report_month, received_on, source_path, source_row,
        plan_change_approval,
        1 as precedence
    from filings
    union all
    select
        project_code, unit_code, report_month, received_on, source_path, source_row,
        cast(null as string) as plan_change_approval,
        2 as precedence
    from reports
),

-- Who came first by arrival: a file for an earlier month that came later takes no project away. A
-- project that nobody filed belongs to the unit that reported it first.
ranked_claims as (
    select
        *,
        row_number() over (
            partition by project_code
            order by precedence, received_on, report_month, source_path, source_row
        ) = 1 as is_first,
        row_number() over (
            partition by project_code, unit_code, report_month, precedence
            order by received_on desc, source_path desc, source_row desc
        ) = 1 as is_in_force,
        first_value(unit_code) over by_approval = unit_code
        and first_value(report_month) over by_approval = report_month
        and plan_change_approval is not null as is_newly_approved,
        min(report_month) over (partition by project_code) as first_claimed_month,
        min(report_month) over (partition by project_code, unit_code) as first_own_month
    from claims
    window by_approval as (
        partition by project_code, {{ approval_key('plan_change_approval') }}
        order by received_on, report_month, source_path, source_row
    )
),

-- An approval number counts in the month of the unit with which it arrived, if its row in force
-- bears it.
events as (
    select * from ranked_claims
    where is_first or (is_newly_approved and is_in_force)
),

last_of_month as (
    select
        *,
        row_number() over (
            partition by project_code, is_first, report_month
            order by received_on desc, source_path desc
        ) as recency
    from events
),

-- The first owner has the project from the beginning, whenever it filed it.
spans as (
    select
        *,
        row_number() over by_month = 1 as is_first_owner,
        lead(report_month) over by_month as to_month
    from last_of_month
    where recency = 1
    window by_month as (
        partition by project_code order by case when is_first then 0 else 1 end, report_month
    )
),

dated as (
    select
        project_code,
        unit_code,
        precedence = 1 as is_filed,
        case when is_first_owner then first_claimed_month else report_month end as from_month,
        case when is_first_owner then first_own_month else report_month end as first_month,
        to_month,
        received_on
    from spans
),

int_projects__owners as (
    select * from dated
    where to_month is null or from_month < to_month
)

select * from int_projects__owners
