-- The rotations on which time is not clinical time, as research.
-- columns: rotation varchar
select rotation
from rotation_kinds
where rotation is not null and not clinical
order by rotation;
