-- The minimums, by experience.
-- columns: code varchar, minimum integer, note varchar, version varchar, source varchar, status varchar
select code, minimum, note, version, source, status
from minimums
order by code;
