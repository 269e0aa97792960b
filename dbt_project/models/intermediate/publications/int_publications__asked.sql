{#- What is asked of the landing: for each thing that counts otherwise today the row that says so,
    for both sides of the indicator, and the row that said it then. What did not count then has the
    latest row that counted of its project otherwise. -#}

with restated as (
    select * from {{ ref('int_publications__restated') }}
),

indicators as (
    select * from {{ ref('dim_indicator') }}
),

counted as (
    {% for side in ['', 'plan_'] -%}
    select
        items.publication_id,
        items.unit_code,
        items.project_code,
        {{ 'indicators.' ~ side ~ 'entity' }} as entity,
        {{ 'items.' ~ side ~ 'submission_id' }} as submission_id,
        {{ 'items.' ~ side ~ 'source_row' }} as source_row
    from {{ ref('stg_ledger__items') }} as items
    inner join indicators on items.indicator = indicators.indicator
    where items.item = items.project_code
    {{ 'union' if not loop.last }}
    {% endfor %}
),

latest as (
    select
        counted.*,
        row_number() over (
            partition by
                counted.publication_id, counted.unit_code, counted.project_code, counted.entity
            order by
                submissions.received_on desc,
                submissions.source_path desc,
                counted.source_row desc
        ) as recency
    from counted
    inner join {{ ref('stg_landing__submissions') }} as submissions
        on counted.submission_id = submissions.submission_id
),

wanted as (
    select
        restated.publication_id,
        restated.unit_code,
        restated.indicator,
        restated.item,
        'reached' as side,
        restated.project_code,
        coalesce(restated.lost_entity, indicators.entity) as entity,
        case when restated.lost_as is null then indicators.fields else restated.lost_field end
            as fields,
        restated.submission_id,
        restated.source_row,
        restated.published_submission_id,
        restated.published_source_row,
        restated.lost_sheet
    from restated
    inner join indicators on restated.indicator = indicators.indicator

    union all

    select
        restated.publication_id,
        restated.unit_code,
        restated.indicator,
        restated.item,
        'plan' as side,
        restated.project_code,
        indicators.plan_entity as entity,
        indicators.plan_fields as fields,
        restated.plan_submission_id as submission_id,
        restated.plan_source_row as source_row,
        restated.published_plan_submission_id as published_submission_id,
        restated.published_plan_source_row as published_source_row,
        cast(null as string) as lost_sheet
    from restated
    inner join indicators on restated.indicator = indicators.indicator
),

int_publications__asked as (
    select
        wanted.publication_id,
        wanted.unit_code,
        wanted.indicator,
        wanted.item,
        wanted.side,
        wanted.project_code,
        wanted.entity,
        wanted.fields,
        wanted.submission_id,
        wanted.source_row,
        coalesce(wanted.published_submission_id, latest.submission_id) as published_submission_id,
        coalesce(wanted.published_source_row, latest.source_row) as published_source_row,
        wanted.lost_sheet
    from wanted
    left join latest
        on
            wanted.published_submission_id is null
            and wanted.publication_id = latest.publication_id
            and wanted.unit_code = latest.unit_code
            and wanted.project_code = latest.project_code
            and wanted.entity = latest.entity
            and latest.recency = 1
)

select * from int_publications__asked
