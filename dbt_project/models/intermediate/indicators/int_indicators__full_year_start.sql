{#- 开工率 of the year: really started of all new starts of the plan year; one without a planned date
    is a start of the year by its 建设性质. -#}

with int_indicators__full_year_start as (
    select
        {{ counted('project_code', 'case when is_started then 1 else 0 end', '1') }}
    from {{ ref('fct_progress') }}
    where
        construction_type = '新开工'
        and (
            planned_start_date is null
            or extract(year from planned_start_date) <= extract(year from report_month)
        )
)

select * from int_indicators__full_year_start
