{#- Indicators as published and as known now, of the months that were published. -#}
{%- set columns -%}
        indicator,
        numerator,
        denominator,
        value,
        score,
        points_in_total,
        case when weight is not null then score end as weighted_score,
        case when score is not null then weight end as applied_weight,
        case when weight is null then score end as added_score
{%- endset -%}

with publications as (
    select publication_id, report_month from {{ ref('stg_ledger__publications') }}
),

sides as (
    select
        'published' as side,
        publication_id,
        unit_code,
        report_month,
        {{ columns }}
    from {{ ref('stg_ledger__indicators') }}

    union all

    select
        'now' as side,
        publications.publication_id,
        indicators.unit_code,
        indicators.report_month,
        {{ columns }}
    from publications
    inner join {{ ref('fct_unit_indicators') }} as indicators
        on publications.report_month = indicators.report_month
),

-- Scored by several rules an indicator has the same figures in each, and its points add up.
int_publications__compared as (
    select
        {%- for measure, total in {
            'numerator': 'max', 'denominator': 'max', 'value': 'max',
            'score': 'sum', 'points_in_total': 'sum',
            'weighted_score': 'sum', 'applied_weight': 'sum', 'added_score': 'sum',
        }.items() %}
        {{ total }}(case when side = 'published' then {{ measure }} end) as published_{{ measure }},
        {{ total }}(case when side = 'now' then {{ measure }} end) as {{ measure }},
        {%- endfor %}
        publication_id,
        unit_code,
        report_month,
        indicator
    from sides
    group by publication_id, unit_code, report_month, indicator
)

select * from int_publications__compared
