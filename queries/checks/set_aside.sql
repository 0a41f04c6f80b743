-- what:   import set rows aside, or found a file without its pair
-- advice: correct the rows in the source and import again
-- weight: wrong
select source_file || coalesce(' row ' || source_row, '') || ': ' || note as place
from import_notes
where kind in ('set aside', 'unpaired');
