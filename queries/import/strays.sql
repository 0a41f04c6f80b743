-- Finds rows of `staged` whose identifier is nowhere in its home, and the one there that it is another spelling of.
-- templates: column (the identifier), home (a query of `id`), key (a macro of `reading`), relation, home_name
create or replace temp view homes as {home};

create or replace temp table strays as
select s.rowid as place, s.{column} as written, s.source_file, s.source_row
from staged s
where s.problem is null and s.{column} is not null
    and not exists (select 1 from homes h where h.id = s.{column});

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
