-- Every resident's cases of each quality measure by three-month periods back from the as-of date (0 is the newest), two
-- years in all. A case belongs to the day on which it started.
-- columns: measure varchar, resident_id varchar, back integer, passed integer, flagged integer, excluded integer
select m.measure, m.resident_id, (date_sub('month', c.started_at::date, p.data_to) // 3)::integer as back,
       (count(*) filter (m.result = 'pass'))::integer as passed,
       (count(*) filter (m.result = 'flag'))::integer as flagged,
       (count(*) filter (m.result = 'excluded'))::integer as excluded
from measures m
join cases c using (case_id), program p
where c.started_at::date <= p.data_to and date_sub('month', c.started_at::date, p.data_to) < 24
group by all
order by all;
