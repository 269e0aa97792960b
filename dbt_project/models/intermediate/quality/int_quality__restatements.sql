{#-
    Project-months of which a later file changed a figure that had been accepted. Filling in what was blank changes
    nothing, and a figure that was sent before the month was over is none of that month yet.

    `is_prompted`: a finding about the project-month stood in what had arrived on a day before. Findings about rows that
    have been replaced are known where the intake made them; what only history showed of them nobody can see any more.
-#}
{%- set figures = [
    'ytd_investment_cny_10k', 'month_investment_cny_10k', 'cumulative_investment_cny_10k',
    'statistical_ytd_investment_cny_10k', 'physical_progress_pct', 'status', 'is_resumed', 'actual_start_date',
    'actual_finish_date',
] -%}

with findings as (
    select * from {{ ref('int_findings__united') }}
),

submissions as (
    select * from {{ ref('int_submissions__judged') }}
),

first_found as (
    select
        findings.project_code,
        findings.report_month,
        min(submissions.received_on) as found_on
    from findings
    inner join submissions on findings.submission_id = submissions.submission_id
    where findings.project_code is not null
    group by findings.project_code, findings.report_month
),

beside as (
    select
        unit_code, project_code, report_month, received_on, submission_id,
        {%- for figure in figures %}
        {{ figure }},
        lag({{ figure }}) over files as previous_{{ figure }},
        {%- endfor %}
        lag(received_on) over files as previous_received_on,
        lag(submission_id) over files as previous_submission_id
    from {{ ref('int_progress__reported') }}
    where is_owners
    window files as (partition by project_code, unit_code, report_month order by row_in_month)
),

changed as (
    select * from beside
    where
        submission_id <> previous_submission_id
        and previous_received_on > {{ month_end('report_month') }}
        and (
            {%- for figure in figures %}
            {% if not loop.first %}or {% endif -%}
            (
                previous_{{ figure }} is not null
                and {{ differs(figure, 'previous_' ~ figure) }}
            )
            {%- endfor %}
        )
),

int_quality__restatements as (
    select
        changed.unit_code,
        changed.project_code,
        changed.report_month,
        count(*) as restatements,
        max(
            case when first_found.found_on < changed.received_on then 1 else 0 end
        ) = 1 as is_prompted
    from changed
    left join first_found
        on
            changed.project_code = first_found.project_code
            and changed.report_month = first_found.report_month
    group by changed.unit_code, changed.project_code, changed.report_month
)

select * from int_quality__restatements
