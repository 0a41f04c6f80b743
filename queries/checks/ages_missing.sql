-- what:   the patient's age is missing, so that no age band counts the row
-- advice: export the ages; none is guessed
-- weight: gap
select 'case ' || case_id as place from cases where age_years is null
union all
select 'procedure ' || procedure_id from procedures where case_id is null and age_years is null;
