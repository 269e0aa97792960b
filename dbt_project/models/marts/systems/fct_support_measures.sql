with measures as (
    select * from {{ ref('int_support__registered') }}
),

fct_support_measures as (
    select
        project_code,
        unit_code,
        measure_type,
        coalesce(content, '') as content,
        {{ money('amount_cny_10k') }} as amount_cny_10k,
        dated_on,
        status,
        submission_id,
        source_row
    from measures
)

select * from fct_support_measures
