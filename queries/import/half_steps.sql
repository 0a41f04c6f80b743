-- What half_steps of a source look like: the greatest, whether a step lies between two, and whether somebody was rated
-- after the first year of training or with the first day unknown.
-- columns: greatest double, between_two boolean, later boolean
with said as (
    select
        try_cast(reading.level_key(m.half_steps::varchar) as double) as level,
        try_cast(left(trim(m.rated_on::varchar), 10) as date) as day,
        r.entered_on
    from mapped.milestones m
    left join src.main.residents r on r.resident_id = trim(m.resident_id::varchar)
)
select
    max(level),
    coalesce(bool_or(level <> floor(level) or level = 1), false),
    coalesce(bool_or(level > 0 and coalesce(day - entered_on >= 365, true)), false)
from said
where isfinite(level);
