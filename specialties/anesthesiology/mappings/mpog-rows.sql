-- 4. What a row of procedures was -----------------------------------------------------------------
--
-- The name and the block say what the row is for; details and comment say how, and sometimes that something else was
-- placed as well. Their clauses are read one by one: what was only at hand, what confirmed a position, who was there
-- before and what did not succeed is told in the same words as what was done.

create or replace macro mpog.clauses(said) as list_transform(
    list_filter(
        string_split_regex(lower(coalesce(said, '')), '[;,]|[.]\s|\n|\bthen\b|\bbut\b|\bhowever\b'),
        lambda clause: trim(clause) <> ''
    ),
    lambda clause: regexp_replace(mpog.words(clause), ' (c mac|cmac|mcgrath|glidescope|video)( mac)? ([0-9]|d) ', ' \1 ')
);

create or replace macro mpog.joined(clauses) as ' ' || trim(regexp_replace(array_to_string(clauses, ' '), '\s+', ' ', 'g')) || ' ';

-- At hand, for later, in somebody else's hands, or a check of what stands already.
create or replace macro mpog.is_aside(clause) as regexp_matches(clause,
    ' (available|avail|standby|stand by|backup|back up|not needed|unneeded|unused|not used|if needed|prn|in room|in the room|at bedside|bedside ready|ready|nearby|considered|consider|offered|refused|declined|deferred|planned|plan|will|later|existing|preexisting|already|in situ|in place|present on arrival|from (the )?(icu|ed|floor|ward|osh)|by (surgeon|surgery|surgical team|the surgeon|ed|icu|attending|crna)|per surgeon|previously|previous|prior|see (separate )?(note|procedure)) ');

create or replace macro mpog.is_denied(clause) as regexp_matches(clause, ' (no|not|without|avoid[a-z]*|non|never) (a |an |the |use of |used )?[a-z0-9]+');

-- Rows that say the same are read once; `said` is what they have in common.
create or replace table mpog.procedure_rows as
select
    p.*,
    t.birth_rule,
    concat_ws(chr(31), coalesce(named, ''), coalesce(block, ''), coalesce(details, ''), coalesce(comment, ''), coalesce(birth_rule, '')) as said
from mpog.procedures p
left join (
    select procedure_text, min(rule) filter (where rule in ('cesarean', 'vaginal_delivery')) as birth_rule
    from mpog.decisions
    group by procedure_text
) t using (procedure_text)
where double_of is null;

create or replace table mpog.procedure_words as
with clauses as (
    select
        *,
        mpog.words(concat_ws(' ; ', named, block)) as head,
        mpog.words(concat_ws(' ; ', named, block, details, comment)) as words,
        mpog.clauses(concat_ws(' ; ', details, comment)) as told,
        list_filter(mpog.clauses(concat_ws(' ; ', named, block, details, comment)), lambda clause: not mpog.is_aside(clause)) as not_aside
    from (select distinct said, named, block, details, comment, birth_rule from mpog.procedure_rows)
),
sorted as (
    select
        *,
        mpog.joined(list_transform(list_filter(told, lambda clause: not mpog.is_aside(clause)),
            lambda clause: regexp_replace(clause, ' (no|not|without|avoid[a-z]*|never) (a |an |the |use of |used )?[a-z0-9]+( lumen| blocker| laryngoscop[a-z]*| spinal epidural| spinal| scope| guidance| guided)?', ' ', 'g'))) as done
    from clauses
)
select *, mpog.joined([head, done]) as head_and_done
from sorted;

-- `kinds`: everything that one row of the list was; `sites`: the nerves of a block or the vein of a line.
create or replace table mpog.procedure_signs as
select
    *,
    -- The spinal canal.
    case
        when regexp_matches(head, ' blood patch |^ ebp $') then 'blood_patch'
        when regexp_matches(head, ' (lumbar|csf|spinal|subarachnoid|intrathecal) (fluid )?drain[a-z]* ') then 'csf_drain'
        when regexp_matches(head, ' caudal ') or (regexp_matches(head, ' (epidural|nerve block|single shot) ') and regexp_matches(done, ' caudal ')) then 'caudal'
        when regexp_matches(head, ' (cse|csea|combined spinal epidural|spinal epidural combined|combined epidural spinal|spinal epidural) ')
            or (regexp_matches(head, ' (epidural|spinal|neuraxial|subarachnoid|labor|sab|intrathecal) ') and regexp_matches(done, ' (cse|csea|combined spinal epidural|combined spinal) ')) then 'combined_spinal_epidural'
        when regexp_matches(head, ' (labor|labour|obstetric|ob) ([a-z]+ )*(epidural|analgesia|neuraxial|catheter) | (epidural|cle|pcea)( catheter)?( placement)?( for)? (labor|labour|delivery) |^ (cle|labor analgesia|lep) $') then 'labor_epidural'
        when regexp_matches(head, ' (epidural|pcea|tea|thoracic epidural|peridural|dpe) ') then 'epidural'
        when regexp_matches(head, ' (spinal|subarachnoid( block)?|sab|intrathecal|itm|saddle block) ') and not regexp_matches(head, ' spinal (cord stim[a-z]*|accessory) ') then 'spinal'
        when regexp_matches(head, ' neuraxial ') and regexp_matches(done, ' epidural ') then 'epidural'
        when regexp_matches(head, ' neuraxial ') and regexp_matches(done, ' (spinal|sab|intrathecal) ') then 'spinal'
    end as neuraxial,
    regexp_matches(words, ' (labor|labour|labouring|laboring|l d|l and d|tolac|vbac|svd|nsvd|vaginal delivery) ')
        and not regexp_matches(words, ' (not|no|non) (in )?(labor|labour) ')
        and not regexp_matches(words, ' (cesarean|c section|c s|csection|cs) ') and coalesce(birth_rule, '') <> 'cesarean'
        or coalesce(birth_rule, '') = 'vaginal_delivery' as in_labor,

    -- Nerves.
    regexp_matches(head, ' (peripheral nerve (block|catheter)[a-z]*|nerve (block|catheter)s?|pnb|pnc|plane block|regional|block|blocks|bier|ivra|single shot|perineural catheter|fascial plane|tap|qlb?|esp|espb|pecs|peng|ipack|spank|interscalene|supraclavicular|infraclavicular|adductor canal|popliteal|fascia iliaca|paravertebral|pvb|serratus|rectus sheath|quadratus lumborum|erector spinae|transversus abdominis|saphenous|sciatic|stellate) ')
        and not regexp_matches(
            regexp_replace(head, ' (subarachnoid|saddle|spinal|epidural|caudal|neuraxial|central neuraxial|neuromuscular|bite|field|sa|central) (block|blocks|blockade) ', ' ', 'g'),
            '^ *(regional|regional anesthesia|single shot)? *$')
        and regexp_matches(
            regexp_replace(head, ' (subarachnoid|saddle|spinal|epidural|caudal|neuraxial|neuromuscular|bite|field|central) (block|blocks|blockade) ', ' ', 'g'),
            ' (peripheral|nerve|pnb|pnc|plane|regional|block|blocks|bier|ivra|perineural|fascial|tap|qlb?|esp|espb|pecs|peng|ipack|spank|interscalene|supraclavicular|infraclavicular|adductor|popliteal|fascia|paravertebral|pvb|serratus|rectus|quadratus|erector|transversus|saphenous|sciatic|stellate) ') as is_block,

    -- The airway.
    case
        when regexp_matches(head, ' (extubation|lma removal|tube removal|reversal) ') and not regexp_matches(head, ' (intubation|reintubation) ') then null
        when regexp_matches(head, ' (intubation complex|complex intubation|difficult intubation|difficult airway|complex airway|intubation difficult) ') then 'intubation_complex'
        when regexp_matches(head, ' (re ?)?(intubation|intubated|endotracheal|ett|oett|nett|tracheal tube|ett exchange|laryngoscopy|double lumen( tube)?|dlt|dlett|rsi|fiberoptic intubation|nasotracheal|orotracheal|endobronchial|bronchial blocker) ') then 'intubation_routine'
        when regexp_matches(head, ' (lma|laryngeal mask|supraglottic|sga|i gel|igel|lmas|supreme|proseal|air q) ') then 'supraglottic_airway'
        when regexp_matches(head, ' (airway|airway management|general anesthesia) ') and regexp_matches(done, ' (ett|oett|endotracheal|intubat[a-z]*|dl|vl|glidescope|c mac|mac [234]|miller [0-4]|mac[234]|grade (1|2|2a|2b|3|4|i|ii|iii)( view)?) ') then 'intubation_routine'
        when regexp_matches(head, ' (airway|airway management|general anesthesia) ') and regexp_matches(done, ' (lma|laryngeal mask|i gel|igel|supraglottic) ') then 'supraglottic_airway'
    end as airway,

    -- Lines and pictures, by the name of the row.
    regexp_matches(head, ' (arterial (line|catheter|cannulation|access|bp|monitoring)|intra ?arterial|a line|aline|art line|artline|radial (line|art[a-z]*)|alines?|artery catheter|arterial) ')
        and not regexp_matches(head, '^ pulmonary arter[a-z]* (line|catheter) $') as names_arterial,
    regexp_matches(head, ' (pa catheter|pa line|pac|pa cath|pulmonary arter(y|ial) (catheter|line)|swan( ganz)?|swanz?|right heart catheter) ') as names_pa,
    regexp_matches(head, ' (central (venous )?(line|access|catheter|venous)|cvc|cvl|cvp|cvp line|central lines?|introducer|mac (line|catheter|introducer)|mac central|cordis|rapid infusion catheter|ric central|triple lumen|tlc|quad lumen|double lumen (cvc|central|catheter)|[79] ?fr|trialysis|vascath|dialysis catheter|hemodialysis catheter|(internal jugular|ij|rij|lij|jugular|subclavian|subclav|femoral (vein|venous)|r ij|l ij)( (line|catheter|cvc|cordis|access|central|cannulation|introducer|vein))*) ')
        and not regexp_matches(head, ' external jugular ') as names_central,
    regexp_matches(head, ' (tee|toe|trans ?o?esophageal( echo[a-z]*)?|trans esophageal|trans oesophageal|echo tee) ') as names_tee,
    regexp_matches(head, ' pain (service )?(consult[a-z]*|evaluation|new patient|new|initial)| new pain | (new|initial) (patient )?(pain|consult)') as names_pain,

    -- The same in details and comment.
    regexp_matches(done, ' (a line|aline|art line|artline|arterial (line|catheter|cannulation)|radial art line|arterial) ') as tells_arterial,
    regexp_matches(done, ' (central (venous )?(line|access|catheter)|cvc|cvl|cordis|triple lumen|tlc|(rij|lij|ij|internal jugular|subclavian) (line|cvc|catheter|cordis|introducer|central|mac)|mac introducer) ') as tells_central,
    regexp_matches(done, ' (pa catheter|pac|swan( ganz)?|pulmonary artery catheter) ') as tells_pa,
    regexp_matches(done, ' (tee( probe)?( placed)?|transesophageal|transoesophageal) ') as tells_tee,
    regexp_matches(done, ' ((tap|qlb?|quadratus lumborum|esp|erector spinae|pecs?|serratus|interscalene|supraclavicular|infraclavicular|axillary|femoral|adductor( canal)?|saphenous|sciatic|popliteal|ankle|paravertebral|fascia iliaca|rectus sheath|ilioinguinal|peripheral nerve|nerve|ipack|peng|intercostal|lumbar plexus|scalp|penile|stellate|pvb) (nerve )?(block|blocks|catheter|catheters|pnb)|pnb|isb|icb|scb|espb|ficb|pvb) ') as tells_block,
    regexp_matches(done, ' (epidural (catheter )?placed|placed (an )?epidural|also epidural|(and|with|plus) (thoracic |lumbar )?epidural( catheter)?|epidural placement) ') as tells_epidural,
    regexp_matches(done, ' (spinal placed|placed (a )?spinal|also spinal|(and|plus) (a )?spinal|intrathecal morphine|sab) ') and not regexp_matches(done, ' spinal (needle|anesthetic tray) ') as tells_spinal,

    regexp_matches(words, ' (ultrasound|us|us guided|us guidance|usg|usgra|sono[a-z]*|u s|ugra) ')
        and not regexp_matches(words, ' (no|without|not) (the use of )?(ultrasound|us|usg) ') as by_ultrasound,
    regexp_matches(words, ' (no ultrasound|without ultrasound|without us|landmark|landmarks|nerve stimulator only|blind|palpation|anatomic) ') as by_landmark
from mpog.procedure_words;

create or replace table mpog.procedure_rules as
with groups as (
    select
        *,
        coalesce(neuraxial, airway) is not null or is_block or names_arterial or names_pa or names_central or names_tee or names_pain as named_something,
        neuraxial = 'labor_epidural' or (neuraxial in ('combined_spinal_epidural', 'epidural') and in_labor) as is_labor
    from mpog.procedure_signs
)
select
    *,
    list_filter([
        case when neuraxial = 'epidural' and is_labor then null when neuraxial <> 'labor_epidural' or not is_labor then neuraxial end,
        case when is_labor then 'labor_epidural' end,
        case when is_block then 'peripheral_block' end,
        airway,
        case when names_arterial then 'arterial_line' end,
        case when names_pa then 'pa_catheter' end,
        case when names_central and not (names_pa and not regexp_matches(head, ' (central|cvc|cvl|triple lumen|tlc) '))
            and not (airway is not null and regexp_matches(head, ' double lumen ') and not regexp_matches(head, ' (central|cvc) ')) then 'central_line' end,
        case when names_tee then 'tee' end,
        case when names_pain then 'pain_new_patient' end
    ], lambda kind: kind is not null) as named_kinds,
    -- What the name does not say, and the rest of the row does.
    list_filter([
        case when tells_arterial and not names_arterial and not names_pa then 'arterial_line' end,
        case when tells_central and not names_central and not names_pa then 'central_line' end,
        case when tells_pa and not names_pa then 'pa_catheter' end,
        case when tells_tee and not names_tee then 'tee' end,
        case when tells_block and not is_block then 'peripheral_block' end,
        case when tells_epidural and neuraxial is null then 'epidural' end,
        case when tells_spinal and neuraxial is null then 'spinal' end
    ], lambda kind: kind is not null) as told_kinds
from groups;

-- A line that has a row of its own is only spoken of in the others.
create or replace table mpog.rows_understood as
with own_rows as (
    select distinct p.resident_id, coalesce(p.case_id, p.encounter_id) as patient, unnest(r.named_kinds) as kind
    from mpog.procedure_rows p
    join mpog.procedure_rules r using (said)
),
told as (
    select p.source_file, p.source_row, p.resident_id, coalesce(p.case_id, p.encounter_id) as patient, unnest(r.told_kinds) as kind
    from mpog.procedure_rows p
    join mpog.procedure_rules r using (said)
),
further as (
    select t.source_file, t.source_row, list(t.kind order by t.kind) as kinds
    from told t
    anti join own_rows o on o.resident_id = t.resident_id and o.patient = t.patient and o.kind = t.kind
    group by all
)
select p.*, r.named_kinds || coalesce(f.kinds, []) as mains
from mpog.procedure_rows p
join mpog.procedure_rules r using (said)
left join further f using (source_file, source_row);

-- Which clauses tell of a failure, and of what. `undone` lists what a clause names; a clause that names nothing means the row.
create or replace macro mpog.is_failure(clause) as
    regexp_matches(
        regexp_replace(clause, ' (respiratory|heart|renal|liver|cardiac|kidney|hepatic|organ|acute|congestive) failure | failure to (progress|thrive|wean)| failed (extubation|bipap|cpap|hfnc|nippv|niv|trial|wean|vbac|tolac|induction|conservative|outpatient|first|1st)| (no|not|never) (failed|failure)| (first|1st|initial|one|1) (attempt|pass|stick|try) (failed|unsuccessful)| previous(ly)? failed| prior failed', ' ', 'g'),
        ' (failed|fail|fails|failing|failure|unsuccessful|unsuccessfully|not successful|no success|abandoned|aborted|gave up|given up|(unable|not able|inability) to (place|thread|pass|advance|obtain|get|find|identify|locate|insert|cannulate|intubate|access|visuali[sz]e|aspirate|enter)|could ?n[o ]?t (place|thread|pass|advance|obtain|get|find|be|intubate|cannulate)|cannot (place|thread|pass|advance|obtain|find|intubate)|no csf|(inadequate|patchy|failed|insufficient|no) (block|level|spinal|anesthesia|analgesia)|conver(ted|sion) to (ga|general|geta)) ');

create or replace macro mpog.is_success(clause) as
    regexp_matches(clause, ' (success|successful|successfully|succeeded|placed|obtained|secured|easily|easy|achieved|good (flow|block|level|csf|return|waveform)|worked|intubated|passed|grade (1|i|2a|2)|no complications?) ')
    and not regexp_matches(clause, ' (not|un|never|no) (be )?(success|successful|placed|obtained|secured)');

create or replace macro mpog.names_group(clause, grp) as case grp
    when 'epidural' then regexp_matches(clause, ' (epidural|cse|cle|labor epidural|le|dpe|caudal) ')
    when 'spinal' then regexp_matches(clause, ' (spinal|sab|intrathecal|subarachnoid|cse) ')
    when 'block' then regexp_matches(clause, ' (pnb|nerve block|tap|esp|ql|interscalene|femoral block|popliteal|adductor|supraclavicular|fascia iliaca|peripheral) ')
    when 'airway' then regexp_matches(clause, ' (intubation|intubate|intubat[a-z]*|ett|airway|tube) ')
    when 'technique' then regexp_matches(clause, ' (dl|vl|direct|video[a-z]*|glidescope|c mac|cmac|mcgrath|foi|fiberoptic|mac|miller|bougie|flexible|mask|ventilation|oral|nasal|blade) ')
    when 'lma' then regexp_matches(clause, ' (lma|supraglottic|laryngeal mask|sga|i gel|igel) ')
    when 'arterial' then regexp_matches(clause, ' (a line|aline|art line|arterial|arterial line) ')
    when 'central' then regexp_matches(clause, ' (cvc|central|ij|rij|lij|cordis|subclavian|central line) ')
    when 'pa' then regexp_matches(clause, ' (swan|pa catheter|pac) ')
    when 'tee' then regexp_matches(clause, ' (tee|transesophageal) ')
    else false
end;

create or replace table mpog.failures as
with clauses as (
    select said, unnest(told) as clause, generate_subscripts(told, 1) as place from mpog.procedure_words
),
weighed as (
    select
        *,
        mpog.is_failure(clause) as failed,
        mpog.is_success(clause) and not (mpog.is_failure(clause) and regexp_matches(clause, ' (placed|passed) ') and not regexp_matches(clause, ' success')) as succeeded,
        list_filter(['epidural', 'spinal', 'block', 'airway', 'technique', 'lma', 'arterial', 'central', 'pa', 'tee'], lambda grp: mpog.names_group(clause, grp)) as groups
    from clauses
),
later as (
    select *, max(case when succeeded and not failed then place end) over (partition by said) as last_success
    from weighed
)
select
    said,
    -- What a failing clause names; an empty name stands for the row itself.
    list_distinct(flatten(list(case when len(groups) = 0 then [''] else groups end))) as undone
from later
where failed and not succeeded and coalesce(last_success, 0) <= place
group by all;

create or replace macro mpog.group_of(kind) as case
    when kind in ('epidural', 'labor_epidural', 'caudal') then ['epidural']
    when kind = 'spinal' then ['spinal']
    when kind = 'combined_spinal_epidural' then ['spinal', 'epidural']
    when kind = 'peripheral_block' then ['block']
    when kind in ('intubation_routine', 'intubation_complex') then ['airway']
    when kind = 'supraglottic_airway' then ['lma']
    when kind = 'arterial_line' then ['arterial']
    when kind = 'central_line' then ['central']
    when kind = 'pa_catheter' then ['pa']
    when kind = 'tee' then ['tee']
    when kind in ('csf_drain', 'blood_patch', 'pain_new_patient') then ['']
    else ['none']
end;

-- How it was done, and where.
create or replace table mpog.procedure_ways as
with further as (
    select
        *,
        coalesce(airway in ('intubation_complex', 'intubation_routine'), false) as intubated,
        -- A flexible scope that only looked whether the tube is well placed has not placed it.
        mpog.joined(list_filter(not_aside, lambda clause: not regexp_matches(clause, ' (confirm[a-z]*|verif[a-z]*|check[a-z]*|position[a-z]*|placement (by|with|via)) '))) as scoped,
        mpog.joined(list_filter(not_aside, lambda clause: not regexp_matches(clause, ' (extubat[a-z]*|emerg(ed|ence)|end of (the )?(case|surgery|procedure)|awakened|awake and|not awake|no awake|wide awake|awake crani[a-z]*|keep awake|until awake|pacu|following commands) '))) as asleep,
        mpog.joined(list_filter(not_aside, lambda clause: not regexp_matches(clause, ' (video[a-z]*|glidescope|gvl|vl|c mac|cmac|mcgrath) .*(mac|miller) | (mac|miller)[ 0-9]*(video[a-z]*|glidescope|vl|c mac|cmac|mcgrath) '))) as bladed
    from mpog.procedure_rules
),
ways as (
    select *, list_filter([
        case when intubated and regexp_matches(head_and_done, ' (video|video ?laryngoscop[a-z]*|glidescope|glide|gvl|c mac|cmac|mcgrath|king vision|airtraq|vl|hyperangulated|d blade|storz c mac) ') then 'intubation_video' end,
        case when intubated and regexp_matches(scoped, ' (fiberoptic|fibreoptic|foi|foe|fob|flexible (scope|bronchoscop[a-z]*|intubation|laryngoscop[a-z]*|fiber[a-z]*)|flexible|bronchoscopic intubation|ambu ?scope|awake bronch[a-z]*) ')
            and not regexp_matches(words, ' (no|not|without) (a )?(fiberoptic|fibreoptic|flexible) ') then 'intubation_flexible' end,
        case when intubated and regexp_matches(asleep, ' awake ') and not regexp_matches(words, ' (no|not|without) awake ') then 'awake_intubation' end,
        case when intubated and regexp_matches(bladed, ' (direct( laryngoscop[a-z]*)?|dl|(mac|macintosh) ?[2345]|mac[2345]|miller ?[0-4]|miller[0-4]|mil ?[0-4]|macintosh|miller) ')
            and not regexp_matches(words, ' (no|not|without) (direct|dl) ') then 'intubation_direct' end,
        case when intubated and regexp_matches(head_and_done, ' (double lumen( tube| ett| endotracheal tube| endobronchial tube)?|dlt|dlett|dl ett|dl tube|left sided dlt|endobronchial tube) ')
            and not regexp_matches(words, ' (exchanged?|change|changed|swapped) (from|for) (a )?(dlt|double lumen) ') then 'double_lumen_tube' end,
        case when intubated and regexp_matches(head_and_done, ' (bronchial blocker|arndt|ez blocker|e z blocker|cohen( blocker)?|uniblocker|endobronchial blocker) ') then 'bronchial_blocker' end
    ], lambda kind: kind is not null) as ways
    from further
),
sites as (
    select
        *,
        regexp_replace(head_and_done, ' (femoral|axillary|brachial|popliteal|subclavian|carotid) (artery|vein|arterial|a line|head|neck|shaft|fracture|fx|nail|node|vessels?|line|cvc|venous) ', ' ', 'g') as nerves
    from ways
)
select said, words, ways, nerves, by_ultrasound, by_landmark,
        list_filter([
            case when regexp_matches(nerves, ' (interscalene|isb|inter scalene) ') then 'interscalene' end,
            case when regexp_matches(nerves, ' (supra ?clavicular|scb|superior trunk) ') then 'supraclavicular' end,
            case when regexp_matches(nerves, ' (infra ?clavicular|icb|costoclavicular) ') then 'infraclavicular' end,
            case when regexp_matches(nerves, ' (axillary|axb) ') then 'axillary' end,
            case when regexp_matches(nerves, ' (femoral|fnb|3 in 1) ') and not regexp_matches(nerves, ' lateral femoral ') then 'femoral' end,
            case when regexp_matches(nerves, ' (adductor|adductor canal|acb|adc) ') then 'adductor_canal' end,
            case when regexp_matches(nerves, ' saphenous ') then 'saphenous' end,
            case when regexp_matches(nerves, ' (sciatic|subgluteal) ') and not regexp_matches(nerves, ' (popliteal|pop) ') then 'sciatic' end,
            case when regexp_matches(nerves, ' (popliteal|pop block|pop sciatic) ') then 'popliteal' end,
            case when regexp_matches(nerves, ' ankle ') and not regexp_matches(nerves, ' ankle (fx|fracture|orif|surgery|fusion|scope|arthroscopy) ') then 'ankle' end,
            case when regexp_matches(nerves, ' (tap|taps|transvers(us|e) abdominis|subcostal tap) ') then 'tap' end,
            case when regexp_matches(nerves, ' (quadratus( lumborum)?|ql|qlb|ql ?[123]|tql|ql[123]) ') then 'quadratus_lumborum' end,
            case when regexp_matches(nerves, ' (para ?vertebral|pvb|tpvb) ') then 'paravertebral' end,
            case when regexp_matches(nerves, ' (erector( spinae)?|esp|espb) ') then 'erector_spinae' end,
            case when regexp_matches(nerves, ' (lumbar plexus|psoas( compartment)?|lpb) ') then 'lumbar_plexus' end,
            case when regexp_matches(nerves, ' (fascia iliaca|ficb|fib|fi block|sifi) ') then 'fascia_iliaca' end,
            case when regexp_matches(nerves, ' (pecs|pec|pecs ?(1|2|i|ii)|pectoral|pectoralis|pecs[12]|serratus|sap|sapb|interpectoral|pectoserratus) ') then 'pecs' end,
            case when regexp_matches(nerves, ' (rectus sheath|rsb|ilio ?inguinal|ilio ?hypogastric|intercostals?|ipack|i pack|spank|peng|genicular|lateral femoral|lfcn|obturator|retrobulbar|peribulbar|sub ?tenon|scalp|cervical plexus|supra ?scapular|penile|dpnb|dnb|pudendal|occipital|parasternal|pifb|ttp|ttmp|transversus thoracic|stellate( ganglion)?|sphenopalatine|bier|ivra|celiac|superior hypogastric|infraorbital|supraorbital|greater auricular|auricular|superior laryngeal|transtracheal|trigeminal|m tapa|retrolaminar|rhomboid|ganglion impar|gon) ') then 'other' end
        ], lambda site: site is not null) as nerve_sites,
        list_filter([
            case when regexp_matches(words, ' (internal jugular|ij|rij|lij|jugular|ijv) ') and not regexp_matches(words, ' external jugular ') then 'internal_jugular' end,
            case when regexp_matches(words, ' (subclavian|subclav|sc cvc|rsc|lsc|r sc|l sc) ') then 'subclavian' end,
            case when regexp_matches(words, ' (femoral|fem|rfv|lfv) ') and not regexp_matches(words, ' (femoral|fem) (art[a-z]*|a line|arterial) ') then 'femoral' end
        ], lambda site: site is not null) as vein_sites
from sites;

create or replace table mpog.procedure_kinds as
with each as (
    select u.*, w.* exclude (said), unnest(u.mains || w.ways) as kind, generate_subscripts(u.mains || w.ways, 1) as place
    from mpog.rows_understood u
    join mpog.procedure_ways w using (said)
    where len(u.mains) > 0
)
select
    e.* exclude (ways),
    s.site,
    case when len(list_intersect(f.undone, mpog.group_of(kind))) > 0
        or (list_contains(f.undone, '') and kind in ('intubation_routine', 'intubation_complex') and not list_contains(f.undone, 'technique'))
        or (list_contains(f.undone, '') and kind not in ('intubation_video', 'intubation_direct', 'intubation_flexible', 'awake_intubation', 'double_lumen_tube', 'bronchial_blocker', 'intubation_routine', 'intubation_complex'))
        then 'failure' end as outcome,
    row_number() over (partition by e.source_file, e.source_row order by place, site) as nth
from each e
left join mpog.failures f using (said),
unnest(
    case
        when kind = 'peripheral_block' and len(nerve_sites) > 0 then nerve_sites
        -- What is a nerve of its own or only the way to one of those above.
        when kind = 'peripheral_block' and regexp_matches(nerves, ' (brachial plexus|tibial|peroneal|sural|radial|ulnar|median|musculocutaneous|forearm|elbow|wrist|digital|maxillary|mandibular|airway|ring|paraspinal|ribs?) ') then ['other']
        when kind = 'central_line' and len(vein_sites) > 0 then vein_sites
        else [null::varchar]
    end
) as s (site);
