{#- Where the rows that restate something stand: file, sheet, row and cell. -#}

with rows_found as (
    select * from {{ ref('int_publications__rows') }}
),

columns as (
    select * from {{ ref('stg_landing__submission_columns') }}
    where field is not null
),

-- In a form that splits an entity the field may stand in another sheet, and row.
parts as (
    select * from {{ ref('stg_landing__row_parts') }}
),

placed as (
    select
        rows_found.*,
        coalesce(columns.column_letter, columns_of_part.column_letter) as column_letter,
        case
            when columns.column_letter is null and columns_of_part.column_letter is not null
                then parts.part_row
            else rows_found.source_row
        end as cell_row,
        case
            when columns.column_letter is null and columns_of_part.column_letter is not null
                then parts.part_sheet
            else rows_found.sheet
        end as cell_sheet
    from rows_found
    left join columns
        on
            rows_found.submission_id = columns.submission_id
            and rows_found.sheet = columns.sheet
            and rows_found.field = columns.field
    left join parts
        on
            rows_found.submission_id = parts.submission_id
            and rows_found.sheet = parts.sheet
            and rows_found.source_row = parts.source_row
    left join columns as columns_of_part
        on
            parts.submission_id = columns_of_part.submission_id
            and parts.part_sheet = columns_of_part.sheet
            and rows_found.field = columns_of_part.field
),

-- Of merged cells the first one holds the text.
int_publications__cells as (
    select
        placed.publication_id,
        placed.unit_code,
        placed.indicator,
        placed.item,
        placed.side,
        placed.field,
        min(placed.source_path) as source_path,
        min(placed.received_on) as received_on,
        coalesce(
            min(case when placed.column_letter is not null then placed.cell_sheet end),
            min(placed.sheet)
        ) as sheet,
        min(
            placed.column_letter
            || cast(coalesce(merged_cells.first_row, placed.cell_row) as string)
        ) as cell
    from placed
    left join {{ ref('int_submissions__merged_cells') }} as merged_cells
        on
            placed.submission_id = merged_cells.submission_id
            and placed.cell_sheet = merged_cells.sheet
            and placed.field = merged_cells.field
            and placed.cell_row between merged_cells.first_row and merged_cells.last_row
    group by
        placed.publication_id, placed.unit_code, placed.indicator, placed.item, placed.side,
        placed.field
)

select * from int_publications__cells
