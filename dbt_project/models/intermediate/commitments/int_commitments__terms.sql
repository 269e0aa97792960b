with int_commitments__terms as (
    select distinct
        unit_code,
        commitment_id,
        project_code,
        commitment_type,
        baseline_number,
        baseline_due_on as due_on,
        baseline_promised_value as promised_value,
        -- A promise without a value names nothing that a report could show.
        commitment_type in ('开工', '竣工') or baseline_promised_value is not null as is_measurable
    from {{ ref('int_commitments__versions') }}
)

select * from int_commitments__terms
