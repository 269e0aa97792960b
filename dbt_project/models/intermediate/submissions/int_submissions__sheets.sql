with sheets as (
    select * from {{ ref('stg_landing__submission_sheets') }}
),

submissions as (
    select * from {{ ref('int_submissions__judged') }}
    where is_counted
),

int_submissions__sheets as (
    select
        sheets.submission_id,
        sheets.unit_code,
        sheets.report_month,
        sheets.received_on,
        submissions.source_path,
        sheets.entity,
        sheets.sheet,
        cast(extract(year from sheets.report_month) as integer) as year,
        row_number() over (
            partition by sheets.unit_code, sheets.report_month, sheets.entity
            order by sheets.received_on desc, submissions.source_path desc, sheets.sheet desc
        ) = 1 as is_last_of_month
    from sheets
    inner join submissions on sheets.submission_id = submissions.submission_id
)

select * from int_submissions__sheets
