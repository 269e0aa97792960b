with registered as (
    select * from {{ ref('int_commitments__registered') }}
    where is_first_promised
),

{{ baselines(
    'registered',
    identity='unit_code, commitment_id',
    approval='change_approval',
    scopes={
        'due_on': 'unit_code, commitment_id',
        'promised_value': 'unit_code, commitment_id',
    },
    placed=['due_on'],
) }},

int_commitments__versions as (
    select * from baselined
)

select * from int_commitments__versions
