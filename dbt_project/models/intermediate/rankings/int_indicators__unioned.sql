with int_indicators__unioned as (
    {% for indicator in indicators().split() -%}
    select
        unit_code,
        report_month,
        '{{ indicator }}' as indicator,
        cast(numerator as decimal(18, 2)) as numerator,
        cast(denominator as decimal(18, 2)) as denominator
    from {{ ref('int_indicators__' ~ indicator) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from int_indicators__unioned
