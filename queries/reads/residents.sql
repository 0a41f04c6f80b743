-- Everyone, with the coach's name.
-- columns: resident_id varchar, name varchar, entry_class smallint, track varchar, entered_on date,
--          graduates_on date, status varchar, coach varchar
select r.resident_id, r.name, r.entry_class, r.track, r.entered_on, r.graduates_on, r.status,
       coalesce(f.name, r.coach_id) as coach
from residents r
left join faculty f on f.faculty_id = r.coach_id
order by r.resident_id;
