{%- set columns = history_columns().split() -%}

with registered as (
    select
        *,
        max(report_month) over (
            partition by project_code order by received_on, source_path, source_row
            rows between unbounded preceding and current row
        ) as newest_month
    from {{ ref('int_projects__registered') }}
    where is_owners
),

-- A late correction of an earlier month never was what is known of the project.
newest as (
    select
        *,
        row_number() over (
            partition by project_code, received_on
            order by report_month desc, source_path desc, source_row desc
        ) as recency
    from registered
    where report_month = newest_month
),

compared as (
    select
        *,
        row_number() over (partition by project_code order by received_on) as row_in_history,
        concat_ws(
            ','
            {%- for column in columns %},
            case
                when
                    coalesce('=' || cast({{ column }} as string), '-')
                    <> lag(coalesce('=' || cast({{ column }} as string), '-'))
                        over (partition by project_code order by received_on)
                    then '{{ column }}'
            end
            {%- endfor %}
        ) as changed_columns
    from newest
    where recency = 1
),

int_projects__history as (
    select
        *,
        received_on as known_from,
        lead(received_on) over (partition by project_code order by received_on) as known_to
    from compared
    where row_in_history = 1 or changed_columns <> ''
)

select * from int_projects__history
