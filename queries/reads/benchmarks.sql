-- Centiles from outside the program; of several sources for one experience the newest comes first.
-- columns: code varchar, source varchar, as_of date, centile double, training_month smallint, value double
select code, source, as_of, centile, training_month, value
from benchmarks
order by code, as_of desc, source, centile, training_month;
