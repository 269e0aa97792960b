{# First or last value of a window that is not null; to be followed by `over (…)`. #}
{% macro known_value(which, expression) -%}
    {{ adapter.dispatch('known_value')(which, expression) }}
{%- endmacro %}

{% macro default__known_value(which, expression) -%}
    {{ which }}_value({{ expression }} ignore nulls)
{%- endmacro %}

{% macro spark__known_value(which, expression) -%}
    {{ which }}_value({{ expression }}, true)
{%- endmacro %}


{# A column's field in the form: columns say their unit, fields do not. #}
{% macro field_of(column) -%}
    {{ column | replace('_cny_10k', '') | replace('_usd_10k', '') | replace('_date', '') }}
{%- endmacro %}


{# And the column of a field. #}
{% macro column_of(field) -%}
    {%- set suffixes = {
        '_cny_10k': [
            'amount', 'annual_plan', 'cumulative_investment', 'domestic_capital_ytd', 'month_investment',
            'statistical_ytd_investment', 'total_investment', 'upper_level_funds_ytd', 'ytd_investment',
        ],
        '_usd_10k': ['foreign_capital_ytd'],
        '_date': ['actual_finish', 'actual_start', 'planned_finish', 'planned_start'],
    } -%}
    {{ field }}{% for suffix, fields in suffixes.items() if field in fields %}{{ suffix }}{% endfor %}
{%- endmacro %}


{# Whether the row's sheet has no header for the field of the column. #}
{% macro is_absent(column) -%}
    instr(absent_fields, ',{{ field_of(column) }},') > 0
{%- endmacro %}


{#
    `carry(column) over (…)` is the value that a column has after a row, as text in `<column>__text`: `=…` for a
    value, `-` for a blank cell. A blank blanks the value; a row whose sheet has no header for it leaves it as it
    was. `carried` reads the text back, `was_blanked` compares it with the row before, `<column>__before`.
#}
{% macro carry(column) -%}
    {{ known_value('last', "case when not " ~ is_absent(column)
        ~ " then coalesce('=' || cast(" ~ column ~ " as string), '-') end") }}
{%- endmacro %}

{% macro carried(column, type) -%}
    case when {{ column }}__text like '=%' then cast(substr({{ column }}__text, 2) as {{ type }}) end
{%- endmacro %}

{% macro was_blanked(column) -%}
    {{ column }}__text = '-' and {{ column }}__before like '=%'
{%- endmacro %}


{#
    The rows of a sheet that count, in the order in which they hold (`row_in_register`). `is_in_force` marks the last
    one of its month, `is_current` the last of all. An optional field for which the sheet has no column holds what the
    rows before said of the same key (macro `carry`).

    of_project: the sheet is a register of what belongs to projects: a late correction of March does not overwrite
    June, and rows about another unit's project count for nobody. Other sheets hold facts: what arrived last counts.
#}
{% macro register(entity, key, required, optional, of_project=true) -%}
    {%- set by = ['received_on', 'source_path', 'source_row'] -%}
    {%- set by = ['report_month'] + by if of_project else by -%}
    {%- set order = by | join(', ') -%}
    select
        submission_id,
        unit_code,
        report_month,
        received_on,
        source_path,
        sheet,
        source_row,
        {%- for column in required %}
        {{ column }},
        {%- endfor %}
        {%- for column, type in optional.items() %}
        {{ carried(column, type) }} as {{ column }},
        {%- endfor %}
        row_number() over (partition by {{ key }} order by {{ order }}) as row_in_register,
        row_number() over (
            partition by {{ key }}, report_month
            order by received_on desc, source_path desc, source_row desc
        ) = 1 as is_in_force,
        row_number() over (
            partition by {{ key }} order by {{ by | join(' desc, ') }} desc
        ) = 1 as is_current
    from (
        select
            *
            {%- for column in optional %},
            {{ carry(column) }} over (
                partition by {{ key }} order by {{ order }}
                rows between unbounded preceding and current row
            ) as {{ column }}__text
            {%- endfor %}
        from (
            select told.*
            from {{ ref('stg_landing__' ~ entity) }} as told
            inner join {{ ref('int_submissions__judged') }} as submissions
                on told.submission_id = submissions.submission_id
            {%- if of_project %}
            left join {{ ref('int_projects__owners') }} as owners
                on
                    told.project_code = owners.project_code
                    and told.report_month >= owners.from_month
                    and told.report_month < coalesce(owners.to_month, cast('9999-12-31' as date))
            {%- endif %}
            where
                submissions.is_counted
                {%- if of_project %}
                and coalesce(owners.unit_code, told.unit_code) = told.unit_code
                {%- endif %}
        ) as counted
    ) as told_so_far
{%- endmacro %}


{#
    First values and baselines of a register, as CTEs after `rows`; the last one is called `baselined`.

    A first value is the one that arrived first and was not null, over all rows, also those that a correction
    superseded and whatever month they are of: what was known once as the first value stays it. A baseline is the
    value of the last approved change up to the row's month, the first value where there was none. An approval covers
    the change in the row with which its number arrived first, also where a correction superseded that row; filling in
    a blank is no change. `baseline_number` counts the months with an approved change.

    `is_newly_approved` marks the rows that bear a number which arrived first with their month.

    identity: the columns of the key. scopes: what has a baseline, each with the partition within which a value
    is its first. placed: those of them of which `…_submission_id` and `…_source_row` say where it stands.
#}
{% macro baselines(rows, identity, approval, scopes, placed) -%}
arrived as (
    select
        *,
        row_number() over (
            partition by {{ identity }}, {{ approval_key(approval) }}
            order by received_on, row_in_register
        ) = 1 and {{ approval }} is not null as brings_approval,
        first_value(report_month) over (
            partition by {{ identity }}, {{ approval_key(approval) }}
            order by received_on, row_in_register
        ) = report_month and {{ approval }} is not null as is_newly_approved
    from {{ rows }}
),

firsts as (
    select
        *,
        {%- for column, scope in scopes.items() %}
        {%- for place in ([''] + (['_submission_id', '_source_row'] if column in placed else [])) %}
        {%- set told = value_or_place(column, place) %}
        {{ known_value('first', told) }} over (
            partition by {{ scope }} order by received_on, row_in_register
            rows between unbounded preceding and unbounded following
        ) as first_{{ column }}{{ place }},
        {{ known_value('last', 'case when brings_approval then ' ~ told ~ ' end') }} over (
            partition by {{ identity }}, report_month order by row_in_register
            rows between unbounded preceding and unbounded following
        ) as brought_{{ column }}{{ place }}{{ ',' if not loop.last }}
        {%- endfor %}{{ ',' if not loop.last }}
        {%- endfor %}
    from arrived
),

in_force as (
    select
        *,
        {%- for column, scope in scopes.items() %}
        {{ known_value('last', column) }} over (
            partition by {{ scope }} order by report_month
            rows between unbounded preceding and 1 preceding
        ) as previous_{{ column }},
        {%- endfor %}
        lead(report_month) over (partition by {{ identity }} order by report_month)
            as next_report_month
    from firsts
    where is_in_force
),

changes as (
    select
        *,
        {%- for column in scopes %}
        coalesce(
            brought_{{ column }} <> coalesce(previous_{{ column }}, first_{{ column }}), false
        ) as is_{{ column }}_approved{{ ',' if not loop.last }}
        {%- endfor %}
    from in_force
),

baselined as (
    select
        *,
        {%- for column, scope in scopes.items() %}
        {%- for place in ([''] + (['_submission_id', '_source_row'] if column in placed else [])) %}
        {%- set brought = 'brought_' ~ column ~ place %}
        coalesce(
            {{ known_value('last', 'case when is_' ~ column ~ '_approved then ' ~ brought ~ ' end') }}
                over (
                    partition by {{ scope }} order by report_month
                    rows between unbounded preceding and current row
                ),
            first_{{ column }}{{ place }}
        ) as baseline_{{ column }}{{ place }},
        {%- endfor %}
        {%- endfor %}
        cast(
            count(
                case
                    when
                        {%- for column in scopes %}
                        {{ 'or ' if not loop.first }}is_{{ column }}_approved
                        {%- endfor %}
                        then 1
                end
            ) over (
                partition by {{ identity }} order by report_month
                rows between unbounded preceding and current row
            ) as integer
        ) as baseline_number
    from changes
)
{%- endmacro %}


{# What is kept of a column: its value, and where it stands. #}
{% macro value_or_place(column, place) -%}
    {{ column if not place else 'case when ' ~ column ~ ' is not null then ' ~ place[1:] ~ ' end' }}
{%- endmacro %}


{# One approval number, however its brackets and blanks are written: 衡发改〔2022〕15号 and 衡发改[2022] 15号 are one. #}
{% macro approval_key(approval) -%}
    upper(translate({{ approval }}, '〔〕[]【】（）()<>《》“”" 　', ''))
{%- endmacro %}


{# Columns of a register's row whose changes make the history of a project; to be split at blanks. #}
{% macro history_columns() -%}
    unit_code project_name category level is_provincial_single construction_type industry_chain location
    owner_name total_investment_cny_10k plan_year annual_plan_cny_10k planned_start_date
    planned_finish_date filed_on withdrawn_on batch parent_project_code is_top500
{%- endmacro %}
