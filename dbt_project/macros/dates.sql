{% macro add_months(day, months) -%}
    cast({{ dbt.dateadd('month', months, day) }} as date)
{%- endmacro %}

{% macro month_end(day) -%}
    cast({{ dbt.last_day(day, 'month') }} as date)
{%- endmacro %}

{# The day of which a report can know: its month's end, or its arrival where that came first. #}
{% macro seen_on(report_month, received_on) -%}
    case
        when {{ received_on }} < {{ month_end(report_month) }} then {{ received_on }}
        else {{ month_end(report_month) }}
    end
{%- endmacro %}

{#
    Whether a day lies before an end that may be open. One comparison and no OR: DuckDB hashes the equalities of an
    outer join only where every condition of it is a comparison, and compares each row with each otherwise.
#}
{% macro before(day, end) -%}
    {{ day }} < coalesce({{ end }}, cast('9999-12-31' as date))
{%- endmacro %}

{# Whether two days differ as if day and month had been swapped. #}
{% macro looks_swapped(day, other) -%}
    extract(year from {{ day }}) = extract(year from {{ other }})
    and extract(month from {{ day }}) = extract(day from {{ other }})
    and extract(day from {{ day }}) = extract(month from {{ other }})
{%- endmacro %}
