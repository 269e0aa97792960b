with months as (
    select * from {{ ref('int_months__thresholds') }}
)

select
    report_month,
    year,
    quarter,
    month_number,
    time_progress_ratio
from months
