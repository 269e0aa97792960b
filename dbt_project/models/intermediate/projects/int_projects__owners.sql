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

-- A project that nobody filed belongs to the unit that reported it first.
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

ranked_claims as (
    select
        *,
        row_number() over (
            partition by project_code
            order by precedence, report_month, received_on, source_path, source_row
        ) as claim_number,
        row_number() over (
            partition by project_code, unit_code, report_month, precedence
            order by received_on desc, source_path desc, source_row desc
        ) as recency
    from claims
),

-- An approval number counts in the row in which it first stands, among the rows in force.
ranked_approvals as (
    select
        *,
        row_number() over (
            partition by project_code, unit_code, plan_change_approval
            order by report_month
        ) as approval_number
    from ranked_claims
    where recency = 1 and plan_change_approval is not null
),

events as (
    select project_code, unit_code, report_month, received_on, source_path, precedence
    from ranked_claims
    where claim_number = 1
    union all
    select project_code, unit_code, report_month, received_on, source_path, precedence
    from ranked_approvals
    where approval_number = 1
),

last_of_month as (
    select
        *,
        row_number() over (
            partition by project_code, report_month
            order by received_on desc, source_path desc
        ) as recency
    from events
),

-- Reports that the first owner made before it filed the project are its own as well.
first_months as (
    select project_code, unit_code, min(report_month) as first_month
    from claims
    group by project_code, unit_code
),

spans as (
    select
        project_code,
        unit_code,
        precedence = 1 as is_filed,
        report_month,
        row_number() over (partition by project_code order by report_month) as owner_number,
        lead(report_month) over (partition by project_code order by report_month) as to_month
    from last_of_month
    where recency = 1
),

int_projects__owners as (
    select
        spans.project_code,
        spans.unit_code,
        spans.is_filed,
        case
            when spans.owner_number = 1 then first_months.first_month else spans.report_month
        end as from_month,
        spans.to_month
    from spans
    inner join first_months
        on
            spans.project_code = first_months.project_code
            and spans.unit_code = first_months.unit_code
)

select * from int_projects__owners
