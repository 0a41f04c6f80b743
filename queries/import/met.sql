-- Joins the rows in `strays` with the one of their home that they are another spelling of.
-- templates: column (the identifier), key (a macro of `reading`), relation, home_name
create or replace temp table met as
select s.*, h.id
from strays s
join (select reading.{key}(id) as key, min(id) as id from homes group by key having count(distinct id) = 1) h
    on h.key = reading.{key}(s.written);

delete from strays where place in (select place from met);

update staged set {column} = met.id from met where staged.rowid = met.place;

insert into notes
select
    source_file, min(source_row), '{relation}', 'joined', '{column} is written in two ways',
    '{column} is written in two ways: "' || left(arg_min(written, source_row), 40) || '" was taken for "'
        || left(arg_min(id, source_row), 40) || '" of {home_name}' || if(count(*) > 1, ', and so were ' || count(*) || ' rows in all', '')
        || '; write both the same way',
    count(*)
from met
group by source_file;
