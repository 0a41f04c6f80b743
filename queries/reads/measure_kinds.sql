-- The quality measures by their codes.
-- columns: measure varchar, title varchar, direction varchar, threshold double, version varchar, source varchar,
--          status varchar
select measure, title, direction, threshold, version, source, status
from measure_kinds
order by measure;
