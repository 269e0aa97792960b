{%- set columns = {
    'is_provincial_single': 'boolean', 'industry_chain': 'string', 'location': 'string', 'owner_name': 'string',
    'owner_uscc': 'string', 'planned_start_date': 'date', 'planned_finish_date': 'date', 'is_top500': 'boolean',
    'responsible_unit': 'string', 'responsible_leader': 'string', 'parent_project_code': 'string',
    'filed_on': 'date', 'batch': 'string', 'withdrawn_on': 'date',
} -%}

with projects as (
    select * from {{ ref('stg_landing__projects') }}
),

submissions as (
    select * from {{ ref('int_submissions__judged') }}
),

owners as (
    select * from {{ ref('int_projects__owners') }}
),

owned as (
    select
        projects.*,
        projects.unit_code = owners.unit_code as is_owners
    from projects
    inner join submissions on projects.submission_id = submissions.submission_id
    inner join owners
        on
            projects.project_code = owners.project_code
            and projects.report_month >= owners.from_month
            and {{ before('projects.report_month', 'owners.to_month') }}
    where submissions.is_counted
),

-- The register's order: by report month, then by arrival.
carried as (
    select
        *,
        {%- for column in columns %}
        {{ carry(column) }} over so_far as {{ column }}__text,
        {%- endfor %}
        row_number() over (
            partition by project_code, is_owners
            order by report_month, received_on, source_path, source_row
        ) as row_in_register,
        row_number() over (
            partition by project_code, is_owners, report_month
            order by received_on desc, source_path desc, source_row desc
        ) as recency
    from owned
    window so_far as (
        partition by project_code, is_owners
        order by report_month, received_on, source_path, source_row
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
    window previous as (partition by project_code, is_owners order by row_in_register)
),

int_projects__registered as (
    select
        submission_id,
        unit_code,
        source_path,
        sheet,
        report_month,
        received_on,
        source_row,
        cast(extract(year from report_month) as integer) as plan_year,
        is_owners,
        is_owners and recency = 1 as is_in_force,
        row_in_register,
        project_code,
        project_name,
        category,
        level,
        construction_type,
        total_investment_cny_10k,
        annual_plan_cny_10k,
        plan_change_approval,
        plan_change_reason,
        withdrawal_reason,
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
            cast(project_name as string), '|',
            cast(category as string), '|',
            cast(level as string), '|',
            cast(construction_type as string), '|',
            cast(total_investment_cny_10k as string), '|',
            cast(annual_plan_cny_10k as string)
        )) as content
    from compared
)

select * from int_projects__registered
