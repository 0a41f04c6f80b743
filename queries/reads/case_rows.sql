-- The rows behind one number: every exposure of one resident to one experience, newest first.
-- parameters: $resident varchar, $code varchar
-- columns:    occurred_on date, case_id varchar, procedure_text varchar, age_years double, asa smallint,
--             emergency boolean, role varchar, signed_in_at timestamp, signed_out_at timestamp,
--             attending varchar, value double
with mine as (
    select occurred_on, case_id, value
    from exposures, program p
    where resident_id = $resident and code = $code and occurred_on <= p.data_to
),
stays as (
    select s.case_id, any_value(s.role) as role, min(s.signed_in_at) as signed_in_at,
           max(s.signed_out_at) as signed_out_at, any_value(coalesce(f.name, s.attending_id)) as attending
    from case_staff s
    left join faculty f on f.faculty_id = s.attending_id
    where s.resident_id = $resident
    group by s.case_id
)
select m.occurred_on, m.case_id, c.procedure_text, c.age_years, c.asa, c.emergency, s.role, s.signed_in_at,
       s.signed_out_at, s.attending, m.value
from mine m
left join cases c using (case_id)
left join stays s using (case_id)
order by m.occurred_on desc, m.case_id;
