{#- The files that a publication did not know and that say what was restated. -#}

with restated as (
    select * from {{ ref('int_publications__restated') }}
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

told as (
    select publication_id, unit_code, indicator, submission_id from restated
    union
    select publication_id, unit_code, indicator, plan_submission_id from restated
    union
    select silent.publication_id, silent.unit_code, compared.indicator, new_files.submission_id
    from silent
    inner join {{ ref('int_publications__compared') }} as compared
        on
            silent.publication_id = compared.publication_id
            and silent.unit_code = compared.unit_code
    inner join new_files
        on
            silent.publication_id = new_files.publication_id
            and silent.unit_code = new_files.unit_code
            and silent.report_month = new_files.report_month
),

int_publications__changed_by as (
    select
        told.publication_id,
        told.unit_code,
        told.indicator,
        {{ sorted_texts('told.submission_id') }} as submission_ids
    from told
    inner join new_files
        on
            told.publication_id = new_files.publication_id
            and told.submission_id = new_files.submission_id
    group by told.publication_id, told.unit_code, told.indicator
)

select * from int_publications__changed_by
