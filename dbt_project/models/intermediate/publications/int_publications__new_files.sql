{#- The files that a publication did not know; one that does not say what it knew goes by days. -#}

with submissions as (
    select * from {{ ref('stg_landing__submissions') }}
),

known as (
    select * from {{ ref('stg_ledger__submissions') }}
),

telling as (
    select distinct publication_id from known
),

int_publications__new_files as (
    select
        publications.publication_id,
        submissions.submission_id,
        submissions.unit_code,
        submissions.report_month
    from {{ ref('stg_ledger__publications') }} as publications
    cross join submissions
    left join known
        on
            publications.publication_id = known.publication_id
            and submissions.submission_id = known.submission_id
    left join telling on publications.publication_id = telling.publication_id
    where
        known.submission_id is null
        and (
            telling.publication_id is not null
            or submissions.received_on > publications.last_received_on
        )
)

select * from int_publications__new_files
