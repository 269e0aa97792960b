-- Empty until the build's end, when record_model_runs() fills it from dbt's own results.
select
    cast(null as string) as version,
    cast(null as string) as node,
    cast(null as string) as status,
    cast(null as decimal(18, 3)) as seconds,
    cast(null as bigint) as rows
where 1 = 0
