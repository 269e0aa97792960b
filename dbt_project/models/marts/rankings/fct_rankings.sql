with placed as (
    select * from {{ ref('int_rankings__placed') }}
),

fct_rankings as (
    select
        placed.unit_code,
        placed.league,
        placed.report_month,
        placed.rulebook_id,
        placed.is_silent,
        cast(placed.project_count as integer) as project_count,
        cast(placed.unplanned_project_count as integer) as unplanned_project_count,
        {{ money('placed.annual_plan_cny_10k') }} as annual_plan_cny_10k,
        {{ money('placed.ytd_investment_cny_10k') }} as ytd_investment_cny_10k,
        placed.completion_ratio,
        placed.start_ratio,
        placed.full_year_start_ratio,
        placed.resumption_ratio,
        -- their sheets are not read yet
        cast(null as decimal(18, 6)) as commitment_ratio,
        cast(null as decimal(18, 6)) as issue_clearance_ratio,
        cast(placed.applied_weight as decimal(9, 2)) as applied_weight,
        placed.total_score,
        placed.league_rank,
        placed.city_rank,
        previous.league_rank as previous_league_rank,
        previous.league_rank - placed.league_rank as rank_change,
        listed.list_colour
    from placed
    left join placed as previous
        on
            placed.unit_code = previous.unit_code
            and placed.league = previous.league
            and previous.report_month
            = {{ add_months('placed.report_month', -1) }}
    left join {{ ref('int_rankings__listed') }} as listed
        on
            placed.unit_code = listed.unit_code
            and placed.report_month = listed.report_month
)

select * from fct_rankings
