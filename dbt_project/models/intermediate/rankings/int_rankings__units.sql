{#- Who is ranked in a month: each unit that has a league then, also one that handed in nothing. A
    month counts from the first unit that reports it. A silent January is covered where the report of
    February stands for both. -#}

with reported as (
    select distinct unit_code, report_month from {{ ref('fct_progress') }}
),

reported_months as (
    select distinct report_month from reported
),

combined as (
    select distinct unit_code, report_month from {{ ref('fct_investment') }}
    where is_combined_month
),

int_rankings__units as (
    select
        units.unit_code,
        units.league,
        months.report_month,
        months.year,
        months.quarter,
        months.month_number,
        months.time_progress_ratio,
        months.rulebook_id,
        months.full_marks,
        months.null_policy,
        reported.unit_code is null as is_silent,
        reported.unit_code is null and combined.unit_code is not null as is_covered
    from {{ ref('int_rulebook__months') }} as months
    inner join reported_months
        on months.report_month = reported_months.report_month
    inner join {{ ref('dim_unit') }} as units
        on
            units.valid_from <= {{ month_end('months.report_month') }}
            and (units.valid_to is null or units.valid_to >= months.report_month)
    left join reported
        on
            units.unit_code = reported.unit_code
            and months.report_month = reported.report_month
    left join combined
        on
            units.unit_code = combined.unit_code
            and {{ add_months('months.report_month', 1) }} = combined.report_month
    where units.league is not null
)

select * from int_rankings__units
