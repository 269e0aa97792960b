{#- The rows of an indicator that count otherwise today than when the month was published. -#}
{%- set columns = [
    'project_code', 'numerator', 'denominator', 'submission_id', 'source_row', 'plan_submission_id',
    'plan_source_row',
] -%}
{%- set rows = columns[3:] -%}

with publications as (
    select publication_id, report_month from {{ ref('stg_ledger__publications') }}
),

indicators as (
    select * from {{ ref('dim_indicator') }}
),

sides as (
    select
        'published' as side,
        publication_id,
        unit_code,
        report_month,
        indicator,
        item,
        {{ columns | join(', ') }}
    from {{ ref('stg_ledger__items') }}

    union all

    select
        'now' as side,
        publications.publication_id,
        items.unit_code,
        items.report_month,
        items.indicator,
        items.item,
        {{ columns | join(', ') }}
    from publications
    inner join {{ ref('fct_indicator_items') }} as items
        on publications.report_month = items.report_month
),

compared as (
    select
        count(case when side = 'now' then 1 end) > 0 as is_counted,
        {%- for column in columns %}
        max(case when side = 'published' then {{ column }} end) as published_{{ column }},
        max(case when side = 'now' then {{ column }} end) as {{ column }},
        {%- endfor %}
        publication_id,
        unit_code,
        report_month,
        indicator,
        item
    from sides
    group by publication_id, unit_code, report_month, indicator, item
),

-- What adds nothing is no other than what is not there.
differing as (
    select
        compared.*,
        coalesce(compared.project_code, compared.published_project_code) as of_project,
        case when not compared.is_counted then compared.unit_code end as lost_by,
        indicators.plan_entity
    from compared
    inner join indicators on compared.indicator = indicators.indicator
    where
        coalesce(compared.published_numerator, 0) <> coalesce(compared.numerator, 0)
        or coalesce(compared.published_denominator, 0) <> coalesce(compared.denominator, 0)
),

-- What does not count any more has rows that say why: those that speak of it still, otherwise those
-- that took it out. Joined by comparisons alone, which DuckDB hashes.
int_publications__restated as (
    select
        differing.publication_id,
        differing.unit_code,
        differing.report_month,
        differing.indicator,
        differing.item,
        differing.of_project as project_code,
        case when standing.item is null then lost.lost_as end as lost_as,
        {%- for measure in ['numerator', 'denominator'] %}
        differing.published_{{ measure }},
        differing.{{ measure }},
        {%- endfor %}
        {%- for column in rows %}
        differing.published_{{ column }},
        {%- if not column.startswith('plan_') %}
        case
            when differing.is_counted then differing.{{ column }}
            else coalesce(standing.{{ column }}, lost.{{ column }})
        end as {{ column }},
        {%- else %}
        case
            when differing.is_counted then differing.{{ column }} else standing.{{ column }}
        end as {{ column }},
        {%- endif %}
        {%- endfor %}
        case when standing.item is null then lost.entity end as lost_entity,
        case when standing.item is null then lost.field end as lost_field,
        case when standing.item is null then lost.sheet end as lost_sheet
    from differing
    left join {{ ref('int_publications__standing') }} as standing
        on
            differing.plan_entity = standing.entity
            and differing.lost_by = standing.unit_code
            and differing.item = standing.item
            and differing.report_month >= standing.from_month
            and {{ before('differing.report_month', 'standing.to_month') }}
    left join {{ ref('int_publications__lost') }} as lost
        on
            differing.lost_by = lost.unit_code
            and differing.report_month = lost.report_month
            and differing.of_project = lost.project_code
)

select * from int_publications__restated
