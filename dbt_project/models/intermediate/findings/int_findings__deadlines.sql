-- Deadlines of issues that were put off; the first one still counts.
with issues as (
    select
        *,
        coalesce(
            lag(due_on) over (partition by unit_code, issue_id order by report_month),
            first_due_on
        ) as previous_due_on
    from {{ ref('int_issues__versions') }}
),

int_findings__deadlines as (
    select
        {{ finding(
            'issue_deadline_moved', 'issues', 'due_on',
            value='due_on', other='first_due_on', words_zh='issue_id', words_en='issue_id'
        ) }}
    from issues
    where due_on > previous_due_on
)

select * from int_findings__deadlines
