-- Promises and deadlines that were written over; what was first written still counts.
with promises as (
    select
        *,
        not is_newly_approved
        and due_on <> previous_due_on and due_on <> baseline_due_on as is_moved,
        not is_newly_approved
        and promised_value <> previous_promised_value
        and promised_value <> baseline_promised_value as is_rewritten
    from {{ ref('int_commitments__versions') }}
),

issues as (
    select
        *,
        lag(due_on) over (partition by unit_code, issue_id order by report_month)
            as previous_due_on
    from {{ ref('int_issues__versions') }}
),

int_findings__promises as (
    select
        {{ finding(
            'promise_changed', 'commitments', 'due_on',
            value='due_on', other='baseline_due_on', words_zh='commitment_id', words_en='commitment_id'
        ) }}
    from promises
    where is_moved

    union all

    select
        {{ finding(
            'promise_changed', 'commitments', 'promised_value',
            value='cast(promised_value as decimal(18, 2))',
            other='cast(baseline_promised_value as decimal(18, 2))',
            words_zh='commitment_id', words_en='commitment_id'
        ) }}
    from promises
    where is_rewritten

    union all

    select
        {{ finding(
            'issue_deadline_moved', 'issues', 'due_on',
            value='due_on', other='first_due_on', words_zh='issue_id', words_en='issue_id'
        ) }}
    from issues
    where due_on > previous_due_on
)

select * from int_findings__promises
