with rows_in_order as (
    {{ register(
        'targets',
        key='year, indicator, coalesce(subject_unit_code, unit_code)',
        required=['year', 'indicator', 'subject_unit_code', 'target_value'],
        optional={'measure_unit': 'string'},
        of_project=false,
    ) }}
),

int_targets__registered as (
    select
        cast(year as integer) as year,
        indicator,
        coalesce(subject_unit_code, unit_code) as unit_code,
        target_value,
        measure_unit,
        submission_id,
        source_row
    from rows_in_order
    where is_current
)

select * from int_targets__registered
