{#- What each light rule of the month's rulebook reads of a project: what is not known is null and
    shows no light; what is not due yet is 0. -#}

with rules as (
    select
        months.report_month,
        rules.rulebook_id,
        rules.rule_id,
        rules.indicator,
        rules.mode
    from {{ ref('int_rulebook__months') }} as months
    inner join {{ ref('int_rulebook__rules') }} as rules
        on months.rulebook_id = rules.rulebook_id
    where rules.topic = 'light'
),

projects as (
    select
        invested.*,
        delayed.is_started,
        delayed.start_delay_days,
        {{ dbt.datediff('invested.planned_start_date', 'invested.month_end', 'month') }}
            as months_since_planned_start,
        {{ dbt.datediff('invested.actual_start_date', 'invested.month_end', 'month') }}
            as months_since_start,
        extract(day from invested.month_end) - extract(day from invested.actual_start_date)
            as days_since_start
    from {{ ref('int_progress__invested') }} as invested
    inner join {{ ref('int_progress__delayed') }} as delayed
        on
            invested.project_code = delayed.project_code
            and invested.report_month = delayed.report_month
),

read_by_mode as (
    select
        *,
        -ahead_of_schedule_pp as points_behind,
        {{ ratio('completion_ratio', 'time_progress_ratio') }} as share_of_time_progress,
        -- ends of months at which it was due: 1 in the month of its planned start
        case
            when is_started or months_since_planned_start < 0 then 0
            when not is_started then months_since_planned_start + 1
        end as months_not_started,
        -- with days as 31sts: above 1 as soon as a month and a day have passed
        case
            when not is_started or is_in_statistics then 0
            when is_started then months_since_start + {{ ratio('days_since_start', '31') }}
        end as months_without_statistics,
        case
            when not is_started and planned_start_date >= month_end then 0
            else start_delay_days
        end as days_late
    from projects
),

int_lights__measured as (
    select
        projects.project_code,
        projects.report_month,
        rules.rulebook_id,
        rules.rule_id,
        rules.indicator,
        rules.mode,
        cast(
            case rules.mode
                {%- for mode in [
                    'points_behind', 'share_of_time_progress', 'months_not_started',
                    'months_without_statistics', 'days_late',
                ] %}
                when '{{ mode }}' then projects.{{ mode }}
                {%- endfor %}
            end as decimal(18, 6)
        ) as measure
    from read_by_mode as projects
    inner join rules
        on projects.report_month = rules.report_month
)

select * from int_lights__measured
