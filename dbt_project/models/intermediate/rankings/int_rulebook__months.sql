{#- Each month in which any unit reported, and the rulebook that judges it: the one in force on the
    month's first day, so that a notice in the middle of a month begins with the next. -#}
-- nothing is judged by a refused rulebook: {{ ref('int_rulebook__faults') }} is tested first

with months as (
    select distinct report_month from {{ ref('fct_progress') }}
),

int_rulebook__months as (
    select
        dim_month.report_month,
        dim_month.time_progress_ratio,
        rulebooks.rulebook_id
    from months
    inner join {{ ref('dim_month') }} as dim_month
        on months.report_month = dim_month.report_month
    left join {{ ref('rulebooks') }} as rulebooks
        on
            months.report_month >= rulebooks.valid_from
            and (rulebooks.valid_to is null or months.report_month <= rulebooks.valid_to)
)

select * from int_rulebook__months
