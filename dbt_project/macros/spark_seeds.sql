{#
    Seeds on Spark as literals: with `method: session` dbt-spark 1.11 puts a text between quotes as it is, so a
    seed that holds an apostrophe would not load.
#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set declared = model['config'].get('column_types', {}) -%}
    {%- set types = [] -%}
    {%- for name in agate_table.column_names -%}
        {%- do types.append(declared.get(name, adapter.convert_type(agate_table, loop.index0))) -%}
    {%- endfor -%}
    {%- set statement -%}
        insert into {{ this }} values
        {%- for row in agate_table.rows %}
        ({% for value in row -%}
            cast({{ 'null' if value is none else spark_literal(value) }} as {{ types[loop.index0] }})
            {{- ', ' if not loop.last }}
        {%- endfor %}){{ ',' if not loop.last }}
        {%- endfor %}
    {%- endset -%}
    {%- if agate_table.rows -%}
        {%- do adapter.add_query(statement, abridge_sql_log=True) -%}
    {%- endif -%}
    {{ return(statement) }}
{% endmacro %}

{% macro spark_literal(value) -%}
    '{{ value | string | replace('\\', '\\\\') | replace("'", "\\'") }}'
{%- endmacro %}
