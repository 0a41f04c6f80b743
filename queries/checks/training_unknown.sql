-- what:   training time is unknown, so that no growth curve is drawn
-- advice: give residents.entered_on, the first day of clinical training
-- weight: gap
select 'resident ' || resident_id as place from residents where entered_on is null;
