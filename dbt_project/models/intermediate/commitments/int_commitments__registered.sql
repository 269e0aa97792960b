with rows_in_order as (
    {{ register(
        'commitments',
        key='unit_code, commitment_id',
        required=[
            'commitment_id', 'project_code', 'commitment_type', 'due_on', 'change_approval',
            'change_reason',
        ],
        optional={'content': 'string', 'promised_value': 'decimal(20, 6)', 'promised_on': 'date'},
    ) }}
),

-- A number that is used again, for another project or of another kind, is no new promise.
as_first_promised as (
    select
        *,
        first_value(project_code) over (
            partition by unit_code, commitment_id order by row_in_register
        ) as first_project_code,
        first_value(commitment_type) over (
            partition by unit_code, commitment_id order by row_in_register
        ) as first_commitment_type,
        first_value(submission_id) over (
            partition by unit_code, commitment_id order by row_in_register
        ) as first_submission_id,
        first_value(source_row) over (
            partition by unit_code, commitment_id order by row_in_register
        ) as first_source_row
    from rows_in_order
),

int_commitments__registered as (
    select * from as_first_promised
    where project_code = first_project_code and commitment_type = first_commitment_type
)

select * from int_commitments__registered
