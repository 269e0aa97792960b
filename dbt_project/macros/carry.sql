{# First or last value of a window that is not null; to be followed by `over (…)`. #}
{% macro known_value(which, expression) -%}
    {{ adapter.dispatch('known_value')(which, expression) }}
{%- endmacro %}

{% macro default__known_value(which, expression) -%}
    {{ which }}_value({{ expression }} ignore nulls)
{%- endmacro %}

{% macro spark__known_value(which, expression) -%}
    {{ which }}_value({{ expression }}, true)
{%- endmacro %}


{# A column's field in the form: columns say their unit, fields do not. #}
{% macro field_of(column) -%}
    {{ column | replace('_cny_10k', '') | replace('_date', '') }}
{%- endmacro %}


{# Whether the row's sheet has no header for the field of the column. #}
{% macro is_absent(column) -%}
    instr(absent_fields, ',{{ field_of(column) }},') > 0
{%- endmacro %}


{#
    `carry(column) over (…)` is the value that a column has after a row, as text in `<column>__text`: `=…` for a
    value, `-` for a blank cell. A blank blanks the value; a row whose sheet has no header for it leaves it as it
    was. `carried` reads the text back, `was_blanked` compares it with the row before, `<column>__before`.
#}
{% macro carry(column) -%}
    {{ known_value('last', "case when not " ~ is_absent(column)
        ~ " then coalesce('=' || cast(" ~ column ~ " as string), '-') end") }}
{%- endmacro %}

{% macro carried(column, type) -%}
    case when {{ column }}__text like '=%' then cast(substr({{ column }}__text, 2) as {{ type }}) end
{%- endmacro %}

{% macro was_blanked(column) -%}
    {{ column }}__text = '-' and {{ column }}__before like '=%'
{%- endmacro %}
