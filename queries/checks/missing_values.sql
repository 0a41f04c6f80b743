-- what:   import found values missing
-- advice: export them; none is guessed
-- weight: gap
select source_file || coalesce(' row ' || source_row, '') || ': ' || note as place
from import_notes
where kind = 'missing value' and note not like '%age is missing%' and note not like 'entered_on is missing%';
