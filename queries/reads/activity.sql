-- What each current resident did since a day, up to the as-of date: cases, and ratings received; these are null where
-- there are none of anybody.
-- parameters: $since date
-- columns:    resident_id varchar, cases_since uinteger, ratings_since uinteger
with since as (
    select w.resident_id, sum(w.cases) as n
    from worked w, program p
    where w.day > $since and w.day <= p.data_to
    group by w.resident_id
),
rated as (
    select a.resident_id, count(*) as n
    from assessments a, program p
    where a.assessed_on > $since and a.assessed_on <= p.data_to
    group by a.resident_id
)
select q.resident_id, coalesce(s.n, 0)::uinteger as cases_since,
       case when exists (select 1 from assessments) then coalesce(o.n, 0)::uinteger end as ratings_since
from residents q
left join since s using (resident_id)
left join rated o using (resident_id)
where q.status = 'current'
order by q.resident_id;
