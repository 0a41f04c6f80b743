-- What the cases of one group were and what happened in them.
insert into src.main.case_facts (case_id, fact, text, value, "at", rule)
with ticked as (
    select case_no, case_id, c, unnest(facts) as fact from sim.kase where len(facts) > 0
),
given as (
    select *, unnest(range(0, (red_cells + 1) // 2)) as i from sim.kase where red_cells > 0
),
told as (
    select case_no, 1 as ord, case_id, 'technique' as fact, technique as text, null::double as value, null::timestamp as "at"
    from sim.kase
    union all
    -- A block that adds to a general or spinal anesthetic.
    select case_no, 2, case_id, 'technique', 'peripheral_block', null, null
    from sim.kase
    where blocked and block_site not in ('epidural', 'caudal') and technique <> 'peripheral_block'
    union all
    select
        case_no, 3, case_id, split_part(fact, '=', 1),
        case when fact like 'category=%' then split_part(fact, '=', 2) end, null, null
    from ticked
    -- A number after the sign is a share.
    where fact not like '%=0.%' or sim.draw(c, 31) < split_part(fact, '=', 2)::double
    union all
    select
        k.case_no, 4, k.case_id, case when sim.draw(k.c, 32) < 0.02 then 'whole_blood_units' else 'red_cells_units' end,
        null, least(2, k.red_cells - 2 * i),
        -- One in twenty transfusions has no time.
        case when sim.draw(k.c, 33) >= 0.05
            then sim.minutes(k.started_at, (k.lasted * (0.2 + 0.7 * sim.draw(k.c, 40 + i)))::bigint) end
    from given k
    union all
    select case_no, 5, case_id, 'massive_transfusion_protocol', null, null, sim.minutes(started_at, (lasted * 0.25)::bigint)
    from sim.kase where red_cells >= 8 and sim.draw(c, 34) < 0.75
    union all
    select case_no, 6, case_id, 'blood_loss_ml', null, greatest(10 * (blood_loss // 10), red_cells * 280), null
    from sim.kase where blood_loss >= 100 or red_cells > 0
    union all
    select case_no, 7, case_id, 'cell_saver_ml', null, 50 * (1 + floor(12 * sim.draw(c, 35))), null
    from sim.kase where dimension in ('cardiac', 'vascular') and blood_loss > 500 and sim.draw(c, 36) < 0.6
    union all
    select
        case_no, 8, case_id, 'difficult_airway', case when sim.draw(c, 38) < 0.7 then 'anticipated' else 'unanticipated' end,
        null, sim.minutes(started_at, 8)
    from sim.kase where technique = 'general' and tube in ('ett', 'dlt') and sim.draw(c, 37) < 0.022
    union all
    select case_no, 9, case_id, 'dural_puncture', null, null, sim.minutes(started_at, 10)
    from sim.kase where technique in ('epidural', 'combined_spinal_epidural') and sim.draw(c, 39) < 0.011
    union all
    select
        case_no, 10, case_id, 'cardiac_arrest', null, null,
        sim.minutes(started_at, (lasted * (0.1 + 0.8 * sim.draw(c, 28)))::bigint)
    from sim.kase
    where sim.draw(c, 27) < case when asa >= 5 then 0.02 when red_cells >= 8 then 0.03 when asa = 4 then 0.0015 else 0.00012 end
    union all
    select case_no, 11, case_id, 'csf_drain', null, null, null
    from sim.kase where kind in ('evar', 'crani_clip') and sim.draw(c, 29) < 0.12
)
select case_id, fact, text, value, "at", null from told order by case_no, ord, fact, text, "at", value;
