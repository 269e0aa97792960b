{# Money of the marts: 万元, halves away from zero (both engines' decimal cast does so). #}
{% macro money(amount) -%}
    cast({{ amount }} as decimal(18, 2))
{%- endmacro %}


{#
    A quotient at 6 decimals, equal on every engine; null without a denominator.

    DuckDB divides decimals as doubles, Spark as decimals of a scale that depends on the operands, and each
    rounds a double in its own way. A double's division, multiplication and floor are the same everywhere
    (IEEE 754), and whole numbers become decimals exactly: so the rounding (halves away from zero) is done here.
#}
{% macro ratio(numerator, denominator) -%}
    {%- set quotient -%}
        cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0)
    {%- endset -%}
    cast(
        cast(sign({{ quotient }}) as decimal(1, 0))
        * cast(floor(abs({{ quotient }}) * 1000000 + 0.5) as decimal(18, 0))
        * cast(0.000001 as decimal(7, 6)) as decimal(18, 6)
    )
{%- endmacro %}


{# Percentage points between two ratios. #}
{% macro points(ratio, other) -%}
    cast(({{ ratio }} - {{ other }}) * 100 as decimal(18, 4))
{%- endmacro %}
