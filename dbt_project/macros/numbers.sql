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


{# A share that counts as the whole where the part is more than that; null where either is not known. #}
{% macro share(part, whole) -%}
    {{ ratio('case when ' ~ part ~ ' > ' ~ whole ~ ' then ' ~ whole ~ ' else ' ~ part ~ ' end', whole) }}
{%- endmacro %}


{# Percentage points between two ratios. #}
{% macro points(ratio, other) -%}
    cast(({{ ratio }} - {{ other }}) * 100 as decimal(18, 4))
{%- endmacro %}


{#
    How strong a sign is, 0 to 1: how far what was measured has gone from the rule's threshold (0, it is just told) to its
    `full_strength_at` (1, so far or farther). A position on a ruler, no probability; also downwards, where less says more.
#}
{% macro strength(measured, threshold, full) -%}
    case
        when {{ full }} is not null then greatest(
            cast(0 as decimal(18, 6)),
            least(cast(1 as decimal(18, 6)), coalesce({{ ratio(
                '(' ~ measured ~ ' - ' ~ threshold ~ ')', '(' ~ full ~ ' - ' ~ threshold ~ ')'
            ) }}, 1))
        )
    end
{%- endmacro %}
