{#- A check is a model in this list, a row of history_rules for each rule, and a unit test. -#}
{%- set checks = [
    'amounts', 'baselines', 'blanked', 'bunches', 'claims', 'corrections', 'deadlines', 'evidence', 'factors', 'falls',
    'membership', 'promises', 'repeats', 'round_figures', 'rushes', 'shared_values', 'silences', 'slips', 'strangers',
    'unreported', 'vanished',
] -%}

with int_findings__found as (
    {%- for check in checks %}
    select * from {{ ref('int_findings__' ~ check) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from int_findings__found
