-- The newest self-logged total of each experience of one resident.
-- parameters: $resident varchar
-- columns:    code varchar, as_of date, n integer
select code, max(as_of) as as_of, arg_max(n, as_of) as n
from self_logged
where resident_id = $resident
group by code
order by code;
