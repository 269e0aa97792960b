{#- 复工率: works again of those that stopped for the holiday, which are those that answer 是 or 否. -#}

with int_indicators__resumption as (
    select
        {{ counted('project_code', 'case when is_resumed then 1 else 0 end', '1') }}
    from {{ ref('fct_progress') }}
    where is_resumed is not null
)

select * from int_indicators__resumption
