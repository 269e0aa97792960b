{%- set columns = [
    'submission_id', 'unit_code', 'project_code', 'report_month', 'entity', 'sheet', 'source_row', 'cell',
    'field', 'rule_id', 'severity', 'value_found', 'message_zh', 'message_en', 'stage',
] -%}

with findings as (
    select * from {{ ref('int_findings__united') }}
),

hashed as (
    select
        *,
        {{ hash_of(columns) }} as content
    from findings
),

fct_submission_findings as (
    -- The same sentence about the same place may be said twice: a number keeps the two apart.
    select
        md5(concat(
            content, '|', cast(row_number() over (partition by content order by content) as string)
        )) as finding_id,
        {{ columns | join(',\n    ') }},
        -- Not part of what it says: later months may make the same sign stronger.
        strength
    from hashed
)

select * from fct_submission_findings
