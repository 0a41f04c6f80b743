-- what:   a resident signed out before the case began, or in after it ended
-- advice: correct the times in case_staff
-- weight: wrong
select 'case ' || s.case_id || ', resident ' || s.resident_id as place
from case_staff s
join cases c on c.case_id = s.case_id
where s.signed_out_at < c.started_at or s.signed_in_at > c.ended_at;
