with targets as (
    select * from {{ ref('int_targets__registered') }}
),

indicators as (
    select * from {{ ref('target_indicators') }}
),

months as (
    select distinct report_month, year from {{ ref('int_months__reported') }}
),

measures as (
    select
        *,
        {{ add_months('report_month', 12) }} as year_later
    from {{ ref('int_targets__measures') }}
),

statistics as (
    select * from {{ ref('int_targets__statistics') }}
),

gathered as (
    select
        targets.*,
        months.report_month,
        indicators.form,
        indicators.measure,
        measures.value,
        before.value as value_before,
        statistics.yoy_pct
    from targets
    inner join months on targets.year = months.year
    left join indicators on targets.indicator = indicators.indicator
    left join measures
        on
            targets.unit_code = measures.unit_code
            and months.report_month = measures.report_month
            and indicators.measure = measures.measure
    left join measures as before
        on
            targets.unit_code = before.unit_code
            and months.report_month = before.year_later
            and indicators.measure = before.measure
    left join statistics
        on
            targets.unit_code = statistics.unit_code
            and cast(targets.year as string) = statistics.period
            and indicators.measure = statistics.indicator
),

reached as (
    select
        *,
        cast(
            case form
                when 'value' then {{ ratio('value', measures_in_unit('measure_unit')) }}
                when 'growth_pct' then 100 * ({{ ratio('value', 'value_before') }} - 1)
                when 'statistic_growth_pct' then yoy_pct
            end as decimal(18, 4)
        ) as reached_value
    from gathered
),

fct_targets as (
    select
        unit_code,
        report_month,
        indicator,
        form,
        measure,
        year,
        cast(target_value as decimal(18, 4)) as target_value,
        measure_unit,
        reached_value,
        {{ ratio('reached_value', 'target_value') }} as reached_ratio,
        submission_id,
        source_row
    from reached
)

select * from fct_targets
