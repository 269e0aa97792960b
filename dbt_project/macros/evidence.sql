{#
    When something was reached, as the monthly reports show it; CTEs after `evidence`, the last one is `reached`.

    Each row of `evidence` is a report: key, report_month, is_reached, stated_on (the day that the report gives for
    it, if any), seen_on (the day of which the report can know), and is_undone: from here on what was reached
    before counts no more. A later report outweighs an earlier one, so `reached_on` is the latest day stated since
    the last report that denied it: a day can be put off, not brought forward, and is never one on which a report
    still denied it. Where none is stated it is the day of the first report that shows it. Every column is as of
    the row's own report.
#}
{% macro reached(evidence, key) -%}
denials as (
    select
        *,
        count(case when is_undone then 1 end) over so_far as denial_count,
        max(case when not is_reached then seen_on end) over so_far as denied_until
    from {{ evidence }}
    window so_far as (
        partition by {{ key }} order by report_month
        rows between unbounded preceding and current row
    )
),

since_denied as (
    select
        *,
        min(case when is_reached then seen_on end) over so_far as first_seen_on,
        max(case when is_reached then stated_on end) over so_far as last_stated_on,
        lead(report_month) over (partition by {{ key }} order by report_month)
            as next_report_month
    from denials
    window so_far as (
        partition by {{ key }}, denial_count order by report_month
        rows between unbounded preceding and current row
    )
),

reached as (
    select
        *,
        case
            when not is_reached then null
            when last_stated_on is null then first_seen_on
            when last_stated_on <= denied_until
                then cast({{ dbt.dateadd('day', 1, 'denied_until') }} as date)
            else last_stated_on
        end as reached_on,
        is_reached and last_stated_on is not null as has_stated_day
    from since_denied
)
{%- endmacro %}


{# What became of a promise; null where it names nothing that a report could show. #}
{% macro commitment_state(is_measurable, reached_on, due_by, is_over) -%}
    case
        when not {{ is_measurable }} then null
        when {{ reached_on }} <= {{ due_by }} then 'kept'
        when {{ reached_on }} > {{ due_by }} then 'late'
        when {{ is_over }} then 'broken'
        else 'pending'
    end
{%- endmacro %}


{# Whether an issue was settled by its first deadline; null while there is still time. #}
{% macro is_settled_on_time(closed_on, first_due_on, day) -%}
    case
        when {{ closed_on }} is not null then {{ closed_on }} <= {{ first_due_on }}
        when {{ day }} > {{ first_due_on }} then false
    end
{%- endmacro %}
