-- The blocks of everyone who graduated, whose time on each rotation says what a rotation brings.
-- columns: resident_id varchar, rotation varchar, from_on date, to_on date
select b.resident_id, b.rotation, b.from_on, b.to_on
from named_rotations b
join residents r using (resident_id)
where r.status = 'graduated'
order by b.resident_id, b.from_on, b.rotation;
