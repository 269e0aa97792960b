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
        indicators.plan_entity
    from compared
    inner join indicators on compared.indicator = indicators.indicator
    where
        coalesce(compared.published_numerator, 0) <> coalesce(compared.numerator, 0)
        or coalesce(compared.published_denominator, 0) <> coalesce(compared.denominator, 0)
),

-- What does not count any more has rows that say why.
int_publications__restated as (
    select
        differing.publication_id,
        differing.unit_code,
        differing.report_month,
        differing.indicator,
        differing.item,
        differing.of_project as project_code,
        lost.lost_as,
        {%- for measure in ['numerator', 'denominator'] %}
        differing.published_{{ measure }},
        differing.{{ measure }},
        {%- endfor %}
        {%- for column in rows %}
        differing.published_{{ column }},
        {%- if not column.startswith('plan_') %}
        case
            when differing.is_counted then differing.{{ column }}
            else coalesce(lost.{{ column }}, standing.{{ column }})
        end as {{ column }},
        {%- else %}
        case
            when differing.is_counted then differing.{{ column }} else standing.{{ column }}
        end as {{ column }},
        {%- endif %}
        {%- endfor %}
        lost.entity as lost_entity,
        lost.field as lost_field,
        lost.sheet as lost_sheet
    from differing
    left join {{ ref('int_publications__standing') }} as standing
        on
            not differing.is_counted
            and differing.plan_entity = standing.entity
            and differing.unit_code = standing.unit_code
            and differing.item = standing.item
            and differing.report_month >= standing.from_month
            and {{ before('differing.report_month', 'standing.to_month') }}
    left join {{ ref('int_publications__lost') }} as lost
        on
            not differing.is_counted
            and standing.item is null
            and differing.unit_code = lost.unit_code
            and differing.report_month = lost.report_month
            and differing.of_project = lost.project_code
)

select * from int_publications__restated
