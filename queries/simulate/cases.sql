-- The cases of one group of residents: one wide row each, from which all relations are filled.
-- `case_no` is resident, day and slot in one number; its draws come from the key `c`.
create or replace table sim.kase as
with slotted as (
    select *, unnest(range(0, least(n, 8))) as slot from sim.day where n > 0
),
numbered as (
    select
        *,
        resident_no * 65536 + day_no * 16 + slot + case when night then 8 else 0 end as case_no,
        case when night and rotation <> 'obstetric' then 'call' else rotation end as brought_by
    from slotted
),
keyed as (
    select * , sim.key('case', case_no) as c, sim.draw(sim.key('case', case_no), 1) as pick from numbered
),
near_bound as (
    select * from sim.bound semi join sim.day using (resident_no)
),
chosen as (
    select a.*, b.kind_no
    from keyed a asof join near_bound b
      on a.resident_no = b.resident_no and a.brought_by = b.rotation and a.pick >= b.low
),
timed as (
    select
        h.* exclude (k),
        k.* exclude (kind_no, asa),
        k.asa as usual_asa,
        600 // least(n, 8) as room,
        case
            when night then 1080 + slot * (600 // least(n, 8)) + floor(25 * sim.draw(c, 2))
            else 435 + slot * (600 // least(n, 8)) + floor(12 * sim.draw(c, 2))
        end::bigint as start_minute
    from chosen h join sim.kind k using (kind_no)
),
lasting as (
    select
        *,
        sim.minutes(day::timestamp, start_minute) as started_at,
        greatest(12, least(room - 26, minutes * exp(0.28 * sim.normal(c, 3))))::bigint as lasted
    from timed
)
select
    case_no, resident_no, c, day, night, rotation, site, kind, dimension, technique as way, tube, arterial, central,
    block, facts, minutes, urgent, started_at, lasted,
    'C' || hex(case_no) as case_id,
    sim.minutes(started_at, lasted) as ended_at,
    case patient
        when 'neonate' then round(0.24 * sim.draw(c, 4) + 0.01, 2)
        when 'infant' then round(0.25 + 1.2 * sim.draw(c, 4), 2)
        when 'toddler' then round(0.1 + 6 * pow(sim.draw(c, 4), 1.4), 1)
        when 'child' then floor(1 + 11.5 * sim.draw(c, 4))
        when 'teen' then floor(11 + 7 * sim.draw(c, 4))
        when 'woman' then floor(greatest(17, least(46, 30.5 + 5.5 * sim.normal(c, 4))))
        when 'elder' then floor(greatest(35, least(97, 68 + 11 * sim.normal(c, 4))))
        else floor(greatest(18, least(90, 50 + 16 * sim.normal(c, 4))))
    end as age,
    case
        when sim.draw(c, 5) < 0.18 then greatest(1, usual_asa - 1)
        when sim.draw(c, 5) > 0.86 then least(5, usual_asa + 1)
        else usual_asa
    end as asa,
    sim.draw(c, 6) < urgent as emergency,
    sim.one_of(texts, sim.draw(c, 7)) as procedure_text,
    -- A red cell unit or more: how many, by chance and by the resident's luck.
    case when sim.draw(c, 8) < least(0.97, bleed * bleeding)
        then 1 + floor(-ln(1 - sim.draw(c, 9)) * (units - 0.5))::integer else 0 end as red_cells,
    floor(blood * exp(0.6 * sim.normal(c, 10)))::integer as blood_loss,
    case
        when technique = 'cesarean' then
            case when sim.draw(c, 11) < 0.68 then 'spinal' when sim.draw(c, 11) < 0.76 then 'combined_spinal_epidural'
                 when sim.draw(c, 11) < 0.94 then 'epidural' else 'general' end
        when technique = 'labor' then case when sim.draw(c, 11) < 0.82 then 'epidural' else 'combined_spinal_epidural' end
        when technique = 'spinal' and sim.draw(c, 11) > 0.72 then 'general'
        when technique = 'peripheral_block' and sim.draw(c, 11) > 0.6 then 'general'
        else technique
    end as technique,
    split_part(block, ':', 1) as block_site,
    block <> '' and sim.draw(c, 12) < coalesce(try_cast(split_part(block, ':', 2) as double), 0) as blocked,
    sim.draw(c, 13) < arterial as with_arterial,
    sim.draw(c, 14) < central as with_central,
    sim.teacher_at(sim.draw(c, 15)) as attending_id,
    -- Relieved before the end, and whether by a resident.
    sim.draw(c, 16) < 0.1 as relieved,
    sim.draw(c, 17) < 0.4 as by_resident,
    sim.draw(c, 18) < 0.03 as with_second,
    floor(lasted * (0.35 + 0.55 * sim.draw(c, 19)))::bigint as relieved_after
from lasting join sim.tempo using (resident_no);

insert into src.main.cases
select
    case_id, started_at, ended_at, site,
    case when sim.draw(c, 20) >= 0.015 then age end,
    case when sim.draw(c, 21) >= 0.02 then asa end,
    case when sim.draw(c, 22) >= 0.03 then emergency end,
    procedure_text
from sim.kase
order by case_no;

insert into src.main.case_staff
with near as (
    select min(resident_no) as first, count(*) as size from sim.person where grp = getvariable('grp')
),
asked as (
    select k.*, first + (k.resident_no - first + 1 + floor(sim.draw(k.c, 23) * (size - 1))::bigint) % size as other_no
    from sim.kase k cross join near
    where size > 1 and ((k.relieved and k.by_resident) or k.with_second)
),
colleague as (
    -- Another of the same group who is at work that day.
    select a.* from asked a semi join sim.day d on d.resident_no = a.other_no and d.day = a.day
),
stays as (
    select
        case_no, case_id, resident_no,
        'primary' as role,
        started_at as sign_in,
        case when relieved then sim.minutes(started_at, relieved_after) else ended_at end as sign_out,
        c, attending_id
    from sim.kase
    union all
    select
        case_no, case_id, other_no,
        case when relieved and by_resident then 'primary' when sim.draw(c, 24) < 0.85 then 'second' else 'observer' end,
        case when relieved and by_resident then sim.minutes(started_at, relieved_after) else started_at end,
        ended_at, c, attending_id
    from colleague
)
select
    s.case_id, p.resident_id, role,
    case when sim.draw(c, 25) >= 0.008 then sign_in end,
    case when sim.draw(c, 25) >= 0.008 then sign_out end,
    attending_id
from stays s join sim.person p using (resident_no)
order by s.resident_no, s.sign_in, s.case_no;
