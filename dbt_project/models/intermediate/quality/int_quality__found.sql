{#-
    Project-months about which something is still to be mended: a warning in the last sheet of its kind. Rejected
    rows and missing projects are counted as such; signs (with a strength) and notices accuse nobody.
-#}
with findings as (
    select * from {{ ref('int_findings__united') }}
),

sheets as (
    select distinct submission_id, entity
    from {{ ref('int_submissions__sheets') }}
    where is_last_of_month
),

int_quality__found as (
    select distinct
        findings.unit_code,
        findings.project_code,
        findings.report_month
    from findings
    inner join sheets
        on
            findings.submission_id = sheets.submission_id
            and findings.entity = sheets.entity
    where
        findings.severity = 'warning'
        and findings.strength is null
        and findings.rule_id <> 'project_not_reported'
        and findings.project_code is not null
)

select * from int_quality__found
