-- Views that several queries share, made once after the canonical relations.

-- Days away, with overlapping absences joined, so that a day away counts once.
create or replace view away as
with ordered as (
    select resident_id, from_on, to_on,
           max(to_on) over (partition by resident_id order by from_on, to_on
                            rows between unbounded preceding and 1 preceding) as away_until
    from absences
),
islands as (
    select resident_id, from_on, to_on,
           sum(case when away_until is null or from_on > away_until then 1 else 0 end)
               over (partition by resident_id order by from_on, to_on rows unbounded preceding) as island
    from ordered
)
select resident_id, min(from_on) as from_on, max(to_on) as to_on
from islands
group by resident_id, island;

-- The blocks of everyone by the names that definitions have, where rotation_aliases says which they are. Of two rows for one
-- name the later day holds from then on.
create or replace view named_rotations as
select b.resident_id,
       coalesce((select arg_max(a.stands_for, coalesce(a.from_on, date '0001-01-01'))
                 from rotation_aliases a
                 where a.rotation = b.rotation and (a.from_on is null or a.from_on <= b.from_on)),
                b.rotation) as rotation,
       b.from_on, b.to_on
from rotations b;
