-- Says once of each file that its times named their distance from UTC.
-- templates: relation
insert into notes (source_file, source_row, relation, kind, reason, note)
select
    source_file,
    min(source_row),
    '{relation}',
    'read as',
    'times were put on the clock of program.time_zone',
    'the times of ' || count(*) || ' rows were given by UTC and put on the clock of ' || (select min(time_zone) from src.main.program)
        || '; see that one of them is right'
from staged
where problem is null and was_by_utc
group by source_file;
