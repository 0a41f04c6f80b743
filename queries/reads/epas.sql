-- The entrustable professional activities in order of presentation.
-- columns: epa varchar, title varchar, scale varchar, target_level varchar, expected_n smallint,
--          expected_raters smallint, experience varchar, status varchar
select epa, title, scale, target_level, expected_n, expected_raters, experience, status
from epas
order by ord, epa;
