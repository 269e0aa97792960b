{#
    After a build: one row a node into fct_model_runs. Tables are counted, tests give their failures.
#}
{% macro record_model_runs(results) %}
    {% if execute and flags.WHICH == 'build' %}
        {% set target_table = adapter.get_relation(target.database, 'marts', 'fct_model_runs') %}
        {% if target_table and results %}
            insert into {{ target_table }}
            {% for result in results %}
                select
                    cast('{{ var("version") }}' as string) as version,
                    cast('{{ result.node.unique_id }}' as string) as node,
                    cast('{{ result.status }}' as string) as status,
                    cast({{ result.execution_time }} as decimal(18, 3)) as seconds,
                    cast({{ counted_rows(result) }} as bigint) as rows
                {% if not loop.last %}union all{% endif %}
            {% endfor %}
        {% endif %}
    {% endif %}
{% endmacro %}

{% macro counted_rows(result) -%}
    {%- set node = result.node -%}
    {%- if result.status == 'success' and node.resource_type in ('model', 'seed') and node.config.materialized != 'view' -%}
        (select count(*) from {{ api.Relation.create(node.database, node.schema, node.alias) }})
    {%- elif node.resource_type == 'test' and result.failures is not none -%}
        {{ result.failures }}
    {%- else -%}
        null
    {%- endif -%}
{%- endmacro %}
