with fct_rankings as (
    select
        totalled.unit_code,
        totalled.league,
        totalled.report_month,
        totalled.rulebook_id,
        totalled.is_silent,
        cast(totalled.project_count as integer) as project_count,
        cast(totalled.unplanned_project_count as integer) as unplanned_project_count,
        {{ money('totalled.annual_plan_cny_10k') }} as annual_plan_cny_10k,
        {{ money('totalled.ytd_investment_cny_10k') }} as ytd_investment_cny_10k,
        totalled.completion_ratio,
        totalled.first_plan_completion_ratio,
        totalled.baseline_completion_ratio,
        totalled.start_ratio,
        totalled.full_year_start_ratio,
        totalled.resumption_ratio,
        totalled.commitment_ratio,
        totalled.issue_clearance_ratio,
        cast(totalled.applied_weight as decimal(9, 2)) as applied_weight,
        placed.total_score,
        placed.league_rank,
        placed.city_rank,
        placed.previous_league_rank,
        placed.rank_change,
        placed.score_change,
        listed.list_colour,
        coalesce(listed.is_most_improved, false) as is_most_improved
    from {{ ref('int_rankings__totalled') }} as totalled
    inner join {{ ref('int_rankings__placed') }} as placed
        on
            totalled.unit_code = placed.unit_code
            and totalled.report_month = placed.report_month
            and placed.period_type = 'month'
    left join {{ ref('int_rankings__listed') }} as listed
        on
            placed.unit_code = listed.unit_code
            and placed.report_month = listed.report_month
            and placed.period_type = listed.period_type
)

select * from fct_rankings
