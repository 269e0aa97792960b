{%- set columns = {
    'project_name': 'string', 'month_investment_cny_10k': 'decimal(20, 6)', 'cumulative_investment_cny_10k': 'decimal(20, 6)',
    'statistical_ytd_investment_cny_10k': 'decimal(20, 6)', 'progress_text': 'string',
    'physical_progress_pct': 'decimal(20, 6)', 'actual_start_date': 'date', 'is_resumed': 'boolean',
    'resumed_on': 'date', 'actual_finish_date': 'date', 'workers_on_site': 'bigint', 'remarks': 'string',
} -%}

with monthly_progress as (
    select * from {{ ref('stg_landing__monthly_progress') }}
),

submissions as (
    select * from {{ ref('int_submissions__judged') }}
),

owners as (
    select * from {{ ref('int_projects__owners') }}
),

owned as (
    select
        monthly_progress.*,
        submissions.is_combined_month,
        coalesce(monthly_progress.unit_code = owners.unit_code, false) as is_owners
    from monthly_progress
    inner join submissions on monthly_progress.submission_id = submissions.submission_id
    left join owners
        on
            monthly_progress.project_code = owners.project_code
            and monthly_progress.report_month >= owners.from_month
            and {{ before('monthly_progress.report_month', 'owners.to_month') }}
    where submissions.is_counted
),

-- A month's facts stand alone: values carry on between the files of a month, not between months.
carried as (
    select
        *,
        {%- for column in columns %}
        {{ carry(column) }} over so_far as {{ column }}__text,
        {%- endfor %}
        row_number() over (
            partition by project_code, unit_code, report_month
            order by received_on, source_path, source_row
        ) as row_in_month,
        row_number() over (
            partition by project_code, unit_code, report_month
            order by received_on desc, source_path desc, source_row desc
        ) as recency
    from owned
    window so_far as (
        partition by project_code, unit_code, report_month
        order by received_on, source_path, source_row
        rows between unbounded preceding and current row
    )
),

compared as (
    select
        {%- for column in columns %}
        lag({{ column }}__text) over previous as {{ column }}__before,
        {%- endfor %}
        *
    from carried
    window previous as (partition by project_code, unit_code, report_month order by row_in_month)
),

int_progress__reported as (
    select
        submission_id,
        unit_code,
        source_path,
        sheet,
        report_month,
        received_on,
        source_row,
        is_combined_month,
        is_owners,
        is_owners and recency = 1 as is_in_force,
        row_in_month,
        project_code,
        ytd_investment_cny_10k,
        status,
        {%- for column, type in columns.items() %}
        {{ carried(column, type) }} as {{ column }},
        {%- endfor %}
        concat(
            {%- for column in columns %}
            case when {{ was_blanked(column) }} then ',{{ field_of(column) }}' else '' end,
            {%- endfor %}
            ','
        ) as blanked_fields,
        -- Equal texts, equal rows: what the row says about its project.
        md5(concat(
            {%- for column in columns %}
            coalesce({{ column }}__text, '-'), '|',
            {%- endfor %}
            cast(ytd_investment_cny_10k as string), '|',
            cast(status as string)
        )) as content
    from compared
)

select * from int_progress__reported
