{# What came after `as_of` is not known; which day is now says int_months__as_of. #}
{% macro received_by_as_of(came_on='received_on') -%}
    {%- if var('as_of') -%}
        {{ came_on }} <= cast('{{ var("as_of") }}' as date)
    {%- else -%}
        {{ came_on }} is not null
    {%- endif -%}
{%- endmacro %}


{# DuckDB reads the files through the sources' external_location; Spark needs a view over the same files. #}
{% macro make_sources_readable() %}
    {{ adapter.dispatch('make_sources_readable')() }}
{% endmacro %}

{% macro default__make_sources_readable() %}{% endmacro %}

{% macro spark__make_sources_readable() %}
    {% if execute and flags.WHICH in ('build', 'run', 'test') %}
        {% set places = {'landing': env_var('MP_LANDING') ~ '/*/', 'ledger': env_var('MP_LEDGER_TABLES') ~ '/'} %}
        {% for name in places %}
            {% do run_query('create schema if not exists ' ~ name) %}
        {% endfor %}
        {% for source in graph.sources.values() %}
            {% set files = places[source.source_name] ~ source.identifier ~ '.parquet' %}
            {% do run_query(
                'create or replace view ' ~ source.source_name ~ '.' ~ source.identifier
                ~ ' as select * from parquet.`' ~ files ~ '`'
            ) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
