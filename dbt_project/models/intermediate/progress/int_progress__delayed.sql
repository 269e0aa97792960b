with monthly as (
    select * from {{ ref('int_progress__monthly') }}
),

judged as (
    select
        *,
        {{ is_started_status('status') }} as is_started,
        {{ is_finished_status('status') }} as is_finished
    from monthly
),

-- What did not happen yet counts to the end of the month, once it is due.
measured as (
    select
        *,
        case
            when is_started then actual_start_date when not is_started then month_end
        end as started_by,
        case
            when is_finished then actual_finish_date when not is_finished then month_end
        end as finished_by
    from judged
),

int_progress__delayed as (
    select
        {%- for delay, planned, done, reached in [
            ('start_delay_days', 'planned_start_date', 'started_by', 'is_started'),
            ('first_start_delay_days', 'first_planned_start_date', 'started_by', 'is_started'),
            ('finish_delay_days', 'planned_finish_date', 'finished_by', 'is_finished'),
            ('first_finish_delay_days', 'first_planned_finish_date', 'finished_by', 'is_finished'),
        ] %}
        case
            when {{ reached }} or {{ done }} > {{ planned }}
                then cast({{ dbt.datediff(planned, done, 'day') }} as integer)
        end as {{ delay }},
        {%- endfor %}
        *
    from measured
)

select * from int_progress__delayed
