with submissions as (
    select * from {{ ref('int_submissions__judged') }}
),

fct_submissions as (
    select
        submission_id,
        unit_code,
        report_month,
        is_combined_month,
        received_on,
        source_path,
        sha256,
        form_version,
        rules_version,
        {% if var('rules_version') -%}
        rules_version = '{{ var("rules_version") }}'
        {%- else -%}
        cast(null as boolean)
        {%- endif %} as is_judged_by_current_rules,
        outcome,
        refusal_rule_id,
        refusal_reason,
        refusal_reason_en,
        rows_read,
        rows_accepted,
        rows_rejected,
        rows_skipped,
        due_on,
        is_on_time,
        cast(days_late as integer) as days_late,
        decides_timeliness
    from submissions
)

select * from fct_submissions
