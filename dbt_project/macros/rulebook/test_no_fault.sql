{# Fails with the sentences themselves: "got 2 results" would not say what to mend. #}

{% test no_fault(model, column_name) %}
    {{ config(store_failures=false) }}
    {#- Compiling alone (docs, lint) must not need a warehouse. -#}
    {% if execute and flags.WHICH in ['build', 'test'] %}
        {% set faults = run_query(
            'select ' ~ column_name ~ ' from ' ~ model ~ ' order by ' ~ column_name
        ) %}
        {% if faults | length > 0 %}
            {% do exceptions.raise_compiler_error(faults.columns[0].values() | join('\n')) %}
        {% endif %}
    {% endif %}
    select {{ column_name }} from {{ model }}
{% endtest %}
