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


{#
    What a row writes over, from columns `is_<field>_changed`, `is_<field>_swapped` (of days), `<field>` and
    `<field>_before`, as text; labels: field → its name in Chinese and in English, in the order in which they are told.
#}

{# The first field that changed, its value or the one before; null where none did. #}
{% macro first_changed(labels, what) -%}
    case
            {%- for field in labels %}
            when is_{{ field }}_changed
                then {{ {'field': "'" ~ field ~ "'", 'value': field, 'before': field ~ '_before'}[what] }}
            {%- endfor %}
        end
{%- endmacro %}

{# All of them, as `name old → new`, one after another. #}
{% macro changes_in_words(labels, language) -%}
    substr(concat(
            {%- for field, names in labels.items() %}
            case
                when is_{{ field }}_changed
                    then concat(
                        '{{ ('；', '; ')[language] ~ names[language] }} ',
                        {{ field }}_before, ' → ', {{ field }},
                        case
                            when is_{{ field }}_swapped
                                then '{{ ('（疑似月、日颠倒）', ' (looks like day and month swapped)')[language] }}'
                            else ''
                        end
                    )
                else ''
            end,
            {%- endfor %}
            ''
        ), {{ (2, 3)[language] }})
{%- endmacro %}
