-- What a demonstration should find, by place in a class (docs/simulation.md tells each story).
create table sim.story as
select p.resident_no, p.resident_id, s.story
from (values
    (2024, 3, 'no_neuro'),
    (2024, 5, 'leave'),
    (2024, 7, 'ready_thoracic'),
    (2024, 9, 'plateau'),
    (2025, 5, 'thin_evidence'),
    (2025, 7, 'missing_months')
) s(entry_year, place, story)
join sim.person p using (entry_year, place);

-- A shortage that a whole class shares: the program's, not a resident's.
create table sim.class_shortage as
select * from (values (2024, 'thoracic', 0.35)) t(entry_year, dimension, factor);
