-- The examinations of one resident, oldest first.
-- parameters: $resident varchar
-- columns:    exam varchar, taken_on date, score double, percentile double, passed boolean
select exam, taken_on, score, percentile, passed
from exams
where resident_id = $resident
order by taken_on, exam;
