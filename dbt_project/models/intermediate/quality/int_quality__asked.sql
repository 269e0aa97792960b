{#-
    When a unit was asked to look at its figures: at intake with the receipt of the file, about what only history
    showed with a publication. Both stand for ever; the findings of today forget what was mended since.

    A question is about a project's row in 月度进展, or without a project about a column of it: what costs more where it
    is left (int_quality__found).
-#}
with received as (
    select * from {{ ref('stg_landing__findings') }}
),

published as (
    select * from {{ ref('stg_ledger__findings') }}
),

told as (
    select
        unit_code, project_code, report_month, entity, field, rule_id, severity,
        received_on as asked_on
    from received

    union all

    select
        unit_code, project_code, report_month, entity, field, rule_id, severity,
        published_on as asked_on
    from published
),

int_quality__asked as (
    select
        unit_code,
        project_code,
        report_month,
        case when project_code is null then field end as field,
        min(asked_on) as first_asked_on
    from told
    where
        {{ asks_for_a_mend() }}
        -- A finding about a column does not name the entity.
        and coalesce(entity, 'monthly_progress') = 'monthly_progress'
        and coalesce(project_code, field) is not null
    group by
        unit_code,
        project_code,
        report_month,
        case when project_code is null then field end
)

select * from int_quality__asked
