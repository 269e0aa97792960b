{#-
    What each row of the register writes over of plans, totals and dates beyond the thresholds: whether it is a change,
    whether two dates only look as if day and month were swapped, and both values as text.
-#}
{%- set amounts = ['total_investment', 'annual_plan'] -%}
{%- set dates = ['planned_start', 'planned_finish'] -%}

with filings as (
    select * from {{ ref('int_findings__filings') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

int_findings__changes as (
    select
        filings.*,
        {%- for field in amounts %}
        coalesce(
            abs(filings.{{ field }}_cny_10k - filings.{{ field }}_before_cny_10k)
            > filings.{{ field }}_before_cny_10k * months.baseline_changed__amount_ratio, false
        ) as is_{{ field }}_changed,
        cast({{ money('filings.' ~ field ~ '_cny_10k') }} as string) as {{ field }},
        cast({{ money('filings.' ~ field ~ '_before_cny_10k') }} as string) as {{ field }}_before,
        {%- endfor %}
        {%- for field in dates %}
        {%- set day, before = 'filings.' ~ field ~ '_date', 'filings.' ~ field ~ '_date_before' %}
        coalesce(
            abs({{ dbt.datediff(before, day, 'day') }}) > months.baseline_changed__days, false
        ) as is_{{ field }}_changed,
        {{ looks_swapped(day, before) }} as is_{{ field }}_swapped,
        cast({{ day }} as string) as {{ field }},
        cast({{ before }} as string) as {{ field }}_before,
        {%- endfor %}
        filings.annual_plan_cny_10k < filings.annual_plan_before_cny_10k as is_plan_lower,
        -- The later in the year, the better its outcome is known to who lowers it.
        months.time_progress_ratio
        * {{ ratio(
            'filings.annual_plan_before_cny_10k - filings.annual_plan_cny_10k',
            'filings.annual_plan_before_cny_10k'
        ) }} as annual_plan_cut,
        months.annual_plan_lowered__full_strength_at
    from filings
    inner join months on filings.report_month = months.report_month
)

select * from int_findings__changes
