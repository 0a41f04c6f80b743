-- Tells words of `staged` that stand in no row of their home; the rows are taken all the same.
-- templates: column, relation, home_name
insert into notes
select
    arg_min(source_file, (source_file, source_row)), arg_min(source_row, (source_file, source_row)),
    '{relation}', 'not understood', '{column} is not one of {home_name}',
    '{column} is not one of {home_name}: found "' || left(written, 60) || '"' || if(count(*) > 1, ' in ' || count(*) || ' rows', '')
        || '; add it there, or correct the rows',
    count(*)
from strays
group by written;
