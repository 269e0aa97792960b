{#- The rows of an indicator that count otherwise today than when the month was published. -#}
{%- set columns = [
    'project_code', 'numerator', 'denominator', 'submission_id', 'source_row', 'plan_submission_id',
    'plan_source_row',
] -%}

with publications as (
    select publication_id, report_month from {{ ref('stg_ledger__publications') }}
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
        count(case when side = 'published' then 1 end) as published_count,
        count(case when side = 'now' then 1 end) as now_count,
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

differing as (
    select *
    from compared
    where
        published_count <> now_count
        or {{ differs('published_numerator', 'numerator') }}
        or {{ differs('published_denominator', 'denominator') }}
),

-- What does not count any more has no row: its project's rows of the month say why.
int_publications__restated as (
    select
        differing.publication_id,
        differing.unit_code,
        differing.report_month,
        differing.indicator,
        differing.item,
        coalesce(differing.project_code, differing.published_project_code) as project_code,
        differing.published_numerator,
        differing.numerator,
        differing.published_denominator,
        differing.denominator,
        differing.published_submission_id,
        differing.published_source_row,
        case
            when differing.now_count = 0 then progress.submission_id else differing.submission_id
        end as submission_id,
        case
            when differing.now_count = 0 then progress.source_row else differing.source_row
        end as source_row,
        case
            when differing.now_count = 0 then progress.plan_submission_id
            else differing.plan_submission_id
        end as plan_submission_id,
        case
            when differing.now_count = 0 then progress.plan_source_row
            else differing.plan_source_row
        end as plan_source_row
    from differing
    left join {{ ref('fct_progress') }} as progress
        on
            differing.published_project_code = progress.project_code
            and differing.report_month = progress.report_month
)

select * from int_publications__restated
