{#- The files that arrived after a publication and say what was restated. -#}

with restated as (
    select * from {{ ref('int_publications__restated') }}
),

told as (
    select publication_id, unit_code, indicator, submission_id from restated
    union
    select publication_id, unit_code, indicator, plan_submission_id from restated
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
