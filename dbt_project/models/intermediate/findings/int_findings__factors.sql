{#-
    Sheets that move by one factor: nearly all figures stand to what they are measured by as the middle one does. All of
    them are named: none alone says anything. Of the kinds that fit a sheet the first one is told.

    What was added counts, not the sum: sums of a late month stand in much the same ratio anyhow. A factor that looks like
    a wrong unit (seed unit_slips) is none: who mends the unit of a whole sheet tunes nothing.
-#}
{%- set kinds = [
    ('correction', 'files', 'ytd_investment', 'superseded_cny_10k', true, 'is_in_force'),
    ('plan', 'reports', 'ytd_investment', 'annual_plan_cny_10k', false, 'true'),
    ('rise', 'reports', 'ytd_investment', 'ytd_before_cny_10k', true, 'is_next_month'),
    ('month', 'reports', 'month_investment', 'previous_month_investment_cny_10k', false, 'is_next_month'),
] -%}
{%- set words = {
    'correction': ('更正前数值', 'the figure before the correction'),
    'plan': ('年度计划', 'the annual plan'),
    'rise': ('上月累计数', 'the year to date of the month before'),
    'month': ('上月完成数', 'that of the month before'),
} -%}

with reports as (
    select * from {{ ref('int_findings__reports') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

files as (
    select
        *,
        lag(ytd_investment_cny_10k) over (
            partition by project_code, unit_code, report_month order by row_in_month
        ) as superseded_cny_10k
    from {{ ref('int_progress__reported') }}
),

slips as (
    select distinct factor from {{ ref('unit_slips') }}
),

moves as (
    {%- for kind, relation, field, base, is_added, condition in kinds %}
    {%- set amount = money(field ~ '_cny_10k') %}
    select
        submission_id, unit_code, project_code, report_month, sheet, source_row,
        '{{ field }}' as field, '{{ kind }}' as kind, {{ loop.index }} as preference,
        {{ amount }} as amount, {{ money(base) }} as base,
        {{ amount }}{% if is_added %} - {{ money(base) }}{% endif %} as moved
    from {{ relation }}
    where {{ condition }} and {{ base }} > 0
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}
),

measured as (
    select
        moves.*,
        months.one_factor__tolerance_ratio as tolerance_ratio,
        months.one_factor__min_count as min_count,
        months.one_factor__min_share as min_share,
        months.one_factor__full_strength_at as full_strength_at,
        {{ ratio('moves.moved', 'moves.base') }} as moved_ratio
    from moves
    inner join months on moves.report_month = months.report_month
    where abs(moves.moved) >= months.one_factor__min_amount_cny_10k
),

placed as (
    select
        *,
        row_number() over (
            partition by unit_code, report_month, kind
            order by moved_ratio asc, base desc, project_code asc
        ) as place,
        count(*) over (partition by unit_code, report_month, kind) as figures
    from measured
),

-- Who goes his own way, the largest too, does not move the middle.
compared as (
    select
        *,
        max(case when 2 * place in (figures, figures + 1) then moved_ratio end) over of_sheet
            as middle_ratio,
        max(
            case when 2 * place in (figures, figures + 1) then {{ ratio('amount', 'base') }} end
        ) over of_sheet as factor
    from placed
    window of_sheet as (partition by unit_code, report_month, kind)
),

following as (
    select
        *,
        count(*) over (partition by unit_code, report_month, kind) as followers
    from compared
    where abs(moved_ratio - middle_ratio) <= abs(middle_ratio) * tolerance_ratio
),

-- Wrong units are compared for the few that are left.
told as (
    select
        following.*,
        cast(cast(following.factor as decimal(18, 3)) as string) as times_base,
        {%- for language in ['zh', 'en'] %}
        {%- set index = loop.index0 %}
        case following.kind
            {%- for kind, names in words.items() %}
            when '{{ kind }}' then '{{ names[index] }}'
            {%- endfor %}
        end as base_{{ language }},
        {%- endfor %}
        min(following.preference) over (
            partition by following.unit_code, following.report_month
        ) as first_preference
    from following
    left join slips
        on
            following.kind <> 'plan'
            and following.factor >= slips.factor * (1 - following.tolerance_ratio)
            and following.factor <= slips.factor * (1 + following.tolerance_ratio)
    where
        slips.factor is null
        and following.followers >= following.min_count
        and following.followers >= following.figures * following.min_share
),

int_findings__factors as (
    select
        {{ finding(
            'one_factor', 'monthly_progress', value='amount', other='base', times='followers',
            words_zh="concat(base_zh, '的', times_base, '倍')",
            words_en="concat(times_base, ' times ', base_en)",
            strength=strength('followers', 'min_count', 'full_strength_at')
        ) }}
    from told
    where preference = first_preference
)

select * from int_findings__factors
