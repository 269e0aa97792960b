with months as (
    select * from {{ ref('int_months__reported') }}
),

versions as (
    select * from {{ ref('int_issues__versions') }}
),

gathered as (
    select
        versions.issue_id,
        versions.unit_code,
        months.report_month,
        versions.project_code,
        versions.raised_on,
        versions.first_due_on,
        versions.submission_id,
        versions.source_row,
        versions.first_submission_id as plan_submission_id,
        versions.first_source_row as plan_source_row,
        months.year,
        months.month_end,
        case when versions.closed_on <= months.month_end then versions.closed_on end as closed_on
    from months
    inner join versions
        on
            months.unit_code = versions.unit_code
            and months.report_month >= versions.report_month
            and {{ before('months.report_month', 'versions.next_report_month') }}
),

fct_issues_monthly as (
    select
        issue_id,
        unit_code,
        report_month,
        project_code,
        raised_on,
        first_due_on,
        closed_on,
        closed_on is not null as is_closed,
        {{ is_settled_on_time('closed_on', 'first_due_on', 'month_end') }} as is_closed_on_time,
        submission_id,
        source_row,
        plan_submission_id,
        plan_source_row
    from gathered
    where closed_on is null or extract(year from closed_on) >= year
)

select * from fct_issues_monthly
