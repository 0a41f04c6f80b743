-- The blocks of one resident, or of every current one, oldest first.
-- parameters: $resident varchar or null
-- columns:    resident_id varchar, rotation varchar, title varchar, short varchar, from_on date, to_on date
select b.resident_id, b.rotation, coalesce(k.title, b.rotation) as title, coalesce(k.short, left(b.rotation, 6)) as short,
       b.from_on, b.to_on
from named_rotations b
join residents r using (resident_id)
left join rotation_kinds k using (rotation)
where b.resident_id = $resident or ($resident is null and r.status = 'current')
order by b.resident_id, b.from_on, b.rotation;
