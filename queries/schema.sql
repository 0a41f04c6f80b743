-- The canonical relations of a case file.
--
-- A case file is a DuckDB file whose `main` schema holds these relations, as tables or as views.
-- Four are required: program, residents, cases, case_staff. A missing optional relation is read as
-- empty, and the panel that it would fill says so. Columns may stand in any order; more columns
-- than these are ignored; a column of another type is read where no value of it is lost, and refused else.
--
-- Time.  Every TIMESTAMP is the hospital's own clock, without a zone; program.time_zone names the
--        zone for the reader, and for a view that reads times with a zone. Every DATE is a day of that clock. Spans of days include both ends.
-- Keys.  An identifier is 1 to 64 printable ASCII characters without spaces, and is never a name.
-- Names. Capitals make no difference in the names of relations and columns, nor do capitals, blanks and hyphens in
--        the words of a vocabulary: `Labor Epidural` is `labor_epidural`. A word that no definition asks for is named.
-- Ages.  In years, 0 to 120. What lies outside is no age: it is named, and counts as unknown.
-- Text.  Free text is shown as it is, after control characters have been made visible.
-- People. No column holds a protected attribute, a reason for an absence, or anything from before
--        residency; a relation that brings one is not read.

-- One row: the program whose data this is.
create table program (
    name            varchar  not null,  -- as it should stand in a heading
    specialty       varchar  not null,  -- for example 'anesthesiology'
    time_zone       varchar,            -- IANA name (America/Detroit): times with a zone are read on its clock, and meetings, entries and half-years told by it
    data_to         date     not null,  -- the as-of date: the last day that the data cover
    training_months smallint not null,  -- length of clinical training in months, for example 36
    check (training_months between 1 and 120)
);

-- Everyone whose experience is recorded: current residents and graduates (the reference group).
create table residents (
    resident_id  varchar not null primary key,
    name         varchar not null,      -- 'Family, Given'; shown only where names are asked for
    entry_class  smallint,              -- the calendar year in which clinical training began
    track        varchar,               -- 'categorical', 'advanced', …; reference groups keep to a track
    entered_on   date,                  -- first day of clinical training; null: training time unknown
    graduates_on date,                  -- scheduled or actual last day of training
    status       varchar not null,      -- 'current', 'graduated' or 'left'
    coach_id     varchar,               -- faculty.faculty_id of the coach
    check (status in ('current', 'graduated', 'left')),
    check (graduates_on >= entered_on)
);

-- Days away from training, without a reason. They are taken out of training time.
create table absences (
    resident_id varchar not null,
    from_on     date    not null,       -- first day away
    to_on       date    not null,       -- last day away
    check (to_on >= from_on)
);

-- Where a resident was, is and will be. A block after program.data_to is a scheduled one.
create table rotations (
    resident_id varchar not null,
    rotation    varchar not null,       -- rotation_kinds.rotation
    from_on     date    not null,       -- first day of the block
    to_on       date    not null,       -- last day of the block
    check (to_on >= from_on)
);

-- Other names of rotations, as a schedule has them that was kept before, or elsewhere: once a person has said that they
-- are the same, their blocks are those of the name that definitions have.
create table rotation_aliases (
    rotation   varchar not null,        -- the name in rotations
    stands_for varchar not null,        -- rotation_kinds.rotation, as definitions name it
    from_on    date                     -- of blocks that begin on this day or later; null: of all
);

-- Teachers: attendings, coaches, raters.
create table faculty (
    faculty_id varchar not null primary key,
    name       varchar not null,
    core       boolean                  -- core faculty in the sense of the program requirements
);

-- One anesthetic.
create table cases (
    case_id        varchar   not null primary key,
    started_at     timestamp not null,  -- anesthesia start
    ended_at       timestamp,           -- anesthesia end
    site           varchar,
    age_years      double,              -- of the patient, in years (0.25 is three months); null: unknown
    asa            smallint,            -- ASA physical status, 1 to 6
    emergency      boolean,
    procedure_text varchar,             -- what was done, in the words of the record
    check (asa between 1 and 6),
    check (age_years between 0 and 120),
    check (ended_at >= started_at)
);

-- Which resident was in which case, and when. One row for each stay in the room.
create table case_staff (
    case_id       varchar not null,
    resident_id   varchar not null,
    role          varchar not null,     -- 'primary', 'second' or 'observer'
    signed_in_at  timestamp,            -- null: not recorded; the whole case is assumed and said so
    signed_out_at timestamp,
    attending_id  varchar,              -- faculty.faculty_id of the first attending
    check (role in ('primary', 'second', 'observer')),
    check (signed_out_at >= signed_in_at)
);

-- What a case was and what happened in it: one row a fact. The vocabulary of `fact`:
--   technique          text: general, sedation, spinal, epidural, combined_spinal_epidural, caudal,
--                      peripheral_block
--   category           text: cardiac_bypass, cardiac_without_bypass, major_vessel_open,
--                      major_vessel_endovascular, intracranial_vascular_open,
--                      intracranial_nonvascular_open, intracranial_endovascular, intrathoracic,
--                      cesarean, vaginal_delivery, burn, trauma
--   high_risk_obstetric, life_threatening, one_lung_ventilation, cardiac_arrest, dural_puncture,
--   massive_transfusion_protocol, difficult_airway (text: anticipated or unanticipated)
--                      at: when it happened or began, if recorded
--   red_cells_units, whole_blood_units   value: units (one unit is 350 ml), at: when given
--   cell_saver_ml, blood_loss_ml         value: millilitres
--   neuromonitoring, csf_drain           a monitor or drain in use
create table case_facts (
    case_id varchar not null,
    fact    varchar not null,
    text    varchar,                    -- the value of a fact that is a word
    value   double,                     -- the value of a fact that is a number
    "at"    timestamp,                  -- when; null: not recorded
    rule    varchar,                    -- the name of the rule that derived it; null: recorded so
    words   varchar                     -- the words of the record that the rule rests on
);

-- What a resident did with their own hands. A labor epidural or a catheter may have no case.
--   kind  arterial_line, central_line, pa_catheter, tee, intubation_routine, intubation_complex,
--         intubation_direct, intubation_video, intubation_flexible, awake_intubation,
--         double_lumen_tube, bronchial_blocker, supraglottic_airway, spinal, epidural,
--         combined_spinal_epidural, labor_epidural, caudal, csf_drain, peripheral_block,
--         blood_patch, pain_new_patient
--   site  of a peripheral_block: interscalene, supraclavicular, infraclavicular, axillary, femoral,
--         adductor_canal, saphenous, sciatic, popliteal, ankle, tap, quadratus_lumborum,
--         paravertebral, erector_spinae, lumbar_plexus, fascia_iliaca, pecs, other;
--         of a central_line: internal_jugular, subclavian, femoral
create table procedures (
    procedure_id varchar   not null primary key,
    case_id      varchar,               -- null: outside a case
    resident_id  varchar   not null,
    kind         varchar   not null,
    site         varchar,
    performed_at timestamp not null,
    age_years    double,                -- of the patient where there is no case
    ultrasound   boolean,
    outcome      varchar,               -- 'success' or 'failure'; null: not recorded
    attempts     smallint,
    rule         varchar,               -- the name of the rule that derived it; null: recorded so
    encounter_id varchar,               -- outside a case: procedures that share it are of one patient;
                                        -- null: each is taken for a patient of its own
    check (age_years between 0 and 120),
    check (outcome in ('success', 'failure')),
    check (attempts >= 1)
);

-- What residents logged themselves, as totals; never merged with counts from the record.
create table self_logged (
    resident_id varchar not null,
    code        varchar not null,       -- the experience
    as_of       date    not null,       -- the day on which the total was read
    n           integer not null,
    check (n >= 0)
);

-- Quality measures of a case, attributed to a resident by the rule of the measure. They reflect a team.
create table measures (
    case_id     varchar not null,
    resident_id varchar not null,
    measure     varchar not null,       -- measure_kinds.measure
    result      varchar not null,       -- 'pass', 'flag' or 'excluded'
    check (result in ('pass', 'flag', 'excluded'))
);

-- Ratings of entrustable professional activities (EPAs) and the comments given with them.
create table assessments (
    assessment_id varchar not null primary key,
    resident_id   varchar not null,
    epa           varchar not null,     -- epas.epa
    assessed_on   date    not null,
    rater_id      varchar not null,     -- faculty.faculty_id
    scale         varchar not null,     -- scales.scale
    level         varchar not null,     -- scale_levels.level on that scale
    source        varchar not null,     -- 'observation', 'simulation', 'review' or 'other'
    comment       varchar,
    case_id       varchar,
    check (source in ('observation', 'simulation', 'review', 'other'))
);

-- Milestone ratings. half_steps: 0 not yet level 1, 2 level 1, 3 level 1.5, … 8 level 4, … 10 level 5.
create table milestones (
    resident_id   varchar not null,
    subcompetency varchar not null,     -- subcompetencies.subcompetency
    period        varchar not null,     -- 'YYYY-1' (spring) or 'YYYY-2' (fall)
    rated_on      date    not null,
    source        varchar not null,     -- 'committee' or 'self'
    half_steps    utinyint,             -- null: not assessable, which is a value and not a gap
    check (source in ('committee', 'self')),
    check (half_steps = 0 or half_steps between 2 and 10),
    primary key (resident_id, subcompetency, period, source)
);

-- Written and oral examinations.
create table exams (
    resident_id varchar not null,
    exam        varchar not null,       -- 'ITE', 'BASIC', 'AKT-6', …
    taken_on    date    not null,
    score       double,
    percentile  double,                 -- as reported by the examiner, 0 to 100
    passed      boolean
);

-- A resident's own words.
create table statements (
    resident_id varchar not null,
    stated_on   date    not null,
    text        varchar not null
);

-- What the source of this file can say at all. Of a fact or kind that no row names: where it occurs in the file it is
-- taken as recorded from the first day of the cases or procedures on, and where it occurs nowhere as not recorded, so
-- that nobody is said to have met nothing of it.
create table coverage (
    fact        varchar,                -- of case_facts.fact; 'case': which cases a resident was in
    kind        varchar,                -- of procedures.kind; one of the two is given
    resident_id varchar,                -- null: everybody
    site        varchar,                -- null: every site; one alone leaves the others open
    from_on     date,                   -- null: from the first day on
    to_on       date,                   -- null: to the last day
    says        varchar not null,       -- 'recorded', 'failures only' (of outcomes; it is recorded else) or 'not recorded'
    check (says in ('recorded', 'failures only', 'not recorded')),
    check (to_on >= from_on),
    check ((fact is null) <> (kind is null))
);

-- Centiles from outside the program, if there are any: cumulative exposures by training month.
-- Of several sources for one experience the newest is shown. A line never falls.
create table benchmarks (
    code           varchar  not null,   -- the experience
    training_month smallint not null,
    centile        double   not null,   -- 0 to 100
    value          double   not null,
    source         varchar  not null,
    as_of          date     not null
);

-- Reference rows. Each names its version, its source and its status: 'standard' (an authority
-- publishes it), 'local' (this program decided it), 'proposed' or 'example'.

create table rotation_kinds (
    rotation varchar not null primary key,
    title    varchar not null,
    short    varchar not null,          -- at most 6 characters, for a strip under a curve
    clinical boolean                    -- false: time on it is no clinical time, as research; null: it is
);

create table subcompetencies (
    subcompetency varchar  not null primary key,
    title         varchar  not null,
    ord           smallint not null,    -- order of presentation
    version       varchar  not null,
    source        varchar  not null,
    status        varchar  not null
);

create table epas (
    epa             varchar  not null primary key,
    title           varchar  not null,
    ord             smallint not null,
    scale           varchar  not null,  -- the scale on which entrustment is decided
    target_level    varchar,            -- the level expected at graduation
    expected_n      smallint,           -- ratings expected before a decision
    expected_raters smallint,           -- distinct raters expected before a decision
    experience      varchar,            -- the experience that gives occasion for it, if one does
    version         varchar  not null,
    source          varchar  not null,
    status          varchar  not null
);

create table scales (
    scale   varchar not null primary key,
    title   varchar not null,
    framing varchar not null,           -- 'prospective' or 'retrospective'; the two are never merged
    version varchar not null,
    source  varchar not null,
    status  varchar not null,
    check (framing in ('prospective', 'retrospective'))
);

create table scale_levels (
    scale varchar  not null,
    level varchar  not null,
    rank  smallint not null,            -- order only; never averaged
    title varchar  not null,
    primary key (scale, level)
);

create table minimums (
    code    varchar  not null primary key,  -- the experience
    minimum integer  not null,
    note    varchar,
    version varchar  not null,
    source  varchar  not null,
    status  varchar  not null
);

create table measure_kinds (
    measure   varchar not null primary key,
    title     varchar not null,
    direction varchar not null,         -- 'higher': the share is of passed cases; 'lower': of flagged ones
    threshold double,                   -- as a share, 0 to 1
    version   varchar not null,
    source    varchar not null,
    status    varchar not null,
    check (direction in ('higher', 'lower'))
);

-- What a committee may choose from when it decides on a resident as a whole. A program may edit the
-- rows; a code stays in the ledger once it was chosen, so retire a code rather than give it a new meaning.
create table overall_choices (
    kind    varchar  not null,          -- 'progress': how a resident gets on; 'action': what follows;
                                        -- 'attribute': essential attribute in the words of the board
    code    varchar  not null,
    title   varchar  not null,
    ord     smallint not null,          -- order of presentation within its kind
    version varchar  not null,
    source  varchar  not null,
    status  varchar  not null,
    check (kind in ('progress', 'action', 'attribute')),
    primary key (kind, code)
);

-- Written by import, never by hand.

-- Every exposure of every definition, sorted by resident; valid as far as the hash in `prepared`.
create table exposures (
    code        varchar not null,
    resident_id varchar not null,
    occurred_on date    not null,
    case_id     varchar,
    value       double
);

create table prepared (
    code varchar not null primary key,
    hash varchar not null,              -- SHA-256 of the definition's text, in hexadecimal
    n    bigint  not null               -- exposures that it found
);

-- At most one row: the file beside this one in which the committee's decisions stand, where it has another name than
-- this one; `trellis import --ledger` writes it.
create table committee (
    ledger varchar not null
);

-- What import did not take as it stood, and why.
create table import_notes (
    source_file varchar not null,
    source_row  bigint,                 -- the header is row 1; null: the whole file
    relation    varchar not null,
    kind        varchar not null,       -- 'set aside', 'missing value', 'not understood', 'joined' (two spellings
                                        -- were taken for one), 'unpaired' or 'read as' (nothing need be done)
    note        varchar not null
);
