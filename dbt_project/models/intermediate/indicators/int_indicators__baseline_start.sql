{#- 开工率 to date by the last approved planned start, the first one where none was approved. -#}

with int_indicators__baseline_start as (
    {{ counted_of_start('baseline', month_end('report_month')) }}
)

select * from int_indicators__baseline_start
