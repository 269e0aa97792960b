{#- What was published, to the letter; `row_hash` is over the columns of fct_rankings. -#}
{%- set columns = [
    'unit_code', 'league', 'report_month', 'rulebook_id', 'is_silent', 'project_count', 'unplanned_project_count',
    'annual_plan_cny_10k', 'ytd_investment_cny_10k', 'completion_ratio', 'first_plan_completion_ratio',
    'baseline_completion_ratio', 'start_ratio', 'full_year_start_ratio', 'resumption_ratio', 'commitment_ratio', 'issue_clearance_ratio', 'applied_weight', 'total_score', 'league_rank',
    'city_rank', 'previous_league_rank', 'rank_change', 'score_change', 'list_colour', 'is_most_improved',
] -%}

with publications as (
    select * from {{ ref('stg_ledger__publications') }}
),

rankings as (
    select * from {{ ref('stg_ledger__rankings') }}
),

hashed as (
    select
        *,
        {{ hash_of(columns) }} as row_hash
    from rankings
),

fct_published_rankings as (
    select
        hashed.publication_id,
        publications.published_at,
        publications.published_on,
        publications.is_latest,
        publications.correction_of,
        publications.reason,
        publications.appeal_id,
        {%- for column in columns %}
        hashed.{{ column }},
        {%- endfor %}
        publications.warehouse_version,
        publications.last_received_on,
        hashed.row_hash
    from hashed
    inner join publications on hashed.publication_id = publications.publication_id
)

select * from fct_published_rankings
