{#- What makes a rulebook unfit to judge anybody; a test prints it and ends the build. -#}

with rulebooks as (
    select * from {{ ref('rulebooks') }}
),

counted as (
    select
        rulebook_id,
        coalesce(sum(case when topic = 'score' then weight end), 0) as weights,
        count(case when topic = 'score' then 1 end) as score_rules,
        count(case when topic = 'policy' then 1 end) as policies,
        count(case when topic = 'quarter' then 1 end) as quarters,
        count(case when topic = 'year' then 1 end) as years
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
            when counted.weights <> coalesce(rulebooks.full_marks, 0)
                then
                    'has weights that add up to ' || cast(counted.weights as string)
                    || '; make them ' || cast(coalesce(rulebooks.full_marks, 0) as string)
                    || ', its full marks, in seeds/rulebook_rules.csv.'
            when counted.score_rules > 0 and counted.policies <> 1
                then 'needs one policy rule, rebase or zero, in seeds/rulebook_rules.csv.'
            when counted.quarters > 1 or counted.years > 1
                then 'has two rules for the quarter or the year; keep one of them.'
        end as fault
    from rulebooks
    left join counted
        on rulebooks.rulebook_id = counted.rulebook_id
),

followed as (
    select
        rulebook_id,
        valid_from,
        valid_to,
        lead(rulebook_id) over (order by valid_from, rulebook_id) as next_rulebook_id,
        lead(valid_from) over (order by valid_from, rulebook_id) as next_valid_from
    from rulebooks
    where valid_from is not null
),

validity_faults as (
    select
        rulebook_id,
        'Rulebooks ' || rulebook_id || ' and ' || next_rulebook_id || case
            when valid_to is null or valid_to >= next_valid_from
                then
                    ' are both in force on ' || cast(next_valid_from as string)
                    || '; end the first before the second begins, in seeds/rulebooks.csv.'
            when {{ dbt.dateadd('day', 1, 'valid_to') }} < next_valid_from
                then
                    ' leave a hole after ' || cast(valid_to as string)
                    || '; let the second begin on the day after, in seeds/rulebooks.csv.'
        end as fault
    from followed
    where next_rulebook_id is not null
),

named as (
    {%- if var('rulebook') %}
    select
        '{{ var("rulebook") }}' as rulebook_id,
        'The variable rulebook names {{ var("rulebook") }}, which is no row of '
        || 'seeds/rulebooks.csv; name one of its rulebook_id.' as fault
    from rulebooks
    having count(case when rulebook_id = '{{ var("rulebook") }}' then 1 end) = 0

    union all
    {%- endif %}

    select rulebook_id, fault from validity_faults
),

int_rulebook__faults as (
    select rulebook_id, fault from whole_faults
    where fault is not null

    union all

    select rulebook_id, fault from named
    where fault is not null

    union all

    select rulebook_id, fault from {{ ref('int_rulebook__rule_faults') }}
)

select * from int_rulebook__faults
