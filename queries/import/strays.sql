-- Finds rows of `staged` whose identifier is nowhere in its home.
-- templates: column (the identifier), home (a query of `id`)
create or replace temp view homes as {home};

create or replace temp table strays as
select s.rowid as place, s.{column} as written, s.source_file, s.source_row
from staged s
where s.problem is null and s.{column} is not null
    and not exists (select 1 from homes h where h.id = s.{column});
