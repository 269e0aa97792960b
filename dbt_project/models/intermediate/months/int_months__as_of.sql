with submissions as (
    select * from {{ ref('stg_landing__submissions') }}
),

thresholds as (
    select * from {{ ref('thresholds') }}
),

-- The one "now" of a build: as_of, otherwise the arrival of the newest file.
days as (
    select
        {% if var('as_of') -%}
        cast('{{ var("as_of") }}' as date)
        {%- else -%}
        max(received_on)
        {%- endif %} as as_of
    from submissions
),

int_months__as_of as (
    select
        days.as_of,
        {{ threshold_columns([
            ('submission_deadline', 'day_of_following_month'),
            ('dunning_level', 'blue_from_days_before'),
            ('dunning_level', 'yellow_from_days_overdue'),
            ('dunning_level', 'red_from_days_overdue'),
        ]) }}
    from days
    left join thresholds
        on
            (thresholds.valid_from is null or days.as_of >= thresholds.valid_from)
            and (thresholds.valid_to is null or days.as_of <= thresholds.valid_to)
    group by days.as_of
)

select * from int_months__as_of
