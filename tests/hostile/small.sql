insert into program values ('Small', 'anesthesiology', null, '2026-06-30', 36);
insert into residents (resident_id, name, entry_class, entered_on, graduates_on, status) values
    ('R1', 'Lin, Ada', 2025, '2025-07-01', '2028-06-30', 'current'),
    ('R2', 'Roe, Bo', 2025, '2025-07-01', '2028-06-30', 'current');
insert into cases (case_id, started_at, ended_at, age_years, asa, procedure_text) values
    ('C1', '2025-07-02 07:30', '2025-07-02 09:30', 40, 2, 'hernia'),
    ('C2', '2025-08-02 07:30', '2025-08-02 09:30', 0.25, 4, 'pyloric stenosis');
insert into case_staff (case_id, resident_id, role) values ('C1', 'R1', 'primary'), ('C2', 'R1', 'primary');
insert into scales values ('five', 'Five levels', 'prospective', '1', 'here', 'example');
insert into scale_levels values ('five', '1', 1, 'watches'), ('five', '2', 2, 'helped'), ('five', '3', 3, 'alone');
insert into epas values ('airway', 'Manage an airway', 1, 'five', '3', 4, 2, null, '1', 'here', 'example');
insert into assessments values
    ('A1', 'R1', 'airway', '2026-01-05', 'F1', 'five', '2', 'observation', 'steady', null);
insert into subcompetencies values ('PC1', 'Assessment', 1, '1', 'here', 'example');
insert into milestones values ('R1', 'PC1', '2025-2', '2025-12-01', 'committee', 4);
insert into statements values ('R1', '2026-05-01', 'I want more airways.');
