-- The milestone ratings of every graduate, up to the as-of date.
-- columns: resident_id varchar, subcompetency varchar, period varchar, rated_on date, source varchar, half_steps utinyint
select m.resident_id, m.subcompetency, m.period, m.rated_on, m.source, m.half_steps
from milestones m
join residents r using (resident_id), program p
where m.rated_on <= p.data_to and r.status = 'graduated'
order by m.resident_id, m.subcompetency, m.period, m.source;
