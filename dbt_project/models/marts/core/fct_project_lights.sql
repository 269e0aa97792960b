with fct_project_lights as (
    select
        measured.project_code,
        measured.report_month,
        measured.rulebook_id,
        measured.rule_id,
        measured.indicator as shown_as,
        measured.mode,
        measured.measure,
        bands.light
    from {{ ref('int_lights__measured') }} as measured
    inner join {{ ref('int_rulebook__bands') }} as bands
        on
            measured.rulebook_id = bands.rulebook_id
            and measured.rule_id = bands.rule_id
            and {{ in_band('measured.measure', 'bands') }}
)

select * from fct_project_lights
