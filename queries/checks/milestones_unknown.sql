-- what:   a milestone rating names a subcompetency that the case file does not hold
-- advice: add it to subcompetencies, or correct the rating
-- weight: wrong
select 'resident ' || resident_id || ', ' || period || ': ' || subcompetency as place
from milestones
where subcompetency not in (select subcompetency from subcompetencies where subcompetency is not null);
