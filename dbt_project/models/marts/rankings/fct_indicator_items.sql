with fct_indicator_items as (
    {% for indicator in indicator_names().split() -%}
    select
        unit_code,
        report_month,
        '{{ indicator }}' as indicator,
        item,
        project_code,
        cast(numerator as decimal(18, 4)) as numerator,
        cast(denominator as decimal(18, 4)) as denominator,
        cast(submission_id as string) as submission_id,
        cast(source_row as bigint) as source_row,
        cast(plan_submission_id as string) as plan_submission_id,
        cast(plan_source_row as bigint) as plan_source_row
    from {{ ref('int_indicators__' ~ indicator) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from fct_indicator_items
