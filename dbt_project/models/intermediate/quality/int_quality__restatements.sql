{#-
    Project-months of which a later file changed a figure that had been accepted. Filling in what was blank changes
    nothing, and a figure that was sent before the month was over is none of that month yet.

    `is_prompted`: on a day before such a file came, the unit had been asked about the project's row, or about a
    column that the file changed. Same day is unasked: nobody knows which was first.
-#}
{%- set figures = {
    'ytd_investment': 'ytd_investment_cny_10k',
    'month_investment': 'month_investment_cny_10k',
    'cumulative_investment': 'cumulative_investment_cny_10k',
    'statistical_ytd_investment': 'statistical_ytd_investment_cny_10k',
    'physical_progress_pct': 'physical_progress_pct',
    'status': 'status',
    'is_resumed': 'is_resumed',
    'actual_start': 'actual_start_date',
    'actual_finish': 'actual_finish_date',
} -%}

with asked as (
    select * from {{ ref('int_quality__asked') }}
),

beside as (
    select
        unit_code, project_code, report_month, received_on, submission_id,
        {%- for figure in figures.values() %}
        {{ figure }},
        lag({{ figure }}) over files as previous_{{ figure }},
        {%- endfor %}
        lag(received_on) over files as previous_received_on,
        lag(submission_id) over files as previous_submission_id
    from {{ ref('int_progress__reported') }}
    where is_owners
    window files as (partition by project_code, unit_code, report_month order by row_in_month)
),

later as (
    select
        *,
        concat_ws(
            ','
            {%- for field, figure in figures.items() %},
            case
                when
                    previous_{{ figure }} is not null
                    and {{ differs(figure, 'previous_' ~ figure) }}
                    then '{{ field }}'
            end
            {%- endfor %}
        ) as changed_fields
    from beside
    where
        submission_id <> previous_submission_id
        and previous_received_on > {{ month_end('report_month') }}
),

changed as (
    select * from later
    where changed_fields <> ''
),

int_quality__restatements as (
    select
        changed.unit_code,
        changed.project_code,
        changed.report_month,
        count(asked.first_asked_on) > 0 as is_prompted
    from changed
    left join asked
        on
            changed.unit_code = asked.unit_code
            and changed.report_month = asked.report_month
            and changed.received_on > asked.first_asked_on
            and (
                changed.project_code = asked.project_code
                or concat(',', changed.changed_fields, ',') like concat('%,', asked.field, ',%')
            )
    group by changed.unit_code, changed.project_code, changed.report_month
)

select * from int_quality__restatements
