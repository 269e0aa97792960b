{#-
    Cells that held a value and are blank now; what could not be read is said by its own finding.

    Of the registers that carry values on by key, the row before tells. An issue that is open again has no day on which
    it was settled.
-#}
{%- set named = {
    'monthly_progress': ('项目', 'Project ', 'project_code'),
    'projects': ('项目', 'Project ', 'project_code'),
    'commitments': ('承诺', 'Promise ', 'commitment_id'),
    'issues': ('问题', 'Issue ', 'issue_id'),
} -%}
{%- set optional = {
    'commitments': {'content': 'true', 'promised_value': 'true', 'promised_on': 'true'},
    'issues': {
        'category': 'true', 'measure': 'true', 'responsible_unit': 'true', 'closed_on': is_closed_status('status'),
    },
} -%}

with monthly_progress as (
    select * from {{ ref('int_progress__reported') }}
    where is_owners
),

projects as (
    select * from {{ ref('int_projects__registered') }}
    where is_owners
),

{%- for entity, fields in optional.items() %}
{%- set key = named[entity][2] %}

{{ entity }} as (
    select
        *,
        concat(
            {%- for field, is_expected in fields.items() %}
            case
                when
                    {{ field }} is null
                    and lag({{ field }}) over before is not null
                    and {{ is_expected }}
                    then ',{{ field }}'
                else ''
            end,
            {%- endfor %}
            ','
        ) as blanked_fields
    from {{ ref('int_' ~ entity ~ '__registered') }}
    window before as (partition by unit_code, {{ key }} order by row_in_register)
),
{%- endfor %}

blanked as (
    {%- for entity, (name_zh, name_en, key) in named.items() %}
    select
        '{{ entity }}' as entity, submission_id, unit_code, project_code, report_month, sheet,
        source_row, blanked_fields, concat('{{ name_zh }}', {{ key }}) as name_zh,
        concat('{{ name_en }}', {{ key }}) as name_en
    from {{ entity }}
    where blanked_fields <> ','
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

fields as (
    select distinct field from {{ ref('stg_landing__submission_columns') }}
    where field is not null
),

unread as (
    select distinct submission_id, sheet, source_row, field
    from {{ ref('stg_landing__findings') }}
    where rule_id = 'optional_unreadable'
),

cells as (
    select
        blanked.*,
        fields.field
    from blanked
    inner join fields on instr(blanked.blanked_fields, concat(',', fields.field, ',')) > 0
    left join unread
        on
            blanked.submission_id = unread.submission_id
            and blanked.sheet = unread.sheet
            and blanked.source_row = unread.source_row
            and fields.field = unread.field
    where unread.submission_id is null
),

int_findings__blanked as (
    select {{ finding('blanked_value', words_zh='name_zh', words_en='name_en') }}
    from cells
)

select * from int_findings__blanked
