{#- Each month and the rulebook that judges it: the one in force on the month's first day, so that a
    notice in the middle of a month begins with the next. The variable `rulebook` names one that
    judges all months instead. -#}
-- nothing is judged by a refused rulebook: {{ ref('int_rulebook__faults') }} is tested first

with months as (
    select * from {{ ref('dim_month') }}
),

rulebooks as (
    select * from {{ ref('rulebooks') }}
),

int_rulebook__months as (
    select
        months.report_month,
        months.year,
        months.quarter,
        months.month_number,
        months.time_progress_ratio,
        rulebooks.rulebook_id,
        rulebooks.full_marks,
        policies.mode as null_policy
    from months
    left join rulebooks
        on
            ('{{ var("rulebook") }}' = '' or rulebooks.rulebook_id = '{{ var("rulebook") }}')
            and (
                '{{ var("rulebook") }}' <> ''
                or (
                    months.report_month >= rulebooks.valid_from
                    and (rulebooks.valid_to is null or months.report_month <= rulebooks.valid_to)
                )
            )
    left join {{ ref('rulebook_rules') }} as policies
        on
            rulebooks.rulebook_id = policies.rulebook_id
            and policies.topic = 'policy'
)

select * from int_rulebook__months
