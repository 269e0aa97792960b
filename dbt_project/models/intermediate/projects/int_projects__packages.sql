{#- 打包项目: a project that others name as theirs is a package, they are its parts. -#}

with versions as (
    select * from {{ ref('int_projects__versions') }}
    where next_report_month is null
),

packages as (
    select
        parent_project_code,
        count(*) as part_count
    from versions
    where parent_project_code <> project_code
    group by parent_project_code
),

int_projects__packages as (
    select
        versions.project_code,
        coalesce(packages.part_count, 0) as part_count,
        packages.part_count is not null as is_package,
        parents.project_code is not null as is_part
    from versions
    left join packages on versions.project_code = packages.parent_project_code
    left join versions as parents
        on
            versions.parent_project_code = parents.project_code
            and versions.project_code <> parents.project_code
)

select * from int_projects__packages
