{#- 开工率 to date by the first planned start. -#}

with int_indicators__first_start as (
    {{ counted_of_start('first', month_end('report_month')) }}
)

select * from int_indicators__first_start
