with rows_in_order as (
    {{ register(
        'commitments',
        key='unit_code, commitment_id, project_code, commitment_type',
        required=[
            'commitment_id', 'project_code', 'commitment_type', 'due_on', 'change_approval',
            'change_reason',
        ],
        optional={'content': 'string', 'promised_value': 'decimal(20, 6)', 'promised_on': 'date'},
    ) }}
),

-- A number that is used again, for another project or of another kind, is no new promise.
int_commitments__registered as (
    select
        *,
        first_value(project_code) over by_arrival = project_code
        and first_value(commitment_type) over by_arrival = commitment_type as is_first_promised
    from rows_in_order
    window by_arrival as (
        partition by unit_code, commitment_id
        order by received_on, report_month, source_path, source_row
    )
)

select * from int_commitments__registered
