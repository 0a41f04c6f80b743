-- Writes the notes, and leaves a file that needs no log beside it.
insert into src.main.import_notes
select source_file, source_row, relation, kind, note
from notes
order by kind, relation, source_file, source_row, note;

checkpoint src;

detach src;
