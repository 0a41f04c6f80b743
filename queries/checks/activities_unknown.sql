-- what:   an activity names a scale, a level of it or an experience that is not there, so that its ratings cannot be read
-- advice: correct epas, or add the scale to scales and scale_levels
-- weight: wrong
select 'activity ' || epa || ': scale ' || scale as place
from epas
where scale not in (select scale from scales where scale is not null)
union all
select 'activity ' || epa || ': target level ' || target_level
from epas e
where target_level is not null
  and not exists (select 1 from scale_levels l where l.scale = e.scale and l.level = e.target_level)
  and scale in (select scale from scales where scale is not null);
