-- The stage on which definitions put what they find: numbers for residents and codes, in the order
-- of their names, so that a row is small and sorts fast. A resident of null: the row is left out.
-- codes: a list of strings; stands where its name is in braces
create or replace temp table roster as
select resident_id, row_number() over (order by resident_id)::integer as resident
from (select distinct resident_id from residents where resident_id is not null);

create or replace temp table codes as
select code, row_number() over (order by code)::smallint as definition
from (select unnest({codes}::varchar[]) as code);

create or replace temp table staged (
    definition smallint, resident integer, occurred_on date, case_id varchar, value double
);
