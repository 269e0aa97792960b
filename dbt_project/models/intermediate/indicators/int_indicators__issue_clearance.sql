{#- 问题销号率: settled of the issues that were open in the year. -#}

with int_indicators__issue_clearance as (
    select
        {{ counted('issue_id', 'case when is_closed then 1 else 0 end', '1') }}
    from {{ ref('fct_issues_monthly') }}
)

select * from int_indicators__issue_clearance
