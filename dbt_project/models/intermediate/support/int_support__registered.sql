with rows_in_order as (
    {{ register(
        'support_measures',
        key="project_code, measure_type, dated_on, coalesce(content, '')",
        required=['project_code', 'measure_type', 'dated_on', 'content'],
        optional={'amount_cny_10k': 'decimal(20, 6)', 'status': 'string'},
    ) }}
),

int_support__registered as (
    select * from rows_in_order
    where is_current
)

select * from int_support__registered
