{#- 按期办结率: settled by the first deadline, of the issues of the year of which that can be said. -#}

with int_indicators__issue_on_time as (
    select
        {{ counted('issue_id', 'case when is_closed_on_time then 1 else 0 end', '1') }}
    from {{ ref('fct_issues_monthly') }}
    where is_closed_on_time is not null
)

select * from int_indicators__issue_on_time
