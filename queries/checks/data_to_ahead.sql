-- what:   the last day that the data cover lies after today
-- advice: give the right program.data_to (import has --data-to)
-- weight: wrong
select 'program.data_to is ' || data_to as place
from program
where data_to > getvariable('today') + 1;
