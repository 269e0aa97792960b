with columns_of_sheets as (
    select * from {{ ref('stg_landing__submission_columns') }}
    where merged_rows is not null and field is not null
),

spans as (
    select submission_id, sheet, field, {{ each_of('merged_rows') }} as span
    from columns_of_sheets
),

int_submissions__merged_cells as (
    select
        submission_id,
        sheet,
        field,
        cast({{ dbt.split_part('span', "'-'", 1) }} as bigint) as first_row,
        cast({{ dbt.split_part('span', "'-'", 2) }} as bigint) as last_row
    from spans
)

select * from int_submissions__merged_cells
