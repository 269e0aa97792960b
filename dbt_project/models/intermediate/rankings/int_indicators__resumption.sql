{#- 复工率: works again of those that stopped for the holiday, which are those that answer 是 or 否. -#}

with int_indicators__resumption as (
    select
        unit_code,
        report_month,
        count(case when is_resumed then 1 end) as numerator,
        count(*) as denominator
    from {{ ref('fct_progress') }}
    where is_resumed is not null
    group by unit_code, report_month
)

select * from int_indicators__resumption
