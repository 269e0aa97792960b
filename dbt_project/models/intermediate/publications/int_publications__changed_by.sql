{#- The files that arrived after a publication and say what was restated. -#}

with restated as (
    select * from {{ ref('int_publications__restated') }}
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
    select silent.publication_id, silent.unit_code, compared.indicator, submissions.submission_id
    from silent
    inner join {{ ref('int_publications__compared') }} as compared
        on
            silent.publication_id = compared.publication_id
            and silent.unit_code = compared.unit_code
    inner join {{ ref('stg_landing__submissions') }} as submissions
        on
            silent.unit_code = submissions.unit_code
            and silent.report_month = submissions.report_month
),

int_publications__changed_by as (
    select
        told.publication_id,
        told.unit_code,
        told.indicator,
        {{ sorted_texts('told.submission_id') }} as submission_ids
    from told
    inner join {{ ref('stg_landing__submissions') }} as submissions
        on told.submission_id = submissions.submission_id
    inner join {{ ref('stg_ledger__publications') }} as publications
        on
            told.publication_id = publications.publication_id
            and publications.last_received_on < submissions.received_on
    group by told.publication_id, told.unit_code, told.indicator
)

select * from int_publications__changed_by
