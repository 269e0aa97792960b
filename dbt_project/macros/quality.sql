{# Columns of a row of 月度进展 that a later file may change; to be split at blanks. #}
{% macro restated_figures() -%}
    ytd_investment_cny_10k month_investment_cny_10k cumulative_investment_cny_10k
    statistical_ytd_investment_cny_10k physical_progress_pct status is_resumed actual_start_date
    actual_finish_date
{%- endmacro %}


{#
    Whether a finding asks for a mend that nothing else counts: a project that is missing counts as missing, a file that
    contradicts another one of its day as a correction. A notice accuses nobody, a rejected row counts as rejected.
#}
{% macro asks_for_a_mend() -%}
    severity = 'warning' and rule_id not in ('project_not_reported', 'same_day_conflict')
{%- endmacro %}
