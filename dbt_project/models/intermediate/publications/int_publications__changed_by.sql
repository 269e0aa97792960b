{#- The files that a publication did not know and that restate an indicator of a unit: those whose
    rows count for it today. Where all of these were known, those that restate the unit otherwise, as
    it is silent now, or has other weights; then those that speak of the same projects. -#}

with restated as (
    select * from {{ ref('int_publications__restated') }}
),

compared as (
    select publication_id, unit_code, indicator from {{ ref('int_publications__compared') }}
),

new_files as (
    select * from {{ ref('int_publications__new_files') }}
),

-- Who was silent has changed by any report of the month, also where it has nothing of a kind.
silent as (
    select publication_id, unit_code, report_month
    from {{ ref('stg_ledger__rankings') }}
    where is_silent
),

rows_of_projects as (
    {% for entity in ['projects', 'monthly_progress', 'commitments', 'issues'] -%}
    select project_code, submission_id from {{ ref('stg_landing__' ~ entity) }}
    {{ 'union' if not loop.last }}
    {% endfor %}
),

files as (
    select publication_id, unit_code, indicator, submission_id from restated
    union
    select publication_id, unit_code, indicator, plan_submission_id from restated
),

told as (
    select 1 as nearness, publication_id, unit_code, indicator, submission_id from files

    union

    select 1 as nearness, compared.*, new_files.submission_id
    from compared
    inner join silent
        on
            compared.publication_id = silent.publication_id
            and compared.unit_code = silent.unit_code
    inner join new_files
        on
            silent.publication_id = new_files.publication_id
            and silent.unit_code = new_files.unit_code
            and silent.report_month = new_files.report_month

    union

    select 2 as nearness, compared.*, files.submission_id
    from compared
    inner join files
        on
            compared.publication_id = files.publication_id
            and compared.unit_code = files.unit_code

    union

    select
        3 as nearness,
        restated.publication_id,
        restated.unit_code,
        restated.indicator,
        rows_of_projects.submission_id
    from restated
    inner join rows_of_projects on restated.project_code = rows_of_projects.project_code
),

new_ones as (
    select
        told.*,
        min(told.nearness)
            over (partition by told.publication_id, told.unit_code, told.indicator) as nearest
    from told
    inner join new_files
        on
            told.publication_id = new_files.publication_id
            and told.submission_id = new_files.submission_id
),

int_publications__changed_by as (
    select
        publication_id,
        unit_code,
        indicator,
        {{ sorted_texts('submission_id') }} as submission_ids
    from new_ones
    where nearness = nearest
    group by publication_id, unit_code, indicator
)

select * from int_publications__changed_by
