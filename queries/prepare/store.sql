-- Stores the staged exposures by resident, so that one resident's stand together.
-- target: database and schema; stands where its name is in braces
insert into {target}.exposures
select code, resident_id, occurred_on, case_id, value
from temp.staged
where kept
order by resident_id, code, occurred_on, case_id, value
