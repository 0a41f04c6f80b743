-- what:   import did not understand something and left it out
-- advice: put right what matters in the source, or add a rule to the mapping
-- weight: gap
select source_file || coalesce(' row ' || source_row, '') || ': ' || note as place
from import_notes
where kind = 'not understood';
