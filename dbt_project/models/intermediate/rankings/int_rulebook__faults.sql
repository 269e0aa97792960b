{#- What makes a rulebook unfit to judge anybody; a test prints it and ends the build. -#}

with rulebooks as (
    select * from {{ ref('rulebooks') }}
),

counted as (
    select
        rulebook_id,
        coalesce(sum(case when topic = 'score' then weight end), 0) as weights,
        count(case when topic = 'score' then 1 end) as score_rules,
        count(distinct case when topic = 'score' then indicator end) as score_indicators,
        count(case when topic = 'policy' then 1 end) as policies
    from {{ ref('rulebook_rules') }}
    group by rulebook_id
),

whole_faults as (
    select
        rulebooks.rulebook_id,
        'Rulebook ' || rulebooks.rulebook_id || ' ' || case
            when rulebooks.valid_to < rulebooks.valid_from
                then 'ends before it begins; mend its dates in seeds/rulebooks.csv.'
            when counted.rulebook_id is null
                then 'has no rule; write its rules into seeds/rulebook_rules.csv.'
            when counted.weights <> 100
                then
                    'has weights that add up to ' || cast(counted.weights as string)
                    || '; make them 100 in seeds/rulebook_rules.csv.'
            when counted.score_indicators < counted.score_rules
                then 'scores an indicator twice; join the two rules in seeds/rulebook_rules.csv.'
            when counted.policies <> 1
                then 'needs one policy rule, rebase or zero, in seeds/rulebook_rules.csv.'
        end as fault
    from rulebooks
    left join counted
        on rulebooks.rulebook_id = counted.rulebook_id
),

concurrent as (
    select
        earlier.rulebook_id,
        'Rulebooks ' || earlier.rulebook_id || ' and ' || later.rulebook_id
        || ' are both in force on ' || cast(later.valid_from as string)
        || '; end the first before the second begins, in seeds/rulebooks.csv.' as fault
    from rulebooks as earlier
    inner join rulebooks as later
        on
            earlier.rulebook_id <> later.rulebook_id
            and (
                earlier.valid_from < later.valid_from
                or (
                    earlier.valid_from = later.valid_from
                    and earlier.rulebook_id < later.rulebook_id
                )
            )
            and (earlier.valid_to is null or earlier.valid_to >= later.valid_from)
),

int_rulebook__faults as (
    select rulebook_id, fault from whole_faults
    where fault is not null

    union all

    select rulebook_id, fault from concurrent

    union all

    select rulebook_id, fault from {{ ref('int_rulebook__rule_faults') }}
)

select * from int_rulebook__faults
