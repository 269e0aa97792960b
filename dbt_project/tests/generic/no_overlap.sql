{# Dated rows with the same columns follow each other: no day has two of them. #}
{% test no_overlap(model, columns) %}
    with followed as (
        select
            *,
            row_number() over previous as row_in_time,
            lag(valid_to) over previous as previous_valid_to
        from {{ model }}
        window previous as (
            partition by {{ columns | join(', ') }} order by valid_from nulls first
        )
    )

    select *
    from followed
    where
        row_in_time > 1
        and (previous_valid_to is null or valid_from is null or valid_from <= previous_valid_to)
        or valid_to < valid_from
{% endtest %}
