with months as (
    select * from {{ ref('int_months__reported') }}
),

versions as (
    select * from {{ ref('int_commitments__versions') }}
),

terms as (
    select * from {{ ref('int_commitments__terms') }}
),

evidence as (
    select * from {{ ref('int_commitments__evidence') }}
),

gathered as (
    select
        terms.unit_code,
        terms.commitment_id,
        months.report_month,
        terms.project_code,
        terms.commitment_type,
        terms.due_on,
        terms.promised_value,
        terms.baseline_number,
        terms.is_measurable,
        terms.due_on <= months.month_end as is_due,
        evidence.reached_on,
        evidence.reported_value,
        evidence.submission_id,
        evidence.source_row,
        terms.submission_id as plan_submission_id,
        terms.source_row as plan_source_row,
        coalesce(evidence.due_by, terms.due_on) as due_by
    from months
    inner join versions
        on
            months.unit_code = versions.unit_code
            and months.report_month >= versions.report_month
            and {{ before('months.report_month', 'versions.next_report_month') }}
    inner join terms
        on
            versions.unit_code = terms.unit_code
            and versions.commitment_id = terms.commitment_id
            and versions.baseline_number = terms.baseline_number
    left join evidence
        on
            terms.unit_code = evidence.unit_code
            and terms.commitment_id = evidence.commitment_id
            and terms.baseline_number = evidence.baseline_number
            and months.report_month >= evidence.report_month
            and {{ before('months.report_month', 'evidence.next_report_month') }}
    where months.year <= extract(year from terms.due_on)
),

fct_commitments_monthly as (
    select
        commitment_id,
        unit_code,
        report_month,
        project_code,
        commitment_type,
        due_on,
        cast(promised_value as decimal(18, 2)) as promised_value,
        baseline_number,
        reached_on as fulfilled_on,
        cast(reported_value as decimal(18, 2)) as fulfilled_value,
        is_due,
        {{ commitment_state('is_measurable', 'reached_on', 'due_by', 'is_due') }}
            as commitment_state,
        submission_id,
        source_row,
        plan_submission_id,
        plan_source_row
    from gathered
)

select * from fct_commitments_monthly
