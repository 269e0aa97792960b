with source as (
    select * from {{ source('landing', 'issues') }}
),

stg_landing__issues as (
    select
        submission_id,
        unit_code,
        source_path,
        sheet,
        report_month,
        received_on,
        source_row,
        absent_fields,
        issue_id,
        project_code,
        category,
        description,
        raised_on,
        measure,
        responsible_unit,
        responsible_person,
        due_on,
        status,
        closed_on
    from source
    where {{ received_by_as_of() }}
)

select * from stg_landing__issues
