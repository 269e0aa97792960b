{#-
    What each row of the register writes over, a row a column: what it says otherwise than the row before it in the
    register's order, as that stood when it arrived. So a late correction of March is a change of March, though it never was
    the newest that was known, and the file of April that came before it changed nothing of it. What is filed for a year is no
    change in a new one.

    Values are text; amounts and days stand beside as what they are, and an amount that is blank is 0. `value_before` is the
    last one that was not blank, `value_in_row_before` is null where the row before was blank.
-#}
{%- set of_column = 'project_code, changed_column, of_year' -%}

with said as (
    select * from {{ ref('int_projects__said') }}
),

in_order as (
    select
        *,
        row_number() over by_row as place,
        coalesce(lag(received_on) over by_row > received_on, false) as is_overtaken,
        lag(value_after) over by_row as value_in_row_before,
        {{ known_value('last', 'value_after') }} over (
            partition by {{ of_column }} order by row_in_register
            rows between unbounded preceding and 1 preceding
        ) as value_before
    from said
    window by_row as (partition by {{ of_column }} order by row_in_register)
),

-- The rows that had arrived when a row did before which a later one stands now.
arrived as (
    select
        overtaken.project_code,
        overtaken.changed_column,
        overtaken.row_in_register,
        earlier.value_after,
        earlier.row_in_register as earlier_row
    from in_order as overtaken
    inner join said as earlier
        on
            overtaken.project_code = earlier.project_code
            and overtaken.changed_column = earlier.changed_column
            and coalesce(overtaken.of_year, 0) = coalesce(earlier.of_year, 0)
            and overtaken.row_in_register > earlier.row_in_register
            and overtaken.received_on >= earlier.received_on
    where overtaken.is_overtaken
),

known_then as (
    select
        project_code,
        changed_column,
        row_in_register,
        value_after as value_in_row_before,
        {{ known_value('first', 'value_after') }} over (
            partition by project_code, changed_column, row_in_register order by earlier_row desc
            rows between unbounded preceding and unbounded following
        ) as value_before,
        row_number() over (
            partition by project_code, changed_column, row_in_register order by earlier_row desc
        ) as recency
    from arrived
),

compared as (
    select
        in_order.project_code,
        in_order.submission_id,
        in_order.sheet,
        in_order.source_row,
        in_order.unit_code,
        in_order.received_on,
        in_order.report_month,
        in_order.row_in_register,
        in_order.changed_column,
        in_order.value_after,
        {%- for value in ['value_before', 'value_in_row_before'] %}
        case
            when in_order.is_overtaken then known_then.{{ value }} else in_order.{{ value }}
        end as {{ value }},
        {%- endfor %}
        in_order.place > 1
        and (not in_order.is_overtaken or known_then.recency is not null) as has_row_before
    from in_order
    left join known_then
        on
            in_order.project_code = known_then.project_code
            and in_order.changed_column = known_then.changed_column
            and in_order.row_in_register = known_then.row_in_register
            and known_then.recency = 1
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
    where has_row_before and {{ differs('value_after', 'value_in_row_before') }}
)

select * from int_projects__changes
