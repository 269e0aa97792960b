{#- Each of a promise's terms as of now. -#}

with terms as (
    select * from {{ ref('int_commitments__terms') }}
),

last_evidence as (
    select * from {{ ref('int_commitments__evidence') }}
    where next_report_month is null
),

as_of as (
    select
        *,
        cast(submission_deadline__day_of_following_month as integer) - 1 as days_into_month
    from {{ ref('int_months__as_of') }}
),

gathered as (
    select
        terms.*,
        last_evidence.reached_on,
        last_evidence.reported_value,
        coalesce(last_evidence.due_by, terms.due_on) as due_by,
        not last_evidence.is_reached and last_evidence.seen_on >= last_evidence.due_by as is_denied,
        as_of.as_of,
        as_of.days_into_month,
        {{ add_months(dbt.date_trunc('month', 'terms.due_on'), 1) }} as next_month
    from terms
    cross join as_of
    left join last_evidence
        on
            terms.unit_code = last_evidence.unit_code
            and terms.commitment_id = last_evidence.commitment_id
            and terms.baseline_number = last_evidence.baseline_number
),

-- Without a report it is broken once the reports of its month had to be in.
judged as (
    select
        *,
        {{ commitment_state(
            'is_measurable', 'reached_on', 'due_by',
            'is_denied or as_of > ' ~ dbt.dateadd('day', 'days_into_month', 'next_month')
        ) }} as commitment_state
    from gathered
),

int_commitments__judged as (
    select
        *,
        cast(
            case commitment_state
                when 'kept' then 0
                when 'late' then {{ dbt.datediff('due_by', 'reached_on', 'day') }}
                when 'broken' then {{ dbt.datediff('due_on', 'as_of', 'day') }}
            end as integer
        ) as days_late
    from judged
)

select * from int_commitments__judged
