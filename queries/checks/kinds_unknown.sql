-- what:   a rotation, measure, teacher or resident is named that the case file does not hold
-- advice: add it to rotation_kinds, measure_kinds, faculty or residents, or correct the row
-- weight: wrong
select distinct 'rotation ' || rotation as place
from named_rotations
where rotation not in (select rotation from rotation_kinds where rotation is not null)
union all
select distinct 'measure ' || measure
from measures
where measure not in (select measure from measure_kinds where measure is not null)
union all
select distinct 'coach ' || coach_id
from residents
where coach_id is not null and coach_id not in (select faculty_id from faculty where faculty_id is not null)
union all
select distinct 'resident ' || resident_id
from (
    select resident_id from rotations
    union all select resident_id from absences
    union all select resident_id from procedures
    union all select resident_id from assessments
    union all select resident_id from milestones
)
where resident_id not in (select resident_id from residents where resident_id is not null);
