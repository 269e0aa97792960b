{#- How far each change went, what kind it is, and the row change_weight that gives its weight. -#}
{%- set rules = [
    'amount', 'plan_lowered', 'day', 'date_at_most', 'withdrawn', 'counted_by', 'other',
] -%}

with changes as (
    select * from {{ ref('int_projects__changes') }}
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

ruled as (
    select
        measured.*,
        {%- for rule in rules %}
        months.change_weight__{{ rule }},
        {%- endfor %}
        case
            when measured.changed_column = 'withdrawn_on' then 'withdrawn'
            when measured.change_kind in ('filled_in', 'restored') then null
            when measured.change_kind = 'plan_lowered' then 'plan_lowered'
            when measured.moved_ratio is not null then 'amount'
            when
                abs(measured.moved_days) * months.change_weight__day
                <= months.change_weight__date_at_most
                then 'day'
            when measured.changed_column in ('planned_start_date', 'planned_finish_date')
                then 'date_at_most'
            when
                measured.changed_column in ('unit_code', 'category', 'level', 'construction_type')
                then 'counted_by'
            else 'other'
        end as weight_rule
    from measured
    inner join months on measured.report_month = months.report_month
),

pointed as (
    select
        *,
        case weight_rule
            {%- for rule in rules %}
            when '{{ rule }}' then change_weight__{{ rule }}
            {%- endfor %}
        end as weight_points
    from ruled
),

int_projects__weighed as (
    select
        *,
        cast(coalesce(case
            when weight_rule in ('amount', 'plan_lowered') then moved_ratio * weight_points
            when weight_rule = 'day' then abs(moved_days) * weight_points
            else weight_points
        end, 0) as decimal(18, 2)) as weight
    from pointed
)

select * from int_projects__weighed
