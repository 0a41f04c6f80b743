-- Why rows were not taken as they stood, the most frequent reason first, with up to
-- five examples.
-- columns: relation varchar, kind varchar, reason varchar, n bigint, examples varchar (one a line)
with numbered as (
    select
        *,
        count(*) over (partition by relation, kind, reason) as n,
        row_number() over (partition by relation, kind, reason order by times desc, source_file, source_row, note) as place
    from notes
)
select
    relation,
    kind,
    reason,
    any_value(n) as n,
    string_agg(
        source_file || coalesce(' row ' || source_row, '')
            || case when note = reason then '' else ': ' || regexp_replace(note, '[\r\n]+', ' ', 'g') end,
        chr(10) order by place
    ) as examples
from numbered
where place <= 5
group by relation, kind, reason
order by kind, n desc, relation, reason;
