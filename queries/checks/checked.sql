-- How many places a check finds, and the first five of them, one a line.
-- template: the check itself in braces, which returns `place varchar`
-- columns:  n ubigint, examples varchar
with found as (
    select regexp_replace(coalesce(place, '?'), '[\r\n]+', ' ', 'g') as place from (
{check}
    )
),
first_five as (select place from found order by place limit 5)
select
    (select count(*) from found)::ubigint as n,
    (select string_agg(place, chr(10) order by place) from first_five) as examples;
