-- Reads levels of ratings that are written otherwise than on their scale ('3.0', 'Level 3'), and tells those that are not on it.
-- template: levels (a query of `scale` and `level`)
create or replace temp table levels as {levels};

create or replace temp table level_strays as
select s.rowid as place, s.scale, s.level as written, s.source_file, s.source_row
from staged s
where s.problem is null
    and exists (select 1 from levels l where l.scale = s.scale)
    and not exists (select 1 from levels l where l.scale = s.scale and l.level = s.level);

create or replace temp table level_met as
select s.*, l.level as id
from level_strays s
join (
    select scale, reading.level_key(level) as key, min(level) as level from levels group by all having count(distinct level) = 1
) l on l.scale = s.scale and l.key = reading.level_key(s.written);

update staged set level = level_met.id from level_met where staged.rowid = level_met.place;

insert into notes
select
    source_file, min(source_row), 'assessments', 'joined', 'level is written in two ways',
    'level is written in two ways: "' || left(arg_min(written, source_row), 40) || '" was taken for "' || arg_min(id, source_row)
        || '" of its scale' || if(count(*) > 1, ', and so were ' || count(*) || ' rows in all', '') || '; write both the same way',
    count(*)
from level_met
group by source_file;

insert into notes
select
    arg_min(source_file, (source_file, source_row)), arg_min(source_row, (source_file, source_row)),
    'assessments', 'not understood', 'level is not on the scale',
    'level is not on the scale: found "' || left(written, 60) || '" on ' || scale || if(count(*) > 1, ' in ' || count(*) || ' rows', '')
        || '; add it to scale_levels, or correct the rows',
    count(*)
from level_strays
where place not in (select place from level_met)
group by scale, written;
