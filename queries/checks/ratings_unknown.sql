-- what:   a rating names an EPA, a scale, a level or a rater that the case file does not hold
-- advice: add it to epas, scales, scale_levels or faculty, or correct the rating
-- weight: wrong
select 'rating ' || assessment_id || ': EPA ' || epa as place
from assessments
where epa not in (select epa from epas where epa is not null)
union all
select 'rating ' || assessment_id || ': scale ' || scale
from assessments
where scale not in (select scale from scales where scale is not null)
union all
select 'rating ' || assessment_id || ': level ' || level || ' of scale ' || scale
from assessments a
where scale in (select scale from scales where scale is not null)
    and not exists (select 1 from scale_levels l where l.scale = a.scale and l.level = a.level)
union all
select 'rating ' || assessment_id || ': rater ' || rater_id
from assessments
where rater_id not in (select faculty_id from faculty where faculty_id is not null);
