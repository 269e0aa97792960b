{#-
    Project-months of which a later file changed a figure that had been accepted. A figure that was sent before the month
    was over is none of that month yet, where the unit sends another one by the deadline and unasked.

    `is_prompted`: on a day before such a file came, the unit had been asked about the project's row, or about a
    column that the file changed. Same day is unasked: nobody knows which was first.
-#}
with asked as (
    select * from {{ ref('int_quality__asked') }}
),

changed as (
    select
        changed.*,
        submissions.is_on_time
        and changed.previous_received_on <= {{ month_end('changed.report_month') }}
            as is_early_replaced
    from {{ ref('int_quality__changed') }} as changed
    inner join {{ ref('int_submissions__judged') }} as submissions
        on changed.submission_id = submissions.submission_id
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
