-- The newest self-logged total of each experience, beside the exposures in the record up to the same day:
-- of one resident, or of every current one.
-- parameters: $resident varchar or null
-- columns:    resident_id varchar, code varchar, as_of date, n uinteger, recorded uinteger
with logged as (
    select s.resident_id, s.code, max(s.as_of) as as_of, arg_max(s.n, s.as_of)::uinteger as n
    from self_logged s
    join residents r using (resident_id), program p
    where s.as_of <= p.data_to and (s.resident_id = $resident or ($resident is null and r.status = 'current'))
    group by s.resident_id, s.code
)
select l.resident_id, l.code, l.as_of, l.n, count(e.code)::uinteger as recorded
from logged l
left join exposures e on e.resident_id = l.resident_id and e.code = l.code and e.occurred_on <= l.as_of
group by all
order by l.resident_id, l.code;
