with versions as (
    select * from {{ ref('int_commitments__versions') }}
    where next_report_month is null
),

judged as (
    select * from {{ ref('int_commitments__judged') }}
),

fct_commitments as (
    select
        versions.commitment_id,
        versions.project_code,
        versions.unit_code,
        versions.commitment_type,
        versions.content,
        versions.promised_on,
        versions.due_on,
        versions.first_due_on,
        versions.baseline_due_on,
        cast(versions.promised_value as decimal(18, 2)) as promised_value,
        cast(versions.first_promised_value as decimal(18, 2)) as first_promised_value,
        cast(versions.baseline_promised_value as decimal(18, 2)) as baseline_promised_value,
        versions.baseline_number,
        judged.reached_on as fulfilled_on,
        cast(judged.reported_value as decimal(18, 2)) as fulfilled_value,
        judged.commitment_state,
        judged.days_late,
        firsts.commitment_state as first_commitment_state,
        firsts.days_late as first_days_late,
        versions.submission_id,
        versions.source_row
    from versions
    inner join judged
        on
            versions.unit_code = judged.unit_code
            and versions.commitment_id = judged.commitment_id
            and versions.baseline_number = judged.baseline_number
    inner join judged as firsts
        on
            versions.unit_code = firsts.unit_code
            and versions.commitment_id = firsts.commitment_id
            and firsts.baseline_number = 0
)

select * from fct_commitments
