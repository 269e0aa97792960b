{#- Faults of single rules, each a sentence with the next step. Which mode reads which column stands
    in the macro rule_modes; a rule of an unknown mode is only told that. -#}
{%- set known = known_modes().split() -%}
{%- set known_indicators = indicator_names().split() -%}

with rules as (
    select
        rules.*,
        rules.topic || '/' || rules.mode as topic_mode,
        'Rule ' || rules.rule_id || ' of rulebook ' || rules.rulebook_id as named,
        rulebooks.rulebook_id is null as is_homeless
    from {{ ref('rulebook_rules') }} as rules
    left join {{ ref('rulebooks') }} as rulebooks
        on rules.rulebook_id = rulebooks.rulebook_id
),

rule_faults as (
    select
        rulebook_id,
        named || ' ' || case
            when is_homeless
                then 'has no rulebook; add that to seeds/rulebooks.csv.'
            when topic_mode not in ({{ quoted(known) }})
                then
                    'has the unknown topic and mode ' || topic_mode
                    || '; take one of {{ known | join(", ") }}.'
            when topic in ('score', 'list') and indicator not in ({{ quoted(known_indicators) }})
                then
                    'has the unknown indicator ' || indicator
                    || '; take one of {{ known_indicators | join(", ") }}.'
            when topic = 'light' and indicator not in ('investment', 'progress')
                then 'has the unknown light ' || indicator || '; take investment or progress.'
            when weight <= 0
                then 'has a weight of 0 or less; leave it empty for points beside the full marks.'
            when
                topic_mode in ({{ quoted(modes_that_read('target').split()) }})
                and (target is null) = (target_of_time_progress is null)
                then 'needs one target: either target or target_of_time_progress.'
        end as fault
    from rules
),

column_faults as (
    {%- for column in ['indicator', 'weight', 'cap'] + rule_params().split() %}
    {%- set read_as = 'target' if column == 'target_of_time_progress' else column %}
    select
        rulebook_id,
        named || ' ' || case
            when
                {{ column }} is not null
                and topic_mode not in ({{ quoted(modes_that_read(read_as).split()) }})
                then 'does not read {{ column }}; empty it.'
            {%- if read_as != 'target' %}
            when
                {{ column }} is null
                and topic_mode in ({{ quoted(modes_that_read(column, true).split()) }})
                then 'needs {{ column }}.'
            {%- endif %}
            {%- if column in rule_params().split() %}
            when {{ column }} is not null and try_cast({{ column }} as decimal(18, 6)) is null
                then 'has no number as {{ column }}: ' || {{ column }} || '; write one.'
            {%- endif %}
            {%- if column in ['target', 'target_of_time_progress', 'size'] %}
            when try_cast({{ column }} as decimal(18, 6)) <= 0
                then 'needs a {{ column }} above 0.'
            {%- endif %}
        end as fault
    from rules
    where topic_mode in ({{ quoted(known) }})
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

int_rulebook__rule_faults as (
    select rulebook_id, fault from rule_faults
    where fault is not null

    union all

    select rulebook_id, fault from column_faults
    where fault is not null

    union all

    select rulebook_id, fault from {{ ref('int_rulebook__band_faults') }}
)

select * from int_rulebook__rule_faults
