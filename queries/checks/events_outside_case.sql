-- what:   an event happened before its case began or after it ended
-- advice: correct the time of the event or those of the case; a date in the wrong zone is a frequent cause
-- weight: wrong
select 'case ' || f.case_id || ', ' || f.fact || ' at ' || f."at" as place
from case_facts f
join cases c on c.case_id = f.case_id
where f."at" is not null and (f."at" < c.started_at or f."at" > c.ended_at);
