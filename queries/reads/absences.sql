-- Every span of days away, in order.
-- columns: resident_id varchar, from_on date, to_on date
select resident_id, from_on, to_on
from away
order by resident_id, from_on;
