{#-
    What each row of the register writes over of plans, totals and dates: whether it moves away from what was approved by
    more than the thresholds, in one step or in small ones, whether two dates only look as if day and month were swapped,
    and both values as text. A row that goes back to what was approved changes nothing.
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
        {%- set amount = 'filings.' ~ field ~ '_cny_10k' %}
        {%- set before = 'filings.' ~ field ~ '_before_cny_10k' %}
        {{ amount_moved(
            amount, before, 'filings.baseline_' ~ field ~ '_cny_10k',
            'months.baseline_changed__amount_ratio'
        ) }} as is_{{ field }}_changed,
        false as is_{{ field }}_swapped,
        cast({{ money(amount) }} as string) as {{ field }},
        cast({{ money(before) }} as string) as {{ field }}_before,
        {%- endfor %}
        {%- for field in dates %}
        {%- set day, before = 'filings.' ~ field ~ '_date', 'filings.' ~ field ~ '_date_before' %}
        {{ day_moved(
            day, before, 'filings.baseline_' ~ field ~ '_date', 'months.baseline_changed__days'
        ) }} as is_{{ field }}_changed,
        coalesce({{ looks_swapped(day, before) }}, false) as is_{{ field }}_swapped,
        cast({{ day }} as string) as {{ field }},
        cast({{ before }} as string) as {{ field }}_before,
        {%- endfor %}
        filings.is_total_investment_cny_10k_approved
        or filings.is_annual_plan_cny_10k_approved
        or filings.is_planned_start_date_approved
        or filings.is_planned_finish_date_approved as is_approved_change,
        filings.annual_plan_cny_10k < filings.annual_plan_before_cny_10k
        and filings.annual_plan_cny_10k < filings.baseline_annual_plan_cny_10k as is_plan_lower,
        -- The later in the year, the better its outcome is known to who lowers it.
        months.time_progress_ratio
        * {{ ratio(
            'filings.baseline_annual_plan_cny_10k - filings.annual_plan_cny_10k',
            'filings.baseline_annual_plan_cny_10k'
        ) }} as annual_plan_cut,
        months.annual_plan_lowered__full_strength_at
    from filings
    inner join months on filings.report_month = months.report_month
)

select * from int_findings__changes
