{#- Faults of single rules and parameters, each a sentence with the next step. -#}

with params as (
    select
        *,
        try_cast(value as decimal(18, 6)) as number
    from {{ ref('rulebook_params') }}
),

counted as (
    select
        rulebook_id,
        rule_id,
        count(case when param like 'target%' then 1 end) as targets,
        count(case when param = 'size' then 1 end) as sizes
    from params
    where number > 0
    group by rulebook_id, rule_id
),

rules as (
    select
        rules.*,
        rulebooks.rulebook_id is null as is_homeless,
        coalesce(counted.targets, 0) as targets,
        coalesce(counted.sizes, 0) as sizes
    from {{ ref('rulebook_rules') }} as rules
    left join {{ ref('rulebooks') }} as rulebooks
        on rules.rulebook_id = rulebooks.rulebook_id
    left join counted
        on rules.rulebook_id = counted.rulebook_id and rules.rule_id = counted.rule_id
),

rule_faults as (
    select
        rulebook_id,
        'Rule ' || rule_id || ' of rulebook ' || rulebook_id || ' ' || case
            when is_homeless
                then 'has no rulebook; add that to seeds/rulebooks.csv.'
            when topic || '/' || mode not in ({{ quoted(rule_modes().split()) }})
                then
                    'has the unknown topic and mode ' || topic || '/' || mode
                    || '; take one of {{ rule_modes().split() | join(", ") }}.'
            when
                topic in ('score', 'list')
                and coalesce(indicator, '') not in ({{ quoted(indicators().split()) }})
                then
                    'has the unknown indicator ' || coalesce(indicator, '(blank)')
                    || '; take one of {{ indicators().split() | join(", ") }}.'
            when topic = 'score' and (coalesce(weight, 0) <= 0 or coalesce(cap, 0) <= 0)
                then 'needs a weight and a cap above 0.'
            when topic in ('score', 'list') and targets <> 1
                then 'needs one target above 0: either target or target_of_time_progress.'
            when topic = 'list' and sizes <> 1
                then 'needs a size above 0: how many places of a league the list takes.'
        end as fault
    from rules
),

param_faults as (
    select
        params.rulebook_id,
        'Parameter ' || params.param || ' of rule ' || params.rule_id || ' of rulebook '
        || params.rulebook_id || ' ' || case
            when rules.rule_id is null
                then 'has no rule; add that to seeds/rulebook_rules.csv.'
            when params.number is null
                then 'is no number: ' || coalesce(params.value, '(blank)') || '; write one.'
            when
                rules.topic || '/' || rules.mode || '/' || params.param
                not in ({{ quoted(rule_params().split()) }})
                then 'is not read by ' || rules.topic || '/' || rules.mode || '; take it out.'
        end as fault
    from params
    left join rules
        on params.rulebook_id = rules.rulebook_id and params.rule_id = rules.rule_id
),

int_rulebook__rule_faults as (
    select rulebook_id, fault from rule_faults
    where fault is not null

    union all

    select rulebook_id, fault from param_faults
    where fault is not null
)

select * from int_rulebook__rule_faults
