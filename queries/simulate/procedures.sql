-- What the residents of one group did with their own hands, inside cases and outside.
insert into src.main.procedures (
    procedure_id, case_id, resident_id, kind, site, performed_at, age_years, ultrasound, outcome, attempts, rule
)
with done as (
    select case_no, 0 as ord, case
        when sim.draw(c, 50) < 0.56 then 'intubation_routine' when sim.draw(c, 50) < 0.68 then 'intubation_direct'
        when sim.draw(c, 50) < 0.91 then 'intubation_video' when sim.draw(c, 50) < 0.965 then 'intubation_complex'
        when sim.draw(c, 50) < 0.988 then 'intubation_flexible' else 'awake_intubation' end as kind, null as site, 9 as minute
    from sim.kase where technique = 'general' and tube in ('ett', 'none')
    union all
    select case_no, 0, 'supraglottic_airway', null, 7 from sim.kase where technique = 'general' and tube = 'lma'
    union all
    select case_no, 0, case when sim.draw(c, 51) < 0.86 then 'double_lumen_tube' else 'bronchial_blocker' end, null, 11
    from sim.kase where tube = 'dlt'
    union all
    select case_no, 1, technique, null, 8
    from sim.kase where technique in ('spinal', 'combined_spinal_epidural') or (technique = 'epidural' and way <> 'labor')
    union all
    select case_no, 1, 'labor_epidural', null, 12 from sim.kase where way = 'labor' and technique = 'epidural'
    union all
    select case_no, 2, block_site, null, 6 from sim.kase where blocked and block_site in ('epidural', 'caudal')
    union all
    select case_no, 2, 'peripheral_block', block_site, 5
    from sim.kase where blocked and block_site not in ('epidural', 'caudal')
    union all
    -- A second block of the same limb.
    select case_no, 3, 'peripheral_block', case block_site when 'popliteal' then 'saphenous' else 'sciatic' end, 9
    from sim.kase where blocked and block_site in ('popliteal', 'femoral', 'adductor_canal') and sim.draw(c, 52) < 0.3
    union all
    select case_no, 4, 'arterial_line', null, 14 from sim.kase where with_arterial and sim.draw(c, 53) < 0.9
    union all
    select case_no, 5, 'central_line', case when sim.draw(c, 54) < 0.88 then 'internal_jugular'
        when sim.draw(c, 54) < 0.95 then 'subclavian' else 'femoral' end, 22
    from sim.kase where with_central and sim.draw(c, 55) < 0.85
    union all
    select case_no, 6, 'pa_catheter', null, 28
    from sim.kase where with_central and dimension = 'cardiac' and sim.draw(c, 56) < 0.35
    union all
    select case_no, 7, 'tee', null, 30
    from sim.kase where (dimension = 'cardiac' and sim.draw(c, 57) < 0.7) or (kind = 'liver' and sim.draw(c, 57) < 0.5)
    union all
    select case_no, 8, 'csf_drain', null, 18 from sim.kase where kind in ('evar', 'crani_clip') and sim.draw(c, 29) < 0.12
),
inside as (
    select
        k.resident_no, k.case_no * 16 + d.ord as number, 'P' || hex(k.case_no * 16 + d.ord) as procedure_id, k.case_id,
        d.kind, d.site, sim.minutes(k.started_at, least(d.minute, k.lasted // 2)) as performed_at, null::double as age_years,
        case
            when d.kind = 'central_line' then sim.draw(k.c, 58) < 0.93
            when d.kind = 'peripheral_block' then sim.draw(k.c, 58) < 0.96
            when d.kind = 'arterial_line' then sim.draw(k.c, 59) < 0.4
        end as ultrasound,
        sim.key('procedure', k.case_no * 16 + d.ord) as p
    from done d join sim.kase k using (case_no)
),
apart as (
    -- Labor epidurals, catheters and new pain patients belong to no case.
    select
        resident_no, rotation, day, d, night, i,
        resident_no * 65536 + day_no * 16 + i + case when night then 8 else 0 end as number
    from sim.day, range(0, 4) r(i)
    where i < case
        when rotation = 'obstetric' then sim.around(1.1, sim.draw(d, 60))
        when rotation = 'pain' then sim.around(1.7, sim.draw(d, 60))
        else 0 end
),
outside as (
    select
        resident_no, number, 'Q' || hex(number) as procedure_id, null as case_id,
        case
            when rotation = 'pain' then
                case when sim.draw(d, 61 + i) < 0.82 then 'pain_new_patient' when sim.draw(d, 61 + i) < 0.96 then 'epidural'
                     else 'blood_patch' end
            when sim.draw(d, 61 + i) < 0.96 then 'labor_epidural'
            when sim.draw(d, 61 + i) < 0.985 then 'combined_spinal_epidural'
            else 'blood_patch'
        end as kind,
        null as site,
        sim.minutes(day::timestamp, case when night then 1110 else 470 end + 150 * i + floor(100 * sim.draw(d, 70 + i))::bigint),
        case
            when sim.draw(d, 80 + i) < 0.25 then null
            when rotation = 'pain' then floor(35 + 45 * sim.draw(d, 85 + i))
            else floor(greatest(17, least(45, 30 + 5 * sim.normal(d, 85 + i))))
        end,
        null::boolean,
        sim.key('procedure', number)
    from apart
)
select
    procedure_id, case_id, r.resident_id, kind, site, performed_at, age_years, ultrasound,
    -- Outcomes are recorded for one procedure in eight.
    case when kind <> 'pain_new_patient' and sim.draw(p, 1) < 0.12
        then case when sim.draw(p, 2) < 0.93 then 'success' else 'failure' end end,
    case when kind <> 'pain_new_patient' and sim.draw(p, 1) < 0.12 then 1 + floor(2.6 * pow(sim.draw(p, 3), 3)) end,
    null
from (from inside union all from outside) x
join sim.person r using (resident_no)
order by resident_no, performed_at, number;
