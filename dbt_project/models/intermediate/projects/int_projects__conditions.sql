{%- set measured = ['total_investment_cny_10k', 'annual_plan_cny_10k'] -%}
{%- set stated = [
    'owner_name', 'owner_uscc', 'location', 'planned_start_date', 'planned_finish_date', 'filed_on',
] -%}

with versions as (
    select
        *,
        min(report_month) over (partition by project_code) as first_month
    from {{ ref('int_projects__versions') }}
),

conditions as (
    select * from {{ ref('filing_conditions') }}
),

kinds as (
    select distinct category, level, first_month from versions
),

-- The conditions of the month in which it was filed first, the nearest one of each.
applied as (
    select
        kinds.*,
        conditions.condition,
        conditions.minimum,
        row_number() over (
            partition by kinds.category, kinds.level, kinds.first_month, conditions.condition
            order by
                case when conditions.category is null then 1 else 0 end
                + case when conditions.level is null then 1 else 0 end asc,
                conditions.level asc nulls last, conditions.valid_from desc nulls last
        ) as distance
    from kinds
    inner join conditions
        on
            (conditions.category is null or kinds.category = conditions.category)
            and (conditions.level is null or kinds.level = conditions.level)
            and (conditions.valid_from is null or kinds.first_month >= conditions.valid_from)
            and (conditions.valid_to is null or kinds.first_month <= conditions.valid_to)
),

unmet as (
    select
        versions.project_code, versions.report_month, applied.condition, applied.minimum,
        case
            {%- for column in measured %}
            when applied.condition = '{{ column }}' and versions.{{ column }} < applied.minimum
                then
                    '{{ column }} below '
                    || cast(cast(applied.minimum as decimal(18, 2)) as string)
            {%- endfor %}
            {%- for column in stated %}
            when applied.condition = '{{ column }}' and versions.{{ column }} is null
                then '{{ column }} missing'
            {%- endfor %}
        end as fault
    from versions
    inner join applied
        on
            versions.category = applied.category
            and versions.level = applied.level
            and versions.first_month = applied.first_month
            and applied.distance = 1
),

listed as (
    select
        project_code,
        report_month,
        nullif(
            concat_ws(
                ', ',
                {%- for column in measured + stated %}
                max(case when condition = '{{ column }}' then fault end){{ ',' if not loop.last }}
                {%- endfor %}
            ), ''
        ) as unmet_conditions,
        max(case when condition = 'total_investment_cny_10k' then minimum end)
            as total_investment_minimum_cny_10k
    from unmet
    group by project_code, report_month
),

int_projects__conditions as (
    select
        versions.project_code,
        versions.report_month,
        listed.unmet_conditions is null as meets_threshold,
        listed.unmet_conditions,
        listed.total_investment_minimum_cny_10k
    from versions
    left join listed
        on
            versions.project_code = listed.project_code
            and versions.report_month = listed.report_month
)

select * from int_projects__conditions
