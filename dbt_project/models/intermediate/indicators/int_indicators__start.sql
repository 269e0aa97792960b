{#- 开工率 to date: really started of the new starts that were due by the end of the month. -#}

with int_indicators__start as (
    select
        {{ counted('project_code', 'case when is_started then 1 else 0 end', '1') }}
    from {{ ref('fct_progress') }}
    where
        construction_type = '新开工'
        and planned_start_date <= {{ month_end('report_month') }}
)

select * from int_indicators__start
