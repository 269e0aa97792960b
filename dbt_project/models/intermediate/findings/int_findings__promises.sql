{#- Promises that were written over; what was first written, or approved, still counts. -#}
{%- set labels = {'due_on': ('承诺时限', 'deadline'), 'promised_value': ('承诺值', 'promised value')} -%}

with versions as (
    select
        versions.*,
        coalesce(versions.previous_due_on, versions.first_due_on) as due_on_in_row_before,
        coalesce(versions.previous_promised_value, versions.first_promised_value)
            as promised_value_in_row_before,
        months.promise_changed__amount_ratio,
        months.promise_changed__days
    from {{ ref('int_commitments__versions') }} as versions
    inner join {{ ref('int_months__thresholds') }} as months
        on versions.report_month = months.report_month
),

changes as (
    select
        submission_id, unit_code, project_code, report_month, sheet, source_row, commitment_id,
        is_newly_approved, change_approval, change_reason,
        is_due_on_approved or is_promised_value_approved as is_approved_change,
        {{ day_moved(
            'due_on', 'due_on_in_row_before', 'baseline_due_on', 'promise_changed__days'
        ) }} as is_due_on_changed,
        {{ amount_moved(
            'promised_value', 'promised_value_in_row_before', 'baseline_promised_value',
            'promise_changed__amount_ratio'
        ) }} as is_promised_value_changed,
        coalesce({{ looks_swapped('due_on', 'baseline_due_on') }}, false) as is_due_on_swapped,
        false as is_promised_value_swapped,
        cast(due_on as string) as due_on,
        cast(baseline_due_on as string) as due_on_before,
        cast(cast(promised_value as decimal(18, 2)) as string) as promised_value,
        cast(cast(baseline_promised_value as decimal(18, 2)) as string) as promised_value_before
    from versions
),

worded as (
    select
        *,
        {{ first_changed(labels, 'field') }} as field,
        {{ first_changed(labels, 'value') }} as first_value,
        {{ first_changed(labels, 'before') }} as first_value_before,
        concat(commitment_id, '（', {{ changes_in_words(labels, 0) }}, '）') as words_zh,
        concat(commitment_id, ' (', {{ changes_in_words(labels, 1) }}, ')') as words_en
    from changes
),

reused as (
    select *
    from {{ ref('int_commitments__registered') }}
    where not is_first_promised and is_in_force
),

int_findings__promises as (
    select
        {{ finding(
            'promise_changed', 'commitments', value='first_value', other='first_value_before',
            words_zh='words_zh', words_en='words_en'
        ) }}
    from worded
    where field is not null

    union all

    select
        {{ finding(
            'promise_change_without_reason', 'commitments', 'change_reason', other='commitment_id',
            words_zh='change_approval', words_en='change_approval'
        ) }}
    from worded
    where is_newly_approved and is_approved_change and change_reason is null

    union all

    select
        {{ finding(
            'promise_number_reused', 'commitments', 'commitment_id', value='commitment_id'
        ) }}
    from reused
)

select * from int_findings__promises
