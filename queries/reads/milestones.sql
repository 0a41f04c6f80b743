-- The milestone ratings of one resident, or of every current one, up to the as-of date.
-- parameters: $resident varchar or null
-- columns:    resident_id varchar, subcompetency varchar, period varchar, rated_on date, source varchar, half_steps utinyint
select m.resident_id, m.subcompetency, m.period, m.rated_on, m.source, m.half_steps
from milestones m
join residents r using (resident_id), program p
where m.rated_on <= p.data_to and (m.resident_id = $resident or ($resident is null and r.status = 'current'))
order by m.resident_id, m.subcompetency, m.period, m.source;
