with source as (
    select * from {{ source('landing', 'observations') }}
),

stg_landing__observations as (
    select
        submission_id,
        unit_code,
        source_path,
        sheet,
        report_month,
        received_on,
        source_row,
        absent_fields,
        round_id,
        observed_on,
        subject_unit_code,
        project_code,
        judge_id,
        vote_rank,
        score,
        is_look_back
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__observations
