{#
    After a build: one row a node into fct_model_runs. Tables are counted (not on Spark), tests give their failures.
#}
{% macro record_model_runs(results) %}
    {% if execute and flags.WHICH == 'build' %}
        {% set target_table = adapter.get_relation(target.database, 'marts', 'fct_model_runs') %}
        {% if target_table and results %}
            insert into {{ target_table }} values
            {%- for result in results %}
            (
                cast('{{ var("version") }}' as string),
                cast('{{ result.node.unique_id }}' as string),
                cast('{{ result.status }}' as string),
                cast({{ result.execution_time }} as decimal(18, 3)),
                cast({{ counted_rows(result) }} as bigint)
            ){{ ',' if not loop.last }}
            {%- endfor %}
        {% endif %}
    {% endif %}
{% endmacro %}

{% macro counted_rows(result) -%}
    {%- if result.node.resource_type == 'test' and result.failures is not none -%}
        {{ result.failures }}
    {%- elif result.status == 'success' and result.node.config.materialized in ('table', 'seed') -%}
        {{ adapter.dispatch('count_of')(result.node) }}
    {%- else -%}
        null
    {%- endif -%}
{%- endmacro %}

{% macro default__count_of(node) -%}
    (select count(*) from {{ api.Relation.create(node.database, node.schema, node.alias) }})
{%- endmacro %}

{# A count is a job of its own there: a quarter of a small build's time for nothing that a build needs. #}
{% macro spark__count_of(node) -%}
    null
{%- endmacro %}
