{#-
    What a later file of a unit changed of a figure that had been accepted; filling in what was blank changes nothing.
    `changed_fields` are the fields, comma separated.
-#}
{%- set figures = restated_figures().split() -%}

with beside as (
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

int_quality__changed as (
    select
        unit_code, project_code, report_month, submission_id, received_on, previous_received_on,
        changed_fields
    from later
    where changed_fields <> ''
)

select * from int_quality__changed
