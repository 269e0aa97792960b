{#-
    Amounts about 10, 100 or 10 000 times (or that part of) what stood before, or so many times a plan or a total: a
    wrong unit or a decimal point. Seed unit_slips says which unit it looks like; nothing is changed.

    Above a plan or a total, the smallest factor that brings the amount back under it is the likely one.
-#}
with compared as (
    select * from {{ ref('int_findings__comparisons') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

written as (
    select submission_id, entity, field, min(money_unit) as money_unit
    from {{ ref('stg_landing__submission_columns') }}
    group by submission_id, entity, field
),

slips as (
    select
        *,
        lag(factor) over (partition by money_unit, factor > 1 order by factor) as smaller_factor
    from {{ ref('unit_slips') }}
),

rated as (
    select
        compared.*,
        {{ ratio('compared.amount', 'compared.measure') }} as ratio,
        written.money_unit,
        months.unit_slip__tolerance_ratio as tolerance
    from compared
    inner join months on compared.report_month = months.report_month
    inner join written
        on
            compared.submission_id = written.submission_id
            and compared.entity = written.entity
            and compared.field = written.field
),

matched as (
    select
        rated.*,
        slips.likely_zh,
        slips.likely_en,
        row_number() over (
            partition by rated.submission_id, rated.sheet, rated.source_row, rated.field
            order by rated.kind, slips.factor
        ) as preference
    from rated
    inner join slips on rated.money_unit = slips.money_unit
    where
        rated.ratio <= slips.factor * rated.tolerance
        and case
            when rated.kind = 'before' or slips.smaller_factor is null
                then rated.ratio * rated.tolerance >= slips.factor
            else rated.ratio > slips.smaller_factor * rated.tolerance
        end
        and (rated.kind = 'before' or slips.factor > 1)
        and not (rated.is_borne_out and slips.may_be_true)
),

named as (
    select
        *,
        concat('slip_against_', kind) as rule_id
    from matched
    where preference = 1
),

int_findings__slips as (
    select
        {{ finding(
            value='amount', other='measure', times=readable('ratio'),
            words_zh='likely_zh', words_en='likely_en'
        ) }}
    from named
)

select * from int_findings__slips
