-- what:   import took two spellings for one
-- advice: see that they are, and write them the same way
-- weight: gap
select source_file || coalesce(' row ' || source_row, '') || ': ' || note as place
from import_notes
where kind = 'joined';
