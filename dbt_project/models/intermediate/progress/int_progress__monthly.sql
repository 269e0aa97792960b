with project_months as (
    select * from {{ ref('int_projects__months') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

versions as (
    select * from {{ ref('int_projects__versions') }}
),

reported as (
    select * from {{ ref('int_progress__reported') }}
    where is_in_force
),

int_progress__monthly as (
    select
        project_months.project_code,
        project_months.unit_code,
        project_months.report_month,
        months.year,
        months.month_end,
        months.time_progress_ratio,
        months.cumulative_above_total__max_ratio,
        months.ytd_above_plan__max_ratio,
        versions.project_code is not null as is_filed,
        versions.category,
        versions.level,
        versions.construction_type,
        versions.batch,
        {{ money('versions.total_investment_cny_10k') }} as total_investment_cny_10k,
        versions.planned_start_date,
        versions.planned_finish_date,
        versions.first_planned_start_date,
        versions.first_planned_finish_date,
        versions.baseline_planned_start_date,
        -- A plan is the plan of its year: last year's does not hold in January.
        {%- for plan in ['annual_plan', 'first_annual_plan', 'baseline_annual_plan'] %}
        case
            when versions.plan_year = months.year then {{ money('versions.' ~ plan ~ '_cny_10k') }}
        end as {{ plan }}_cny_10k,
        {%- endfor %}
        versions.submission_id as plan_submission_id,
        versions.source_row as plan_source_row,
        {%- for which in ['first', 'baseline'] %}
        {%- for place in ['submission_id', 'source_row'] %}
        versions.{{ which }}_annual_plan_cny_10k_{{ place }} as {{ which }}_plan_{{ place }},
        versions.{{ which }}_planned_start_date_{{ place }}
            as {{ which }}_planned_start_{{ place }},
        {%- endfor %}
        {%- endfor %}
        reported.submission_id,
        reported.sheet,
        reported.source_row,
        coalesce(reported.is_combined_month, false) as is_combined_month,
        {{ money('reported.month_investment_cny_10k') }} as month_investment_cny_10k,
        {{ money('reported.ytd_investment_cny_10k') }} as ytd_investment_cny_10k,
        {{ money('reported.cumulative_investment_cny_10k') }} as cumulative_investment_cny_10k,
        {{ money('reported.statistical_ytd_investment_cny_10k') }}
            as statistical_ytd_investment_cny_10k,
        reported.physical_progress_pct,
        reported.status,
        reported.actual_start_date,
        reported.is_resumed,
        reported.resumed_on,
        reported.actual_finish_date,
        reported.workers_on_site
    from project_months
    inner join months on project_months.report_month = months.report_month
    left join versions
        on
            project_months.project_code = versions.project_code
            and project_months.report_month >= versions.report_month
            and {{ before('project_months.report_month', 'versions.next_report_month') }}
    left join reported
        on
            project_months.project_code = reported.project_code
            and project_months.report_month = reported.report_month
            and project_months.unit_code = reported.unit_code
)

select * from int_progress__monthly
