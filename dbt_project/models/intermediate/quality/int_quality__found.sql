{#-
    Project-months about which something is still to be mended: a warning in the last sheet of its kind, also one that is
    a sign. What asks for a correction (int_quality__asked) costs more where it is left, so a warning about a column is one
    about each project with a figure in it.
-#}
{%- set figures = restated_figures().split() -%}

with findings as (
    select * from {{ ref('int_findings__united') }}
    where {{ asks_for_a_mend() }}
),

sheets as (
    select distinct submission_id, entity
    from {{ ref('int_submissions__sheets') }}
    where is_last_of_month
),

reported as (
    select * from {{ ref('int_progress__reported') }}
    where is_in_force
),

filled_in as (
    {%- for figure in figures %}
    select
        submission_id, unit_code, project_code, report_month, '{{ field_of(figure) }}' as field
    from reported
    where {{ figure }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

int_quality__found as (
    select findings.unit_code, findings.project_code, findings.report_month
    from findings
    inner join sheets
        on
            findings.submission_id = sheets.submission_id
            and findings.entity = sheets.entity
    where findings.project_code is not null

    union

    select filled_in.unit_code, filled_in.project_code, filled_in.report_month
    from findings
    inner join filled_in
        on
            findings.submission_id = filled_in.submission_id
            and findings.field = filled_in.field
    where findings.project_code is null
)

select * from int_quality__found
