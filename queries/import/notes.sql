-- The notes while an import runs: those of the case file, with the part that many rows share.
create or replace temp table notes (
    source_file varchar not null,
    source_row  bigint,
    relation    varchar not null,
    kind        varchar not null,
    reason      varchar not null,
    note        varchar not null,
    times       bigint  not null default 1   -- how often what it names is there; the most frequent is told first
);
