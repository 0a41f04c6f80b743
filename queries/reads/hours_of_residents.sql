-- How many stays each resident has, and how many of them begin at midnight sharp: by sign-in, else by the case's start.
-- columns: resident_id varchar, n ubigint, midnights ubigint
with stays as (
    select s.resident_id, coalesce(s.signed_in_at, c.started_at) as began_at
    from case_staff s
    join cases c using (case_id)
    where s.resident_id is not null
)
select resident_id, count(*)::ubigint as n,
       (count(*) filter (where began_at = began_at::date))::ubigint as midnights
from stays
where isfinite(began_at)
group by resident_id
order by resident_id;
