{#- Totals of months, and of the quarters and years that have ended, by the rule of the rulebook in
    force in their last month. In a mean a silent month counts 0, unless the next report covers
    it: who reports nothing gains nothing. -#}

with monthly as (
    select
        *,
        {% for period, parts in [('quarter', 'year, quarter'), ('year', 'year')] -%}
        count(case when is_covered then null else rulebook_id end)
            over (partition by unit_code, {{ parts }}) as {{ period }}_months,
        count(total_score) over (partition by unit_code, {{ parts }}) as {{ period }}_scored_months,
        sum(total_score) over (partition by unit_code, {{ parts }}) as {{ period }}_scores,
        {% endfor -%}
        case when rulebook_id is not null then 1 else 0 end as month_months,
        case when total_score is not null then 1 else 0 end as month_scored_months,
        total_score as month_scores
    from {{ ref('int_rankings__totalled') }}
),

periods as (
    {% for period, length in [('month', 1), ('quarter', 3), ('year', 12)] -%}
    select
        *,
        '{{ period }}' as period_type,
        {{ length }} as period_length,
        {{ period }}_months as judged_months,
        {{ period }}_scored_months as scored_months,
        {{ period }}_scores as scores
    from monthly
    where mod(month_number, {{ length }}) = 0
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

int_rankings__periods as (
    select
        periods.unit_code,
        periods.league,
        periods.period_type,
        {{ add_months('periods.report_month', '1 - periods.period_length') }} as first_month,
        periods.report_month,
        {{ add_months('periods.report_month', '- periods.period_length') }}
            as previous_report_month,
        periods.rulebook_id,
        periods.time_progress_ratio,
        periods.is_silent,
        periods.is_covered,
        cast(periods.judged_months as integer) as judged_months,
        cast(periods.scored_months as integer) as scored_months,
        periods.completion_ratio,
        case
            when periods.period_type = 'month' or rules.mode = 'last_month'
                then periods.total_score
            when rules.mode = 'mean_of_months'
                then cast({{ ratio('periods.scores', 'periods.judged_months') }} as decimal(18, 4))
        end as total_score,
        periods.full_marks is not null
        and (periods.period_type = 'month' or rules.mode is not null) as is_judged
    from periods
    left join {{ ref('int_rulebook__rules') }} as rules
        on
            periods.rulebook_id = rules.rulebook_id
            and periods.period_type = rules.topic
)

select * from int_rankings__periods
