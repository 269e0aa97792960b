with restated as (
    select * from {{ ref('int_publications__restated') }}
),

indicators as (
    select * from {{ ref('dim_indicator') }}
),

cells as (
    select * from {{ ref('int_publications__cells') }}
),

fct_restated_items as (
    select
        restated.publication_id,
        restated.unit_code,
        restated.report_month,
        restated.indicator,
        restated.item,
        restated.project_code,
        restated.published_numerator,
        restated.numerator,
        restated.published_denominator,
        restated.denominator,
        restated.published_submission_id,
        restated.published_source_row,
        restated.submission_id,
        cells.source_path,
        cells.received_on,
        cells.sheet,
        restated.source_row,
        cells.cell,
        restated.plan_submission_id,
        plan_cells.source_path as plan_source_path,
        plan_cells.received_on as plan_received_on,
        plan_cells.sheet as plan_sheet,
        restated.plan_source_row,
        plan_cells.cell as plan_cell
    from restated
    inner join indicators on restated.indicator = indicators.indicator
    left join cells
        on
            restated.item = cells.item
            and restated.submission_id = cells.submission_id
            and restated.source_row = cells.source_row
            and indicators.entity = cells.entity
            and split_part(indicators.fields, ',', 1) = cells.field
    left join cells as plan_cells
        on
            restated.item = plan_cells.item
            and restated.plan_submission_id = plan_cells.submission_id
            and restated.plan_source_row = plan_cells.source_row
            and indicators.plan_entity = plan_cells.entity
            and split_part(indicators.plan_fields, ',', 1) = plan_cells.field
)

select * from fct_restated_items
