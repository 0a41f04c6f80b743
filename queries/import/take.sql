-- Writes the rows of `staged` that fit, in an order that reading profits from, and notes the rest.
-- templates: relation, columns (all of them), order
insert into src.main.{relation} ({columns})
select {columns} from staged where problem is null order by {order};

insert into notes (source_file, source_row, relation, kind, reason, note)
select
    source_file,
    source_row,
    '{relation}',
    'set aside',
    problem.reason,
    problem.reason || coalesce(': found "' || left(problem.found, 60) || '"', '') || '; ' || problem.advice
from staged
where problem is not null;

-- Values that could not be read cost themselves and not the row.
insert into notes (source_file, source_row, relation, kind, reason, note)
select
    source_file,
    source_row,
    '{relation}',
    'missing value',
    lost.reason,
    lost.reason || coalesce(': found "' || left(lost.found, 60) || '"', '') || '; it is taken as unknown; ' || lost.advice
from (select source_file, source_row, unnest(lost) as lost from staged where problem is null and len(lost) > 0);
