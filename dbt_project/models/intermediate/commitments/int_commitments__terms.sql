{#- What bound a promise, with the row that says so: the first one, then each that was approved. -#}

with versions as (
    select
        *,
        row_number() over (
            partition by unit_code, commitment_id, baseline_number order by report_month
        ) as row_of_baseline
    from {{ ref('int_commitments__versions') }}
),

int_commitments__terms as (
    select
        unit_code,
        commitment_id,
        project_code,
        commitment_type,
        baseline_number,
        baseline_due_on as due_on,
        baseline_promised_value as promised_value,
        -- A promise without a value names nothing that a report could show.
        commitment_type in ('开工', '竣工') or baseline_promised_value is not null as is_measurable,
        -- The first row, or the one that brought the approval: each has a deadline.
        case
            when baseline_number = 0 then first_due_on_submission_id
            else brought_due_on_submission_id
        end as submission_id,
        case
            when baseline_number = 0 then first_due_on_source_row else brought_due_on_source_row
        end as source_row
    from versions
    where row_of_baseline = 1
)

select * from int_commitments__terms
