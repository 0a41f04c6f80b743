-- what:   no half_steps is above 5 though people are past their first year, so that they may be levels
-- advice: a level 3 is 6 half-steps; import again with --milestones levels where these are levels
-- weight: wrong
select 'resident ' || m.resident_id || ', ' || m.period || ': ' || m.subcompetency || ' at ' || m.half_steps as place
from milestones m
left join residents r using (resident_id)
where m.half_steps > 0
    and (select max(half_steps) from milestones) <= 5
    and coalesce(m.rated_on - r.entered_on >= 365, true);
