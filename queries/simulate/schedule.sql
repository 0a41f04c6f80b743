-- Thirty-nine blocks of four weeks: what each year of training holds, in an order of its own.
create table sim.year_plan as
select * from (values
    (0, 'general', 7), (0, 'obstetric', 1), (0, 'regional', 1), (0, 'icu', 1), (0, 'pacu', 1), (0, 'preop', 1),
    (0, 'ambulatory', 1),
    (1, 'general', 2), (1, 'cardiac', 1), (1, 'thoracic_vascular', 1), (1, 'neuro', 1), (1, 'obstetric', 1),
    (1, 'pediatric', 2), (1, 'regional', 1), (1, 'icu', 1), (1, 'pain', 1), (1, 'trauma', 1), (1, 'ambulatory', 1),
    (2, 'general', 3), (2, 'cardiac', 1), (2, 'thoracic_vascular', 1), (2, 'neuro', 1), (2, 'obstetric', 1),
    (2, 'pediatric', 1), (2, 'icu', 1), (2, 'pain', 1), (2, 'trauma', 1), (2, 'ambulatory', 1), (2, 'elective', 1)
) t(year, rotation, blocks);

create table sim.block as
with wanted as (
    select t.*, y.year, y.rotation, n, sim.key('order', t.resident_no * 1024 + y.year * 64 + hash(y.rotation) % 64) as o
    from sim.trainee t, sim.year_plan y, range(0, y.blocks) r(n)
),
placed as (
    -- The first two blocks are general ones: nobody starts in the cardiac room.
    select
        *,
        13 * year - 1 + row_number() over (
            partition by resident_no, year
            order by case when year = 0 and rotation = 'general' and n < 2 then 0 else 1 end, sim.draw(o, n), rotation, n
        ) as block
    from wanted
),
chosen as (
    select
        p.* exclude (rotation),
        case
            when p.rotation = 'neuro' and p.year = 2 and s.story is not null then 'ambulatory'
            when p.rotation = 'elective'
                then sim.one_of(['cardiac', 'regional', 'general', 'pediatric', 'trauma'], sim.draw(p.k, 6))
            else p.rotation
        end as rotation
    from placed p
    left join sim.story s on s.resident_no = p.resident_no and s.story = 'no_neuro'
),
dated as (
    select *, entered_on + (28 * block + case when block >= leave_block then leave_days else 0 end)::integer as from_on
    from chosen
)
select
    resident_no, resident_id, entry_year, place, grp, k, entered_on, rotation, block, from_on,
    case when block = 38 then graduates_on else least(from_on + 27, graduates_on) end as to_on
from dated
where from_on <= graduates_on;

insert into src.main.rotations
select resident_id, rotation, from_on, to_on from sim.block order by resident_no, from_on;

insert into src.main.absences
select p.resident_id, from_on, from_on + l.days - 1
from (
    select *, entered_on + (28 * block + into_block)::integer as from_on
    from sim.leave join sim.person using (resident_no)
) l
join sim.person p using (resident_no)
order by p.resident_no;
