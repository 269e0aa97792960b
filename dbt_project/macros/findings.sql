{#
    The columns of a finding of stage history, from a row that has submission_id, unit_code, project_code,
    report_month, sheet and source_row; entity, field and rule_id are its columns where they are not given.

    `value` is what was found, `other` what it is held against, `times` their ratio or a count: they fill {value},
    {other} and {times} of the rule's sentences (seed history_rules); `words_zh` and `words_en` fill {words}.
    `strength` (macro `strength`) makes it a sign of tuned figures.
#}
{% macro finding(
    rule_id=none, entity=none, field=none,
    value='null', other='null', times='null', words_zh='null', words_en='null', strength='null'
) -%}
    submission_id, unit_code, project_code, report_month, sheet, source_row,
    {%- for name, literal in [('entity', entity), ('field', field), ('rule_id', rule_id)] %}
    {% if literal is none %}{{ name }}{% else %}'{{ literal }}' as {{ name }}{% endif %},
    {%- endfor %}
    {%- for name, expression in [
        ('value_found', value), ('other', other), ('times', times), ('words_zh', words_zh), ('words_en', words_en),
    ] %}
    cast({{ expression }} as string) as {{ name }},
    {%- endfor %}
    cast({{ strength }} as decimal(3, 2)) as strength
{%- endmacro %}


{# A ratio as a person reads it: 10000.0, 0.0001. #}
{% macro readable(ratio) -%}
    case
        when {{ ratio }} >= 1 then cast(cast({{ ratio }} as decimal(18, 1)) as string)
        else cast(cast({{ ratio }} as decimal(18, 4)) as string)
    end
{%- endmacro %}


{# A sentence with its {words} filled; a word that a finding does not have leaves nothing. #}
{% macro filled(sentence, words) -%}
    {{ 'replace(' * (words | length) }}{{ sentence }}
    {%- for word, expression in words.items() -%}
        , '{{ '{' ~ word ~ '}' }}', coalesce({{ expression }}, ''))
    {%- endfor %}
{%- endmacro %}
