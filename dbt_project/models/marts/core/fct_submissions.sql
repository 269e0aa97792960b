with submissions as (
    select * from {{ ref('int_submissions__judged') }}
),

sheets as (
    select
        submission_id,
        {{ sorted_texts('entity') }} as entities
    from {{ ref('int_submissions__sheets') }}
    group by submission_id
),

fct_submissions as (
    select
        submissions.submission_id,
        submissions.unit_code,
        submissions.report_month,
        submissions.is_combined_month,
        submissions.received_on,
        submissions.source_path,
        submissions.sha256,
        submissions.form_version,
        submissions.rules_version,
        {% if var('rules_version') -%}
        submissions.rules_version = '{{ var("rules_version") }}'
        {%- else -%}
        cast(null as boolean)
        {%- endif %} as is_judged_by_current_rules,
        submissions.outcome,
        submissions.refusal_rule_id,
        submissions.refusal_reason,
        submissions.refusal_reason_en,
        submissions.rows_read,
        submissions.rows_accepted,
        submissions.rows_rejected,
        submissions.rows_skipped,
        submissions.due_on,
        submissions.is_on_time,
        cast(submissions.days_late as integer) as days_late,
        submissions.decides_timeliness,
        sheets.entities
    from submissions
    left join sheets on submissions.submission_id = sheets.submission_id
)

select * from fct_submissions
