-- The program, one row.
-- columns: name varchar, specialty varchar, data_to date, training_months smallint
select name, specialty, data_to, training_months
from program;
