{#- Faults of bands and exemptions, each a sentence with the next step. -#}


with rules as (
    select
        *,
        topic || '/' || mode as topic_mode,
        'Rule ' || rule_id || ' of rulebook ' || rulebook_id as named
    from {{ ref('rulebook_rules') }}
),

bands as (
    select
        *,
        'A band of rule ' || rule_id || ' of rulebook ' || rulebook_id as named
    from {{ ref('rulebook_bands') }}
),

counted as (
    select
        rulebook_id,
        rule_id,
        count(*) as bands,
        count(case when at_least is null and above is null then 1 end) as lowest,
        count(distinct at_least) + count(distinct above) as begins
    from bands
    group by rulebook_id, rule_id
),

rule_faults as (
    select
        rules.rulebook_id,
        rules.named || ' ' || case
            when counted.bands is null
                then 'needs bands; write them into seeds/rulebook_bands.csv.'
            when counted.lowest = 0
                then
                    'has a hole below its lowest band; empty at_least and above of that band, in '
                    || 'seeds/rulebook_bands.csv.'
            when counted.lowest + counted.begins < counted.bands or counted.lowest > 1
                then 'has overlapping bands that begin at one place; keep one of them.'
        end as fault
    from rules
    left join counted
        on rules.rulebook_id = counted.rulebook_id and rules.rule_id = counted.rule_id
    where rules.topic_mode in ({{ quoted(modes_with_bands().split()) }})
),

band_faults as (
    select
        bands.rulebook_id,
        bands.named || ' ' || case
            when rules.rule_id is null
                then 'has no rule; add that to seeds/rulebook_rules.csv.'
            when bands.at_least is not null and bands.above is not null
                then 'begins twice; empty at_least or above.'
            {%- for column in ['points', 'points_per_pp', 'light'] %}
            when
                (bands.{{ column }} is not null)
                <> (rules.topic_mode in ({{ quoted(modes_that_read(':' ~ column).split()) }}))
                then
                    'and the mode ' || rules.topic_mode || ' do not agree on {{ column }}; '
                    || case when bands.{{ column }} is null then 'fill it.' else 'empty it.' end
            {%- endfor %}
        end as fault
    from bands
    left join rules
        on bands.rulebook_id = rules.rulebook_id and bands.rule_id = rules.rule_id
),

exemption_faults as (
    select
        exemptions.rulebook_id,
        'The exemption of unit ' || exemptions.unit_code || ' names '
        || coalesce(exemptions.rule_id, '(blank)')
        || ', which is no list of the rulebook; name its red or yellow list.' as fault
    from {{ ref('rulebook_exemptions') }} as exemptions
    left join rules
        on
            exemptions.rulebook_id = rules.rulebook_id
            and exemptions.rule_id = rules.rule_id
            and rules.topic = 'list'
    where rules.rule_id is null
),

int_rulebook__band_faults as (
    select rulebook_id, fault from rule_faults
    where fault is not null

    union all

    select rulebook_id, fault from band_faults
    where fault is not null

    union all

    select rulebook_id, fault from exemption_faults
)

select * from int_rulebook__band_faults
