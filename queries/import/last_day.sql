-- The as-of date where nothing names one: the last day of what was taken.
update src.main.program
set data_to = coalesce(
    (select max(day) from (
        select started_at::date as day from src.main.cases
        union all
        select performed_at::date from src.main.procedures
    )),
    data_to
);
