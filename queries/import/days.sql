-- Sets aside rows of `staged` whose day lies after the day of the import, by more than the clocks of the world differ.
-- templates: column (a date or a timestamp)
update staged
set problem = {
    'reason': '{column} lies after the day of this import',
    'found': {column}::varchar,
    'advice': 'correct the year'
}
where problem is null and {column}::date > getvariable('today') + 1;
