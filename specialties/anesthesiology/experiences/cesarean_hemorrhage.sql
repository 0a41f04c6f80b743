-- code:      cesarean_hemorrhage
-- title:     Hemorrhage at cesarean
-- group:     rare
-- order:     15
-- summary:   More than 1,500 ml of blood lost at a cesarean while the resident was in the room.
-- includes:  estimated and measured loss at a cesarean delivery
-- excludes:  observers; vaginal deliveries; loss noted before sign-in or after sign-out
-- limits:    notes of blood loss are added up, so that a record of running totals counts too much; a note
--            without a time counts for everyone who was in the case
-- unit:      case
-- rotations: obstetric
-- needs:     fact blood_loss_ml, fact category
-- minimum:   none
-- status:    proposed
-- source:    proposed; the threshold for cesareans of ASPIRE TRAN-01

with noted as (
    -- Numbered, so that a resident with two stays in the room is credited with it once.
    select row_number() over () as note, f.case_id, f.at, f.value as ml
    from case_facts f
    semi join (select case_id from case_facts where fact = 'category' and text = 'cesarean') as cesareans
        using (case_id)
    where f.fact = 'blood_loss_ml'
), witnessed as (
    select distinct s.resident_id, f.note, f.case_id, f.ml
    from noted f join case_staff s using (case_id)
    where s.role in ('primary', 'second')
      and (f.at is null or f.at between coalesce(s.signed_in_at, f.at) and coalesce(s.signed_out_at, f.at))
)
select w.resident_id, c.started_at::date as occurred_on, c.case_id,
    -- Exact numbers, so that the sum does not depend on the order of the rows.
    sum(try_cast(w.ml as decimal(12, 1)))::double as value
from witnessed w join cases c using (case_id)
group by w.resident_id, c.started_at, c.case_id
having sum(try_cast(w.ml as decimal(12, 1))) > 1500
