{#- What the reports of a promise's project show of it, for each of the terms that bound it. -#}

with terms as (
    select * from {{ ref('int_commitments__terms') }}
    where is_measurable
),

reports as (
    select
        *,
        {{ seen_on('report_month', 'received_on') }} as seen_on
    from {{ ref('int_progress__reported') }}
    where is_in_force
),

compared as (
    select
        terms.unit_code,
        terms.commitment_id,
        terms.baseline_number,
        terms.due_on,
        reports.submission_id,
        reports.source_row,
        reports.report_month,
        reports.seen_on,
        case terms.commitment_type
            when '开工' then {{ is_started_status('reports.status') }}
            when '竣工' then {{ is_finished_status('reports.status') }}
            when '年度投资' then reports.ytd_investment_cny_10k >= terms.promised_value
            when '进度节点' then reports.physical_progress_pct >= terms.promised_value
        end as is_reached,
        case terms.commitment_type
            when '开工' then reports.actual_start_date
            when '竣工' then reports.actual_finish_date
        end as stated_on,
        case terms.commitment_type
            when '年度投资' then reports.ytd_investment_cny_10k
            when '进度节点' then reports.physical_progress_pct
        end as reported_value
    from terms
    inner join reports on terms.project_code = reports.project_code
    -- Year-to-date investment begins again in January.
    where
        terms.commitment_type <> '年度投资'
        or extract(year from reports.report_month) = extract(year from terms.due_on)
),

evidence as (
    select
        *,
        not is_reached as is_undone
    from compared
    where is_reached is not null
),

{{ reached('evidence', key='unit_code, commitment_id, baseline_number') }},

int_commitments__evidence as (
    select
        unit_code,
        commitment_id,
        baseline_number,
        submission_id,
        source_row,
        report_month,
        next_report_month,
        is_reached,
        seen_on,
        reached_on,
        -- Where no day is stated the month is what is known: it may end before the promise fails.
        case when has_stated_day then due_on else {{ month_end('due_on') }} end as due_by,
        reported_value
    from reached
)

select * from int_commitments__evidence
