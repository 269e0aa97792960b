{#-
    Project-months of which a later file changed a figure that had been accepted. Filling in what was blank changes
    nothing. A figure that was sent before the month was over is none of that month yet, where the unit sends another one
    by the deadline and unasked.

    `is_prompted`: on a day before such a file came, the unit had been asked about the project's row, or about a
    column that the file changed. Same day is unasked: nobody knows which was first.
-#}
{%- set figures = restated_figures().split() -%}

with asked as (
    select * from {{ ref('int_quality__asked') }}
),

submissions as (
    select * from {{ ref('int_submissions__judged') }}
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

later as (
    select
        *,
        concat_ws(
            ','
            {%- for figure in figures %},
            case
                when
                    previous_{{ figure }} is not null
                    and {{ differs(figure, 'previous_' ~ figure) }}
                    then '{{ field_of(figure) }}'
            end
            {%- endfor %}
        ) as changed_fields
    from beside
    where submission_id <> previous_submission_id
),

changed as (
    select
        later.*,
        submissions.is_on_time
        and later.previous_received_on <= {{ month_end('later.report_month') }} as is_early_replaced
    from later
    inner join submissions on later.submission_id = submissions.submission_id
    where later.changed_fields <> ''
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
    where not changed.is_early_replaced or asked.first_asked_on is not null
    group by changed.unit_code, changed.project_code, changed.report_month
)

select * from int_quality__restatements
