{#-
    The mode of a rule of topic `quality` is a rate, 0 where nothing and 1 where all is amiss. The score is what they
    leave of 100, each by its weight.
-#}
{%- set rates = {
    'lateness': ('days_late', 'days_until_all_is_lost'),
    'incompleteness': ('missing_project_count', 'expected_project_count'),
    'rejection': ('rows_rejected', 'rows_read'),
    'finding': ('found_project_count', 'expected_project_count'),
    'unprompted_restatement': ('unprompted_project_count', 'expected_project_count'),
    'prompted_restatement': ('prompted_project_count', 'expected_project_count'),
} -%}

with counted as (
    select * from {{ ref('int_quality__counted') }}
),

rules as (
    select
        rulebook_id,
        {%- for mode in rates %}
        coalesce(max(case when mode = '{{ mode }}' then weight end), 0) as {{ mode }}_weight,
        {%- endfor %}
        max(case when mode = 'lateness' then size end) as days_until_all_is_lost,
        sum(weight) as weights
    from {{ ref('int_rulebook__rules') }}
    where topic = 'quality'
    group by rulebook_id
),

judged as (
    select
        counted.*,
        counted.expected_project_count - counted.reported_project_count as missing_project_count,
        {%- for mode in rates %}
        rules.{{ mode }}_weight,
        {%- endfor %}
        rules.days_until_all_is_lost,
        rules.weights
    from counted
    left join rules on counted.rulebook_id = rules.rulebook_id
),

rated as (
    select
        *,
        {%- for mode, (part, whole) in rates.items() %}
        {{ share(part, whole) }} as {{ mode }}_rate,
        {%- endfor %}
        {{ ratio('reported_project_count', 'expected_project_count') }} as completeness_ratio
    from judged
),

lost as (
    select
        *,
        {%- for mode in rates %}
        {{ mode }}_weight * coalesce({{ mode }}_rate, 0) +
        {%- endfor %}
        0 as lost
    from rated
),

scored as (
    select
        *,
        case
            when not is_silent
                then cast(100 * (1 - {{ ratio('lost', 'weights') }}) as decimal(9, 2))
        end as quality_score
    from lost
),

fct_data_quality as (
    select
        unit_code,
        league,
        report_month,
        rulebook_id,
        is_silent,
        days_late,
        days_late = 0 as is_on_time,
        lateness_rate,
        expected_project_count,
        reported_project_count,
        completeness_ratio,
        rows_read,
        rows_rejected,
        rejection_rate,
        found_project_count,
        finding_rate,
        unprompted_project_count as unprompted_restatement_count,
        unprompted_restatement_rate,
        prompted_project_count as prompted_restatement_count,
        prompted_restatement_rate,
        quality_score,
        case
            when weights is not null
                then cast(rank() over (
                    partition by report_month order by quality_score desc nulls last
                ) as integer)
        end as quality_rank
    from scored
)

select * from fct_data_quality
