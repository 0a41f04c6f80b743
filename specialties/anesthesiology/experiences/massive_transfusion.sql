-- code:      massive_transfusion
-- title:     Massive transfusion
-- group:     rare
-- order:     13
-- summary:   Ten or more donated units given while the resident was in the room; part of massive hemorrhage.
-- includes:  donated red cells and whole blood
-- excludes:  observers; salvaged blood; units given before sign-in or after sign-out; a protocol activated
--            with fewer units
-- limits:    a unit without a time counts for everyone who was in the case; units before and after the case,
--            within the same 24 hours, are not recorded
-- unit:      case
-- rotations: trauma,cardiac,obstetric
-- needs:     fact red_cells_units | fact whole_blood_units
-- minimum:   none
-- status:    proposed
-- source:    proposed; common clinical definition (ten units in 24 hours), unverified

with given as (
    -- Numbered, so that a resident with two stays in the room is credited with it once.
    select row_number() over () as gift, f.case_id, f.at,
        f.value as units
    from case_facts f
    where f.fact in ('red_cells_units', 'whole_blood_units')
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
having sum(try_cast(w.units as decimal(9, 2))) >= 10
