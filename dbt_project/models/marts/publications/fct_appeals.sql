with appeals as (
    select * from {{ ref('stg_ledger__appeals') }}
),

decisions as (
    select * from {{ ref('stg_ledger__decisions') }}
),

publications as (
    select * from {{ ref('stg_ledger__publications') }}
),

corrections as (
    select appeal_id, max(publication_id) as correction_publication_id
    from publications
    where appeal_id is not null
    group by appeal_id
),

timed as (
    select
        *,
        coalesce(received_on <= window_ends_on, true) as is_in_time
    from appeals
),

fct_appeals as (
    select
        timed.appeal_id,
        timed.publication_id,
        publications.report_month,
        timed.unit_code,
        timed.indicator,
        timed.grounds,
        timed.received_on,
        timed.window_ends_on,
        timed.is_in_time,
        timed.evidence_files,
        timed.is_in_time and decisions.appeal_id is null as is_open,
        decisions.ruling,
        decisions.reason as ruling_reason,
        decisions.decided_on,
        corrections.correction_publication_id
    from timed
    inner join publications on timed.publication_id = publications.publication_id
    left join decisions on timed.appeal_id = decisions.appeal_id
    left join corrections on timed.appeal_id = corrections.appeal_id
)

select * from fct_appeals
