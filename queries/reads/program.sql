-- The program, one row.
-- columns: name varchar, specialty varchar, data_to date, training_months smallint, time_zone varchar
select name, specialty, data_to, training_months, time_zone
from program;
