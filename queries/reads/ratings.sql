-- The EPA ratings of one resident, or of every current one, up to the as-of date, oldest first.
-- parameters: $resident varchar or null
-- columns:    resident_id varchar, epa varchar, assessed_on date, rater_id varchar, rater_name varchar,
--             scale varchar, level varchar, source varchar, comment varchar
select a.resident_id, a.epa, a.assessed_on, a.rater_id, coalesce(f.name, a.rater_id) as rater_name, a.scale, a.level,
       a.source, a.comment
from assessments a
join residents r using (resident_id)
left join faculty f on f.faculty_id = a.rater_id, program p
where a.assessed_on <= p.data_to and (a.resident_id = $resident or ($resident is null and r.status = 'current'))
order by a.resident_id, a.assessed_on, a.assessment_id;
