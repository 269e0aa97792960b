{%- set amounts = ['total_investment_cny_10k', 'annual_plan_cny_10k'] -%}
{%- set dates = ['planned_start_date', 'planned_finish_date'] -%}
{%- set kept = {'first': amounts + dates, 'baseline': ['annual_plan_cny_10k'] + dates} -%}

with changes as (
    select * from {{ ref('int_projects__changes') }}
),

versions as (
    select * from {{ ref('int_projects__versions') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

measured as (
    select
        *,
        {{ money('amount_after - amount_before') }} as moved_cny_10k,
        {{ ratio('abs(amount_after - amount_before)', 'greatest(amount_after, amount_before)') }}
            as moved_ratio,
        cast({{ dbt.datediff('day_before', 'day_after', 'day') }} as integer) as moved_days,
        case
            when changed_column = 'withdrawn_on' and value_after is not null then 'withdrawn'
            when value_before is null then 'filled_in'
            when changed_column = 'annual_plan_cny_10k' and amount_after < amount_before
                then 'plan_lowered'
            when value_after is null then 'blanked'
            when value_after = value_before then 'restored'
            when {{ looks_swapped('day_after', 'day_before') }} then 'looks_swapped'
            else 'rewritten'
        end as change_kind
    from changes
),

fct_project_changes as (
    select
        measured.project_code,
        measured.submission_id,
        measured.changed_column,
        measured.source_row,
        measured.unit_code,
        measured.report_month,
        measured.received_on,
        measured.change_kind,
        measured.value_before,
        measured.value_after,
        {%- for name, columns in kept.items() %}
        case measured.changed_column
            {%- for column in columns %}
            {%- set value = 'versions.' ~ name ~ '_' ~ column %}
            when '{{ column }}'
                then cast({{ money(value) if column in amounts else value }} as string)
            {%- endfor %}
        end as {{ name }}_value,
        {%- endfor %}
        versions.baseline_number,
        measured.moved_cny_10k,
        measured.moved_ratio,
        measured.moved_days,
        -- An approval may come with a correction: the row in force says what holds for its month.
        case when versions.is_newly_approved then versions.plan_change_approval end
            as change_approval,
        versions.plan_change_reason as change_reason,
        cast(case
            when measured.changed_column = 'withdrawn_on' then months.change_weight__withdrawn
            when measured.change_kind in ('filled_in', 'restored') then 0
            when measured.change_kind = 'plan_lowered'
                then measured.moved_ratio * months.change_weight__plan_lowered
            when measured.moved_ratio is not null
                then measured.moved_ratio * months.change_weight__amount
            when measured.changed_column in ('planned_start_date', 'planned_finish_date')
                -- without days where it was taken out, and least() passes over nulls
                then least(
                    abs(measured.moved_days) * months.change_weight__day,
                    months.change_weight__date_at_most
                )
            when
                measured.changed_column in ('unit_code', 'category', 'level', 'construction_type')
                then months.change_weight__counted_by
            else months.change_weight__other
        end as decimal(18, 2)) as weight
    from measured
    inner join versions
        on
            measured.project_code = versions.project_code
            and measured.report_month = versions.report_month
    inner join months on measured.report_month = months.report_month
)

select * from fct_project_changes
