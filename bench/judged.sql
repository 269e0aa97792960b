-- What each sign of tuned figures looks at, and where it was told: the denominator and the numerator of its rate.
-- A sign that needs a whole sheet judges sheets, one that needs the year a unit's year, the others a project's month.
with signs (place, rule_id, judges) as (
    values
    (1, 'december_rush', 'project month'),
    (2, 'quarter_end_jump', 'project month'),
    (3, 'bunched_above_filing_threshold', 'unit year'),
    (4, 'bunched_above_plan', 'unit year'),
    (5, 'row_repeated', 'project month'),
    (6, 'month_repeated', 'project month'),
    (7, 'ytd_unchanged', 'project month'),
    (8, 'value_shared', 'sheet'),
    (9, 'round_figures', 'sheet'),
    (10, 'one_factor', 'sheet'),
    (11, 'annual_plan_lowered', 'project month'),
    (12, 'far_from_statistics', 'project month'),
    (13, 'no_statistical_entry', 'project month'),
    (14, 'completion_without_evidence', 'project month'),
    (15, 'spending_ahead_of_progress', 'project month')
),

reports as (
    select
        beside.*,
        months.* exclude (report_month, year, month_end, time_progress_ratio),
        count(case when ytd_investment_cny_10k > 0 then 1 end) over of_year as months_at_work,
        ytd_investment_cny_10k <> ytd_before_cny_10k as has_moved,
        date_diff('month', actual_start_date, beside.month_end) as months_since_start,
        -- Of the last months, this one included, those that fit.
        count(case when status = '在建' then 1 end) over of_quarter as months_built,
        count(case when month_investment_cny_10k > 0 then 1 end) over of_month_run as months_invested,
        count(case when status = '在建' then 1 end) over of_ytd_run as months_under_way
    from intermediate.int_findings__reports as beside
    inner join intermediate.int_months__thresholds as months using (report_month)
    window
        of_year as (partition by project_code, beside.year),
        of_quarter as (
            partition by project_code order by beside.report_month
            range between interval 2 months preceding and current row
        ),
        of_month_run as (
            partition by project_code, beside.year order by beside.report_month
            range between to_months(cast(month_repeated__months as integer) - 1) preceding
            and current row
        ),
        of_ytd_run as (
            partition by project_code, beside.year order by beside.report_month
            range between to_months(cast(ytd_unchanged__months as integer) - 1) preceding
            and current row
        )
),

filings as (
    select filings.*, months.* exclude (report_month), total_investment_minimum_cny_10k
    from intermediate.int_findings__filings as filings
    inner join intermediate.int_months__thresholds as months using (report_month)
    left join intermediate.int_projects__conditions using (project_code, report_month)
),

rows_judged (rule_id, unit_code, project_code, report_month, at_least) as (
    select 'december_rush', unit_code, project_code, report_month, 1 from reports
    where
        month_number = 12 and is_next_month and ytd_investment_cny_10k > 0
        and months_at_work >= december_rush__min_months

    union all
    select 'quarter_end_jump', unit_code, project_code, report_month, 1 from reports
    where
        month_number in (3, 6, 9) and months_built = 3 and has_moved
        and (actual_start_date is null or actual_start_date < report_month - interval 2 months)

    union all
    select
        'bunched_above_filing_threshold', unit_code, project_code, report_month,
        bunched_above_filing_threshold__min_count
    from filings
    where is_first_filing and total_investment_minimum_cny_10k > 0

    union all
    select
        'bunched_above_plan', unit_code, project_code, report_month, bunched_above_plan__min_count
    from reports
    where month_number = 12 and annual_plan_cny_10k > 0 and ytd_investment_cny_10k > 0

    union all
    select 'row_repeated', unit_code, project_code, report_month, 1 from reports
    where is_next_month and is_same_year and previous_month_investment_cny_10k > 0

    union all
    select 'month_repeated', unit_code, project_code, report_month, 1 from reports
    where months_invested >= month_repeated__months

    union all
    select 'ytd_unchanged', unit_code, project_code, report_month, 1 from reports
    where
        months_under_way >= ytd_unchanged__months
        and (ytd_investment_cny_10k > 0 or annual_plan_cny_10k > 0)

    union all
    select 'value_shared', unit_code, project_code, report_month, value_shared__min_count
    from reports
    where month_investment_cny_10k >= value_shared__min_amount_cny_10k

    union all
    select 'round_figures', unit_code, project_code, report_month, round_figures__min_count
    from reports
    where has_moved and ytd_investment_cny_10k >= round_figures__min_amount_cny_10k

    union all
    select 'one_factor', unit_code, project_code, report_month, one_factor__min_count
    from reports
    where
        abs(ytd_investment_cny_10k - ytd_before_cny_10k) >= one_factor__min_amount_cny_10k
        and annual_plan_cny_10k > 0

    union all
    select 'annual_plan_lowered', unit_code, project_code, report_month, 1 from filings
    where
        annual_plan_before_cny_10k - annual_plan_cny_10k
        > annual_plan_before_cny_10k * baseline_changed__amount_ratio

    union all
    select 'far_from_statistics', unit_code, project_code, report_month, 1 from reports
    where statistical_ytd_investment_cny_10k > 0

    union all
    select 'no_statistical_entry', unit_code, project_code, report_month, 1 from reports
    where
        ytd_investment_cny_10k > 0 and statistical_ytd_investment_cny_10k is not null
        and least(months_since_start, month_number) > no_statistical_entry__months_since_start

    union all
    select 'completion_without_evidence', unit_code, project_code, report_month, 1 from reports
    where ytd_investment_cny_10k > annual_plan_cny_10k * completion_without_evidence__above_ratio

    union all
    select 'spending_ahead_of_progress', unit_code, project_code, report_month, 1 from reports
    where
        physical_progress_pct is not null and cumulative_investment_cny_10k > 0
        and total_investment_cny_10k > 0
),

rows_told as (
    select rule_id, unit_code, project_code, report_month
    from marts.fct_submission_findings
    where strength is not null
),

judged_or_told as (
    select rule_id, unit_code, project_code, report_month, at_least, 0 as told from rows_judged
    union all
    select rule_id, unit_code, project_code, report_month, 0, 1 from rows_told
)

select
    rule_id,
    judges,
    unit_code,
    case when judges = 'project month' then project_code else '' end as project_code,
    cast(
        case when judges = 'unit year' then date_trunc('year', report_month) else report_month end
        as date
    ) as month,
    sum(1 - told) > 0 and sum(1 - told) >= max(at_least) as is_judged,
    max(told) = 1 as is_told
from signs
left join judged_or_told using (rule_id)
group by all
order by min(place)
