-- code:      hemorrhage_major
-- title:     Major hemorrhage
-- group:     rare
-- order:     11
-- summary:   Four or more units of red cells given while the resident was in the room.
-- includes:  red cells and whole blood, donated or salvaged
-- excludes:  observers; units given before sign-in or after sign-out; plasma and platelets
-- limits:    a unit without a time counts for everyone who was in the case; salvaged blood counts as a unit
--            for each 350 ml; without a weight no such line can be drawn for children, where 15 ml/kg would
--            be one
-- unit:      case
-- rotations: trauma,cardiac,obstetric
-- needs:     fact red_cells_units | fact whole_blood_units | fact cell_saver_ml
-- minimum:   none
-- status:    proposed
-- source:    proposed; four units was the massive transfusion of an older version of ASPIRE TRAN-01

with given as (
    -- Numbered, so that a resident with two stays in the room is credited with it once.
    select row_number() over () as gift, f.case_id, f.at,
        case f.fact when 'cell_saver_ml' then f.value / 350 else f.value end as units
    from case_facts f
    where f.fact in ('red_cells_units', 'whole_blood_units', 'cell_saver_ml')
), witnessed as (
    select distinct s.resident_id, f.gift, f.case_id, f.units
    from given f join case_staff s using (case_id)
    where s.role in ('primary', 'second')
      and (f.at is null or f.at between coalesce(s.signed_in_at, f.at) and coalesce(s.signed_out_at, f.at))
)
select w.resident_id, c.started_at::date as occurred_on, c.case_id,
    -- Exact numbers, so that the sum does not depend on the order of the rows.
    coalesce(sum(try_cast(w.units as decimal(9, 2))), 0)::double as value
from witnessed w join cases c using (case_id)
group by w.resident_id, c.started_at, c.case_id
having sum(try_cast(w.units as decimal(9, 2))) >= 4
