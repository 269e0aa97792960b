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
    The value that a column has after this row, as text: `=…` for a value, `-` for a blank cell. A blank blanks the
    value; a row whose sheet has no header for it leaves it as it was. `carried` reads the text back.
#}
{% macro carry(column, window) -%}
    {{ known_value('last', "case when not " ~ is_absent(column)
        ~ " then coalesce('=' || cast(" ~ column ~ " as string), '-') end") }} over {{ window }}
{%- endmacro %}

{% macro carried(text, type) -%}
    case when {{ text }} like '=%' then cast(substr({{ text }}, 2) as {{ type }}) end
{%- endmacro %}
