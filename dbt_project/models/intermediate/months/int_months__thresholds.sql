with submissions as (
    select * from {{ ref('stg_landing__submissions') }}
),

thresholds as (
    select * from {{ ref('thresholds') }}
),

-- Whole years, so that a year's plan has all its months. Refused files may name any month.
bounds as (
    select
        cast({{ dbt.date_trunc('year', 'min(report_month)') }} as date) as first_month,
        max(report_month) as last_month
    from submissions
    where outcome <> 'refused'
),

-- A hundred years of months.
numbers as (
    select series.month_index
    from (values ({{ range(1200) | join('), (') }})) as series (month_index)
),

months as (
    select {{ add_months('bounds.first_month', 'numbers.month_index') }} as report_month
    from bounds
    cross join numbers
    where
        numbers.month_index
        < 12 * (extract(year from bounds.last_month) - extract(year from bounds.first_month) + 1)
),

in_force as (
    select
        months.report_month,
        thresholds.rule_id,
        thresholds.parameter,
        thresholds.value
    from months
    left join thresholds
        on
            (thresholds.valid_from is null or months.report_month >= thresholds.valid_from)
            and (thresholds.valid_to is null or months.report_month <= thresholds.valid_to)
),

int_months__thresholds as (
    select
        report_month,
        {{ month_end('report_month') }} as month_end,
        cast(extract(year from report_month) as integer) as year,
        cast(extract(quarter from report_month) as integer) as quarter,
        cast(extract(month from report_month) as integer) as month_number,
        {{ threshold_columns([
            ('submission_deadline', 'day_of_following_month'),
            ('cumulative_above_total', 'max_ratio'),
            ('ytd_above_plan', 'max_ratio'),
            ('unit_slip', 'tolerance_ratio'),
            ('ytd_fell', 'min_fall_ratio'),
            ('cumulative_fell', 'min_fall_ratio'),
            ('january_not_restarted', 'last_month'),
            ('row_repeated', 'full_strength_at'),
            ('month_repeated', 'months'),
            ('month_repeated', 'full_strength_at'),
            ('ytd_unchanged', 'months'),
            ('ytd_unchanged', 'full_strength_at'),
            ('december_rush', 'min_share'),
            ('december_rush', 'min_months'),
            ('december_rush', 'full_strength_at'),
            ('quarter_end_jump', 'min_share'),
            ('quarter_end_jump', 'full_strength_at'),
            ('bunched_above_filing_threshold', 'margin_ratio'),
            ('bunched_above_filing_threshold', 'min_count'),
            ('bunched_above_filing_threshold', 'min_times_below'),
            ('bunched_above_filing_threshold', 'full_strength_at'),
            ('bunched_above_plan', 'margin_ratio'),
            ('bunched_above_plan', 'min_count'),
            ('bunched_above_plan', 'min_times_below'),
            ('bunched_above_plan', 'full_strength_at'),
            ('round_figures', 'step_cny_10k'),
            ('round_figures', 'step_of_100m_cny_10k'),
            ('round_figures', 'min_amount_cny_10k'),
            ('round_figures', 'min_count'),
            ('round_figures', 'usual_share'),
            ('round_figures', 'min_excess_share'),
            ('round_figures', 'full_strength_at'),
            ('value_shared', 'min_amount_cny_10k'),
            ('value_shared', 'min_count'),
            ('value_shared', 'full_strength_at'),
            ('one_factor', 'min_amount_cny_10k'),
            ('one_factor', 'tolerance_ratio'),
            ('one_factor', 'min_count'),
            ('one_factor', 'min_share'),
            ('one_factor', 'full_strength_at'),
            ('baseline_changed', 'amount_ratio'),
            ('baseline_changed', 'days'),
            ('promise_changed', 'amount_ratio'),
            ('promise_changed', 'days'),
            ('annual_plan_lowered', 'full_strength_at'),
            ('far_from_statistics', 'max_ratio'),
            ('far_from_statistics', 'min_ratio'),
            ('far_from_statistics', 'months_behind'),
            ('far_from_statistics', 'full_strength_at'),
            ('no_statistical_entry', 'months_since_start'),
            ('no_statistical_entry', 'full_strength_at'),
            ('completion_without_evidence', 'above_ratio'),
            ('completion_without_evidence', 'entered_ratio'),
            ('completion_without_evidence', 'points_ahead'),
            ('completion_without_evidence', 'full_strength_at'),
            ('spending_ahead_of_progress', 'points_ahead'),
            ('spending_ahead_of_progress', 'full_strength_at'),
            ('total_moved', 'max_ratio'),
            ('change_weight', 'amount'),
            ('change_weight', 'plan_lowered'),
            ('change_weight', 'day'),
            ('change_weight', 'date_at_most'),
            ('change_weight', 'withdrawn'),
            ('change_weight', 'counted_by'),
            ('change_weight', 'other'),
        ]) }},
        {{ ratio('extract(month from report_month)', '12') }} as time_progress_ratio
    from in_force
    group by report_month
)

select * from int_months__thresholds
