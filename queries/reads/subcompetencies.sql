-- The milestones' subcompetencies in order of presentation.
-- columns: subcompetency varchar, title varchar
select subcompetency, title
from subcompetencies
order by ord, subcompetency;
