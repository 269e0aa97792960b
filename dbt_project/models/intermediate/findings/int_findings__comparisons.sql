{#-
    Amounts beside what they can be measured by: `before`, the figure that stood there before, or a plan or a total, which
    they cannot exceed by much. `is_borne_out`: the row's other figures, or an approval, account for the change, or, for want
    of a figure or a month, do not contradict it.
-#}
{%- set month_is_rise -%}
coalesce(
            not is_next_month
            or month_investment_cny_10k = ytd_investment_cny_10k - ytd_before_cny_10k, true
        )
{%- endset -%}
{%- set rises_agree -%}
coalesce(
            cumulative_investment_cny_10k - previous_cumulative_investment_cny_10k
            = ytd_investment_cny_10k - ytd_before_cny_10k, true
        )
{%- endset -%}
{%- set statistics_before -%}
case when is_same_year then previous_statistical_ytd_investment_cny_10k end
{%- endset -%}
{%- set comparisons = [
    ('reports', 'month_investment', 'before', 'previous_month_investment_cny_10k', month_is_rise),
    ('reports', 'ytd_investment', 'before', 'ytd_before_cny_10k', month_is_rise),
    ('reports', 'ytd_investment', 'plan', 'annual_plan_cny_10k', 'false'),
    ('reports', 'cumulative_investment', 'before', 'cumulative_before_cny_10k', rises_agree),
    ('reports', 'cumulative_investment', 'total', 'total_investment_cny_10k', 'false'),
    ('reports', 'statistical_ytd_investment', 'before', statistics_before, 'false'),
    ('reports', 'statistical_ytd_investment', 'plan', 'annual_plan_cny_10k', 'false'),
    ('filings', 'total_investment', 'before', 'total_investment_before_cny_10k', 'is_newly_approved'),
    ('filings', 'annual_plan', 'before', 'annual_plan_before_cny_10k', 'is_newly_approved'),
    ('filings', 'annual_plan', 'total', 'total_investment_cny_10k', 'false'),
] -%}

with reports as (
    select *, 'monthly_progress' as entity from {{ ref('int_findings__reports') }}
),

filings as (
    select *, 'projects' as entity from {{ ref('int_findings__filings') }}
),

int_findings__comparisons as (
    {%- for relation, field, kind, measure, is_borne_out in comparisons %}
    select
        submission_id, unit_code, project_code, report_month, entity, sheet, source_row,
        '{{ field }}' as field, '{{ kind }}' as kind,
        {{ money(field ~ '_cny_10k') }} as amount, {{ money(measure) }} as measure,
        coalesce({{ is_borne_out }}, false) as is_borne_out
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from int_findings__comparisons
where amount > 0 and measure > 0
