-- The program and its people by number. The data end on one fixed day, so that a seed is enough.
insert into src.main.program
values ('Lakeside Anesthesiology', 'anesthesiology', 'America/Detroit', date '2026-11-01', 36);

-- Three classes in training and four graduated ones, numbered from the oldest.
create table sim.class as
select
    entry_year,
    case
        when entry_year >= 2024 then (getvariable('residents') + 2 - (2026 - entry_year)) // 3
        else (getvariable('residents') + 2) // 3
    end::bigint as size
from range(2020, 2027) t(entry_year);

-- `grp` holds at most 250 of a class: the chunk in which cases are made, and hand-overs happen.
create table sim.person as
with placed as (
    select
        c.entry_year,
        i + 1 as place,
        i // 250 as part,
        row_number() over (order by c.entry_year, i) as resident_no
    from sim.class c, range(0, c.size) r(i)
)
select
    *,
    'R' || lpad(resident_no::varchar, greatest(4, len((select sum(size)::bigint from sim.class)::varchar))::integer, '0')
        as resident_id,
    dense_rank() over (order by entry_year, part) as grp,
    make_date(entry_year::bigint, 7, 1) as entered_on,
    sim.key('resident', resident_no) as k
from placed;
