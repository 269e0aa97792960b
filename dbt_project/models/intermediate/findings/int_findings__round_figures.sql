{#-
    Round year-to-date figures: of a unit's sheet more than chance and its own habit give. All of them are named: none
    alone says anything. What did not move repeats the figure of the month before and is not counted again.
-#}
with reports as (
    select * from {{ ref('int_findings__reports') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

written as (
    select submission_id, min(money_unit) as money_unit
    from {{ ref('stg_landing__submission_columns') }}
    where entity = 'monthly_progress' and field = 'ytd_investment'
    group by submission_id
),

figures as (
    select
        reports.*,
        months.round_figures__min_count as min_count,
        months.round_figures__usual_share as usual_share,
        months.round_figures__min_excess_share as min_excess_share,
        months.round_figures__full_strength_at as full_strength_at,
        case
            when mod(
                reports.ytd_investment_cny_10k,
                case
                    when written.money_unit = '亿元' then months.round_figures__step_of_100m_cny_10k
                    else months.round_figures__step_cny_10k
                end
            ) = 0 then 1 else 0
        end as round_figure
    from reports
    inner join months on reports.report_month = months.report_month
    left join written on reports.submission_id = written.submission_id
    where
        reports.ytd_investment_cny_10k >= months.round_figures__min_amount_cny_10k
        and reports.ytd_investment_cny_10k <> reports.ytd_before_cny_10k
),

sheets as (
    select
        unit_code,
        report_month,
        count(*) as figures,
        sum(round_figure) as round_ones
    from figures
    group by unit_code, report_month
),

habits as (
    select
        unit_code,
        report_month,
        figures,
        round_ones,
        {{ ratio('round_ones', 'figures') }} as share,
        {{ ratio('sum(round_ones) over before', 'sum(figures) over before') }} as habit
    from sheets
    window before as (
        partition by unit_code order by report_month
        rows between unbounded preceding and 1 preceding
    )
),

measured as (
    select
        figures.*,
        habits.figures,
        habits.round_ones,
        habits.share,
        habits.share - case
            when habits.habit > figures.usual_share then habits.habit else figures.usual_share
        end as excess
    from figures
    inner join habits
        on figures.unit_code = habits.unit_code and figures.report_month = habits.report_month
),

int_findings__round_figures as (
    select
        {{ finding(
            'round_figures', 'monthly_progress', 'ytd_investment',
            value='ytd_investment_cny_10k', times='cast(round_ones as integer)',
            words_zh='cast(share * 100 as decimal(18, 1))',
            words_en='cast(share * 100 as decimal(18, 1))',
            strength=strength('excess', 'min_excess_share', 'full_strength_at')
        ) }}
    from measured
    where round_figure = 1 and figures >= min_count and excess >= min_excess_share
)

select * from int_findings__round_figures
