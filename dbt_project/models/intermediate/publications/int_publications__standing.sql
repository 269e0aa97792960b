{#- The rows that speak today of each thing that an indicator may count, whether it counts or not,
    from `from_month` until before `to_month`. `entity` is that of the indicator's plan. -#}
{%- set rows = 'submission_id, source_row, plan_submission_id, plan_source_row' -%}
{%- set following = add_months('report_month', 1) -%}

with targets as (
    select
        targets.unit_code,
        targets.report_month,
        targets.indicator,
        capital.submission_id,
        capital.source_row,
        targets.submission_id as plan_submission_id,
        targets.source_row as plan_source_row
    from {{ ref('fct_targets') }} as targets
    left join {{ ref('fct_capital_attraction') }} as capital
        on
            targets.unit_code = capital.unit_code
            and targets.report_month = capital.report_month
),

int_publications__standing as (
    select
        'projects' as entity,
        unit_code,
        project_code as item,
        report_month as from_month,
        {{ following }} as to_month,
        {{ rows }}
    from {{ ref('fct_progress') }}

    union all

    select
        'commitments' as entity,
        unit_code,
        commitment_id as item,
        report_month as from_month,
        {{ following }} as to_month,
        {{ rows }}
    from {{ ref('fct_commitments_monthly') }}

    union all

    select
        'issues' as entity,
        unit_code,
        issue_id as item,
        report_month as from_month,
        next_report_month as to_month,
        submission_id,
        source_row,
        first_submission_id as plan_submission_id,
        first_source_row as plan_source_row
    from {{ ref('int_issues__versions') }}

    union all

    select
        'targets' as entity,
        unit_code,
        indicator as item,
        report_month as from_month,
        {{ following }} as to_month,
        {{ rows }}
    from targets

    union all

    select
        'observations' as entity,
        unit_code,
        round_id || '/' || project_code as item,
        cast('1970-01-01' as date) as from_month,
        cast(null as date) as to_month,
        submission_id,
        source_row,
        cast(null as string) as plan_submission_id,
        cast(null as bigint) as plan_source_row
    from {{ ref('fct_observations') }}
)

select * from int_publications__standing
