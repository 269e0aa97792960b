{# What was received after `as_of` is not known; which day is now says int_months__as_of. #}
{% macro received_by_as_of() -%}
    {%- if var('as_of') -%}
        received_on <= cast('{{ var("as_of") }}' as date)
    {%- else -%}
        received_on is not null
    {%- endif -%}
{%- endmacro %}


{# DuckDB reads the landing's files through the sources' external_location; Spark needs a view over the same files. #}
{% macro make_landing_readable() %}
    {{ adapter.dispatch('make_landing_readable')() }}
{% endmacro %}

{% macro default__make_landing_readable() %}{% endmacro %}

{% macro spark__make_landing_readable() %}
    {% if execute and flags.WHICH in ('build', 'run', 'test') %}
        {% do run_query('create schema if not exists landing') %}
        {% for source in graph.sources.values() if source.source_name == 'landing' %}
            {% set files = env_var('MP_LANDING') ~ '/*/' ~ source.identifier ~ '.parquet' %}
            {% do run_query(
                'create or replace view landing.' ~ source.identifier ~ ' as select * from parquet.`' ~ files ~ '`'
            ) %}
        {% endfor %}
    {% endif %}
{% endmacro %}


{# A row for each part of a text that commas separate; to stand alone in a list of columns. #}
{% macro each_of(texts) -%}
    {{ adapter.dispatch('each_of')(texts) }}
{%- endmacro %}

{% macro default__each_of(texts) -%}
    unnest(string_split({{ texts }}, ','))
{%- endmacro %}

{% macro spark__each_of(texts) -%}
    explode(split({{ texts }}, ','))
{%- endmacro %}
