{#-
    What each row of the register that says anything new says in each column, as text, money with two decimals; a row a
    column. What is filed for a year has its year.
-#}
{%- set amounts = ['total_investment_cny_10k', 'annual_plan_cny_10k'] -%}
{%- set columns = history_columns().split() | reject('equalto', 'plan_year') | list -%}

with registered as (
    select
        *,
        coalesce(
            lag(content) over in_order <> content
            or lag(unit_code) over in_order <> unit_code
            or lag(plan_year) over in_order <> plan_year
            -- a late correction stands before it, which it did not know
            or lag(received_on) over in_order > received_on, true
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

int_projects__said as (
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
)

select * from int_projects__said
