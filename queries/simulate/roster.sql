-- Leave, training dates, teachers and names.

-- A leave of months starts with a block and moves all later blocks; a short one falls inside a block.
create table sim.leave as
with drawn as (
    select
        p.resident_no,
        p.k,
        s.story is not null or sim.draw(p.k, 1) < 0.12 as long,
        s.story is null and sim.draw(p.k, 1) between 0.12 and 0.27 as short,
        case when s.story is not null then 18 else 4 + floor(29 * sim.draw(p.k, 2)) end::integer as block,
        case
            when s.story is not null then 91
            when sim.draw(p.k, 1) < 0.12 then 28 * (1 + floor(3.99 * pow(sim.draw(p.k, 3), 1.5)))
            else 5 + floor(9 * sim.draw(p.k, 3))
        end::integer as days
    from sim.person p
    left join sim.story s on s.resident_no = p.resident_no and s.story = 'leave'
)
select resident_no, block, days, long, case when long then 0 else floor(14 * sim.draw(k, 4)) end::integer as into_block
from drawn
where long or short;

-- Training is prolonged by what a leave takes beyond four weeks.
create table sim.trainee as
select
    p.*,
    coalesce(l.block, 99) as leave_block,
    coalesce(l.days, 0) as leave_days,
    (p.entered_on + interval 3 year - interval 1 day)::date + greatest(0, coalesce(l.days, 0) - 28) as graduates_on
from sim.person p
left join sim.leave l on l.resident_no = p.resident_no and l.long;

create table sim.teacher as
select
    n + 1 as faculty_no,
    'F' || format('{:04d}', n + 1) as faculty_id,
    sim.key('faculty', n) as k
from range(0, greatest(40, (getvariable('residents') * 8) // 9)) t(n);

create macro sim.teacher_at(u) as
    'F' || format('{:04d}', 1 + floor(u * greatest(40, (getvariable('residents') * 8) // 9))::bigint);

-- Names of teachers follow the residents', so that the two never share one while names last.
insert into src.main.faculty
select
    faculty_id,
    f.name || ', ' || g.name,
    sim.draw(k, 1) < 0.4
from (
    select *, faculty_no + (select count(*) from sim.person) as n,
        (select count(*) from sim.family_name) as families,
        (select count(*) from sim.given_name) as givens
    from sim.teacher
)
join sim.family_name f on f.place = 1 + n % families
join sim.given_name g on g.place = 1 + (n + n // families) % givens
order by faculty_no;

insert into src.main.residents
select
    resident_id,
    f.name || ', ' || g.name,
    entry_year,
    'categorical',
    entered_on,
    graduates_on,
    case when graduates_on < date '2026-11-01' then 'graduated' else 'current' end,
    case when graduates_on >= date '2026-11-01' then sim.teacher_at(0.3 * sim.draw(k, 5)) end
from (
    select *, resident_no as n,
        (select count(*) from sim.family_name) as families,
        (select count(*) from sim.given_name) as givens
    from sim.trainee
)
join sim.family_name f on f.place = 1 + n % families
join sim.given_name g on g.place = 1 + (n + n // families) % givens
order by resident_no;
