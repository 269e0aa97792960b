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

delays as (
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
),

fct_progress as (
    select
        project_code,
        unit_code,
        report_month,
        is_filed,
        category,
        level,
        construction_type,
        batch,
        planned_start_date,
        planned_finish_date,
        total_investment_cny_10k,
        annual_plan_cny_10k,
        status,
        cast(physical_progress_pct as decimal(9, 2)) as physical_progress_pct,
        is_started,
        actual_start_date,
        start_delay_days,
        first_start_delay_days,
        is_resumed,
        resumed_on,
        is_finished,
        actual_finish_date,
        finish_delay_days,
        first_finish_delay_days,
        workers_on_site,
        case
            when start_delay_days >= progress_light__red_from_days_late then 'red'
            when start_delay_days >= progress_light__orange_from_days_late then 'orange'
            when start_delay_days > 0 then 'yellow'
            when start_delay_days <= 0 then 'green'
            when not is_started and planned_start_date >= month_end then 'green'
        end as progress_light,
        submission_id,
        source_row
    from delays
)

select * from fct_progress
