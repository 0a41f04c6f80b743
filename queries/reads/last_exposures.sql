-- The day of the last exposure of each experience of one resident, up to the as-of date.
-- parameters: $resident varchar
-- columns:    code varchar, last_on date
select code, max(occurred_on) as last_on
from exposures, program p
where resident_id = $resident and occurred_on <= p.data_to
group by code
order by code;
