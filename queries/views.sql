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
