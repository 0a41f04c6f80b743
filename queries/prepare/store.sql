-- Stores the staged exposures of some residents, each resident's together. A few residents at a
-- time, so that the sort fits into memory.
-- target: database and schema; stands where its name is in braces
-- parameters: $first integer, $last integer
insert into {target}.exposures
select codes.code, roster.resident_id, staged.occurred_on, staged.case_id, staged.value
from temp.staged
join temp.roster on roster.resident = staged.resident
join temp.codes on codes.definition = staged.definition
where staged.resident between $first and $last
order by staged.resident, staged.definition, staged.occurred_on, staged.case_id, staged.value
