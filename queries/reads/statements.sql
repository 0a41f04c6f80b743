-- What one resident wrote, newest first.
-- parameters: $resident varchar
-- columns:    stated_on date, text varchar
select stated_on, text
from statements
where resident_id = $resident
order by stated_on desc, text;
