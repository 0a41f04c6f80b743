-- On which days each current resident had cases: how many stays in the operating room, and of how many cases. Other
-- queries read it as a view of this name.
-- columns: resident_id varchar, day date, stays bigint, cases bigint
select s.resident_id, c.started_at::date as day, count(*) as stays, count(distinct s.case_id) as cases
from case_staff s
join residents r using (resident_id)
join cases c using (case_id)
where r.status = 'current'
group by all
order by all;
