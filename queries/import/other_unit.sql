-- Takes the ages of `staged` for unknown where most of them lie above 120: as days or months do, and then the small ones
-- too.
update staged
set age_years = null,
    lost = list_append(coalesce(lost, []), {
        'reason': 'most ages lie above 120, as days or months would',
        'found': age_years::varchar,
        'advice': 'export ages in years (0.25 is three months)'
    })
where age_years is not null
    and (
        with ages as (
            select
                age_years,
                list_filter(lost, lambda said: starts_with(said.reason, 'it does not meet age_years'))[1].found as beyond
            from staged
        )
        select 2 * count(beyond) > count(beyond) + count(age_years) and count(distinct beyond) > 10 from ages
    );
