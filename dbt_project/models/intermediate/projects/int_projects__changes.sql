{#-
    What each row of the register writes over, a row a column, in the register's order: so a late correction of March is a
    change of March, though it never was the newest that was known. What is filed for a year is no change in a new one.

    Values are text, money with two decimals; amounts and days stand beside as what they are, and an amount that is blank
    is 0. `value_before` is the last one that was not blank, `value_in_row_before` is null where the row before was blank.
-#}
{%- set amounts = ['total_investment_cny_10k', 'annual_plan_cny_10k'] -%}
{%- set columns = history_columns().split() | reject('equalto', 'plan_year') | list -%}

with registered as (
    select
        *,
        coalesce(
            lag(content) over in_order <> content
            or lag(unit_code) over in_order <> unit_code
            or lag(plan_year) over in_order <> plan_year, true
        ) as says_anything_new
    from {{ ref('int_projects__registered') }}
    where is_owners
    window in_order as (partition by project_code order by row_in_register)
),

columns as (
    select series.changed_column
    from (
        values
        {%- for column in columns %}
        ('{{ column }}'){{ ',' if not loop.last }}
        {%- endfor %}
    ) as series (changed_column)
),

said as (
    select
        registered.project_code,
        registered.submission_id,
        registered.sheet,
        registered.source_row,
        registered.unit_code,
        registered.received_on,
        registered.report_month,
        registered.row_in_register,
        columns.changed_column,
        case
            when columns.changed_column in ('annual_plan_cny_10k', 'construction_type', 'batch')
                then registered.plan_year
        end as of_year,
        case columns.changed_column
            {%- for column in columns %}
            when '{{ column }}'
                then cast({{ money('registered.' ~ column) if column in amounts
                    else 'registered.' ~ column }} as string)
            {%- endfor %}
        end as value_after
    from registered
    cross join columns
    where registered.says_anything_new
),

compared as (
    select
        *,
        row_number() over in_order as place,
        lag(value_after) over in_order as value_in_row_before,
        {{ known_value('last', 'value_after') }} over (
            partition by project_code, changed_column, of_year order by row_in_register
            rows between unbounded preceding and 1 preceding
        ) as value_before
    from said
    window in_order as (
        partition by project_code, changed_column, of_year order by row_in_register
    )
),

int_projects__changes as (
    select
        {%- for which in ['before', 'after'] %}
        case
            when changed_column in ('total_investment_cny_10k', 'annual_plan_cny_10k')
                then coalesce(cast(value_{{ which }} as decimal(18, 2)), 0)
        end as amount_{{ which }},
        case
            when changed_column in ('planned_start_date', 'planned_finish_date')
                then cast(value_{{ which }} as date)
        end as day_{{ which }},
        {%- endfor %}
        *
    from compared
    where place > 1 and {{ differs('value_after', 'value_in_row_before') }}
)

select * from int_projects__changes
