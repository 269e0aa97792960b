{#- The bands of each rule with their ends, and as straight lines: within a band a measure x is
    worth anchor_points + points_per_pp * (x - anchor). Points per pp give the whole weight at 100. -#}

with bands as (
    select
        bands.*,
        rules.weight,
        coalesce(bands.at_least, bands.above) as begins
    from {{ ref('rulebook_bands') }} as bands
    inner join {{ ref('rulebook_rules') }} as rules
        on bands.rulebook_id = rules.rulebook_id and bands.rule_id = rules.rule_id
),

ended as (
    select
        *,
        lead(begins) over upwards as ends,
        lead(at_least) over upwards as ends_before,
        lead(above) over upwards as ends_with
    from bands
    window upwards as (
        partition by rulebook_id, rule_id order by begins nulls first, at_least nulls last
    )
),

-- the lowest band has no begin: it hangs from its end
anchored as (
    select
        *,
        coalesce(begins, ends, 100) as anchor,
        coalesce(sum(points_per_pp * (ends - begins)) over below, 0) as risen
    from ended
    window below as (
        partition by rulebook_id, rule_id order by begins nulls first, at_least nulls last
        rows between unbounded preceding and 1 preceding
    )
),

full_marks as (
    select
        band.rulebook_id,
        band.rule_id,
        band.risen + band.points_per_pp * (100 - band.anchor) as risen
    from anchored as band
    where
        {{ in_band('100', 'band') }}
),

int_rulebook__bands as (
    select
        anchored.rulebook_id,
        anchored.rule_id,
        anchored.at_least,
        anchored.above,
        anchored.ends_before,
        anchored.ends_with,
        cast(anchored.anchor as decimal(18, 6)) as anchor,
        cast(
            coalesce(anchored.points, anchored.weight + anchored.risen - full_marks.risen)
            as decimal(18, 6)
        ) as anchor_points,
        coalesce(anchored.points_per_pp, 0) as points_per_pp,
        anchored.light
    from anchored
    left join full_marks
        on
            anchored.rulebook_id = full_marks.rulebook_id
            and anchored.rule_id = full_marks.rule_id
)

select * from int_rulebook__bands
