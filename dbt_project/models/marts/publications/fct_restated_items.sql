with restated as (
    select * from {{ ref('int_publications__restated') }}
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
        restated.lost_as,
        restated.published_numerator,
        restated.numerator,
        restated.published_denominator,
        restated.denominator,
        restated.published_submission_id,
        restated.published_source_row,
        restated.submission_id,
        reached.source_path,
        reached.received_on,
        reached.sheet,
        restated.source_row,
        reached.field,
        reached.cell,
        restated.plan_submission_id,
        plan.source_path as plan_source_path,
        plan.received_on as plan_received_on,
        plan.sheet as plan_sheet,
        restated.plan_source_row,
        plan.field as plan_field,
        plan.cell as plan_cell
    from restated
    left join cells as reached
        on
            restated.publication_id = reached.publication_id
            and restated.unit_code = reached.unit_code
            and restated.indicator = reached.indicator
            and restated.item = reached.item
            and reached.side = 'reached'
    left join cells as plan
        on
            restated.publication_id = plan.publication_id
            and restated.unit_code = plan.unit_code
            and restated.indicator = plan.indicator
            and restated.item = plan.item
            and plan.side = 'plan'
)

select * from fct_restated_items
