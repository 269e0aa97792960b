-- Sums that cannot fall and did, and years that go on where they should begin anew.
with reports as (
    select * from {{ ref('int_findings__reports') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

-- What looks like a wrong unit is said to look like one, and not once more as a fall.
slips as (
    select distinct project_code, report_month, field
    from {{ ref('int_findings__slips') }}
),

compared as (
    select
        reports.*,
        months.ytd_fell__min_fall_ratio,
        months.cumulative_fell__min_fall_ratio,
        months.january_not_restarted__last_month,
        months.month_number,
        ytd_slips.project_code is not null as is_ytd_slip,
        cumulative_slips.project_code is not null as is_cumulative_slip
    from reports
    inner join months on reports.report_month = months.report_month
    {%- for slips, field in [
        ('ytd_slips', 'ytd_investment'), ('cumulative_slips', 'cumulative_investment'),
    ] %}
    left join slips as {{ slips }}
        on
            reports.project_code = {{ slips }}.project_code
            and reports.report_month = {{ slips }}.report_month
            and {{ slips }}.field = '{{ field }}'
    {%- endfor %}
),

int_findings__falls as (
    select
        {{ finding(
            'ytd_fell', 'monthly_progress', 'ytd_investment',
            value='ytd_investment_cny_10k', other='ytd_before_cny_10k'
        ) }}
    from compared
    where
        is_same_year
        and not is_ytd_slip
        and ytd_investment_cny_10k
        < ytd_before_cny_10k * (1 - ytd_fell__min_fall_ratio)

    union all

    select
        {{ finding(
            'cumulative_fell', 'monthly_progress', 'cumulative_investment',
            value='cumulative_investment_cny_10k', other='cumulative_before_cny_10k'
        ) }}
    from compared
    where
        not is_cumulative_slip
        and cumulative_investment_cny_10k
        < cumulative_before_cny_10k * (1 - cumulative_fell__min_fall_ratio)

    union all

    -- A year that began anew cannot hold last year's sum and the month's own investment. Nothing is
    -- known of a month that is blank: then only the very same sum is last year's.
    select
        {{ finding(
            'january_not_restarted', 'monthly_progress', 'ytd_investment',
            value='ytd_investment_cny_10k', other='previous_ytd_investment_cny_10k'
        ) }}
    from compared
    where
        previous_year = year - 1
        and not is_ytd_slip
        and month_number <= january_not_restarted__last_month
        and previous_ytd_investment_cny_10k > 0
        and case
            when month_investment_cny_10k is null
                then ytd_investment_cny_10k = previous_ytd_investment_cny_10k
            else
                ytd_investment_cny_10k
                >= previous_ytd_investment_cny_10k + month_investment_cny_10k
        end
)

select * from int_findings__falls
