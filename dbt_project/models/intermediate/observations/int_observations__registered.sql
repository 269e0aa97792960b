with rows_in_order as (
    {{ register(
        'observations',
        key="round_id, subject_unit_code, coalesce(project_code, ''), judge_id",
        required=['round_id', 'observed_on', 'subject_unit_code', 'project_code', 'judge_id'],
        optional={'vote_rank': 'bigint', 'score': 'decimal(20, 6)', 'is_look_back': 'boolean'},
        of_project=false,
    ) }}
),

int_observations__registered as (
    select
        round_id,
        observed_on,
        subject_unit_code as unit_code,
        coalesce(project_code, '') as project_code,
        judge_id,
        vote_rank,
        score,
        coalesce(is_look_back, false) as is_look_back,
        submission_id,
        received_on,
        source_path,
        source_row
    from rows_in_order
    where is_current
)

select * from int_observations__registered
