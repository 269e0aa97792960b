{#- Who is ranked in a month: each unit that has a league then, also one that handed in nothing. -#}

with reported as (
    select distinct unit_code, report_month from {{ ref('fct_progress') }}
),

int_rankings__units as (
    select
        units.unit_code,
        units.league,
        months.report_month,
        months.time_progress_ratio,
        months.rulebook_id,
        reported.unit_code is null as is_silent
    from {{ ref('int_rulebook__months') }} as months
    inner join {{ ref('dim_unit') }} as units
        on
            units.valid_from <= {{ month_end('months.report_month') }}
            and (units.valid_to is null or units.valid_to >= months.report_month)
    left join reported
        on
            units.unit_code = reported.unit_code
            and months.report_month = reported.report_month
    where units.league is not null
)

select * from int_rankings__units
