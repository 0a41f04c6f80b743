-- From the MPOG export of resident case lists to the canonical relations.
--
-- A folder holds, for each resident, PREFIX.CaseList.csv and PREFIX.ProcedureList.csv. Import puts
-- them as they are into raw.case_list and raw.procedure_list, every column text, with `prefix`,
-- `source_file` and `source_row`. Canonical files of the same folder stand in raw.<relation>.
--
-- How to read it
--   1. what the columns say:    mpog.cases, mpog.procedures
--   2. rules for case texts:    mpog.case_rules. One column a question; within a column the first
--                               line that fits wins, so exceptions stand above what they except
--   3. what each rule means:    mpog.meanings. A rule without a fact is understood, and counts for nothing
--   4. rules for procedures:    mpog.procedure_rules
--   5. the canonical relations: mapped.*
--
-- A text is matched as words: lower case, every other sign a space, a space at both ends; ' avr '
-- is therefore the word and not a part of one.

create schema if not exists mpog;

create or replace macro mpog.words(said) as
    ' ' || trim(regexp_replace(lower(coalesce(said, '')), '[^a-z0-9]+', ' ', 'g')) || ' ';

-- MPOG writes -998 and -999 for what is missing.
create or replace macro mpog.given(said) as
    case when regexp_full_match(trim(said), '(-99[89]([.]0+)?)?') then null else trim(said) end;

create or replace macro mpog.identifier(said) as left(regexp_replace(trim(said), '[^!-~]+', '_', 'g'), 64);

-- '3', '3E', 'ASA 3', 'III E'. What cannot be read goes on as it is, so that the row is reported.
create or replace macro mpog.asa(said) as
    case regexp_extract(upper(said), '^\s*(?:ASA)?\s*(?:PS|CLASS)?\s*(VI|IV|V|III|II|I|[1-6])\s*-?\s*E?\s*$', 1)
        when 'I' then '1' when 'II' then '2' when 'III' then '3'
        when 'IV' then '4' when 'V' then '5' when 'VI' then '6'
        when '' then said
        else regexp_extract(said, '[1-6]')
    end;

create or replace macro mpog.is_emergency(emergency, asa) as
    case
        when regexp_matches(upper(asa), '[1-6IV]\s*-?\s*E\s*$') then 'true'
        when upper(emergency) in ('YES', 'Y', 'TRUE', 'T', '1', 'E', 'EMERGENCY', 'EMERGENT') then 'true'
        when upper(emergency) in ('NO', 'N', 'FALSE', 'F', '0', 'ELECTIVE') then 'false'
        else emergency
    end;

-- 1. What the columns say -----------------------------------------------------------------------

-- One row a case and resident. The text may stand in the other list only.
create or replace table mpog.cases as
with said_elsewhere as (
    select mpog_case_id, min(mpog.given(aims_actual_procedure_text)) as procedure_text
    from raw.procedure_list
    group by mpog_case_id
)
select
    l.prefix,
    mpog.identifier(l.prefix) as resident_id,
    mpog.given(l.mpog_case_id) as case_id,
    mpog.given(l.aims_scheduled_dt) as started_at,
    mpog.given(l.aims_patient_age_years) as age_years,
    mpog.asa(mpog.given(l.asa_status)) as asa,
    mpog.is_emergency(mpog.given(l.emergency), mpog.given(l.asa_status)) as emergency,
    coalesce(mpog.given(l.aims_actual_procedure_text), e.procedure_text) as procedure_text,
    mpog.given(l.anesattendings) as attendings,
    l.source_file,
    l.source_row
from raw.case_list l
left join said_elsewhere e on e.mpog_case_id = l.mpog_case_id;

-- One row of the procedure list; `case_id` is null where no case list holds the case.
create or replace table mpog.procedures as
select
    p.prefix,
    mpog.identifier(p.prefix) as resident_id,
    c.case_id,
    mpog.given(p.aims_scheduled_dt) as performed_at,
    mpog.given(p.procedurename) as named,
    mpog.words(p.procedurename) as name_words,
    mpog.words(concat_ws(' ; ', p.procedurename, p.primaryblock, p.details, p.comment)) as words,
    mpog.words(concat_ws(' ; ', p.primaryblock, p.details, p.comment)) as block_words,
    mpog.given(p.anesattendingnames) as attendings,
    p.source_file,
    p.source_row
from raw.procedure_list p
left join (select distinct case_id from mpog.cases) c on c.case_id = mpog.given(p.mpog_case_id);

-- NAME@timestamp; NAME@timestamp. The code of a name is the same in every export.
create or replace table mpog.attendings as
with cells as (
    select attendings from mpog.cases union select attendings from mpog.procedures
),
parts as (
    select attendings, unnest(string_split(attendings, ';')) as part, generate_subscripts(string_split(attendings, ';'), 1) as place
    from cells
    where attendings is not null
),
names as (
    select attendings, place, upper(trim(split_part(part, '@', 1))) as name from parts
)
select
    n.attendings,
    n.place,
    n.name,
    coalesce(f.faculty_id, 'F-' || left(md5(n.name), 10)) as faculty_id
from names n
left join (select upper(trim(name)) as name, min(trim(faculty_id)) as faculty_id from raw.faculty group by all) f using (name)
where n.name <> '';

create or replace view mpog.first_attending as
select attendings, arg_min(faculty_id, place) as faculty_id from mpog.attendings group by attendings;

-- 2. Rules for case texts -----------------------------------------------------------------------

create or replace table mpog.case_texts as
select distinct procedure_text, mpog.words(procedure_text) as words
from mpog.cases
where procedure_text is not null;

create or replace table mpog.case_rules as
select
    procedure_text,
    words,

    case
        when regexp_matches(words, ' (lvad|vad|sternal|sternotomy) (driveline|dressing|wound|wire)') then 'heart_aftercare'
        when regexp_matches(words, ' (gastric|femoral|fem|popliteal|pop|aorto[a-z]*|axillo[a-z]*|iliac|ilio[a-z]*|biliary|jejun[a-z]*|ec ic|sta mca|carotid|tibial|distal) ([a-z]+ )?bypass ')
            and not regexp_matches(words, ' (cabg|coronary|cardiopulmonary|cpb|valve|heart) ') then null
        when regexp_matches(words, ' (off pump|opcab|opcabg|midcab|minimally invasive direct coronary|beating heart|without (the use of )?(cardiopulmonary |cp )?bypass|without cpb|no (cardiopulmonary |cp )?bypass|no cpb|not on pump) ')
            and regexp_matches(words, ' (cabg|coronary|cardiac|heart|valve|opcab|opcabg|midcab|pericard[a-z]*|sternotomy|revascularization|aortic|atrial) ') then 'heart_off_pump'
        when regexp_matches(words, ' (tavr|tavi|transcatheter|mitraclip|teer|watchman|valvuloplasty|edge to edge|impella|laao|lariat|percutaneous (aortic|mitral|tricuspid|pulmonic|pulmonary|asd|pfo|vsd|atrial|valve)) ')
            or regexp_matches(words, ' (left atrial appendage|pfo|asd|pda|vsd) (device )?(closure|occlusion) .*(percutaneous|device|cath)') then 'heart_by_catheter'
        when regexp_matches(words, ' (cardiopulmonary bypass|cpb|on pump|circulatory arrest|dhca) ') then 'heart_on_pump'
        when regexp_matches(words, ' (cabg|coronary (artery )?bypass|coronary revascularization) ') then 'coronary_bypass'
        when regexp_matches(words, ' (thoracoscopic maze|mini maze|convergent|epicardial (ablation|lead[s]?|pacing)|pericardial window|pericardiectomy|pericardiocentesis|pericardiotomy|transmyocardial|ecmo|extracorporeal membrane|mediastinal (re ?exploration|washout|exploration for bleeding)|chest (washout|re ?exploration)|sternal (re ?exploration|closure)|pda ligation|ligation (of )?(pda|patent ductus)|patent ductus)') then 'heart_without_pump'
        when regexp_matches(words, ' (aortic|mitral|tricuspid|pulmonic|pulmonary|heart|cardiac) valve | (avr|mvr|tvr|pvr|mv repair|mitral (valve )?(repair|replacement)|valve sparing|double valve) ') then 'heart_valve'
        when regexp_matches(words, ' (bentall|david procedure|ross procedure|aortic root|ascending aort[a-z]*|aortic arch|arch replacement|hemiarch|hemi arch|elephant trunk|type a (aortic )?dissection) ')
            and not regexp_matches(words, ' (endovascular|tevar|stent|endograft) ') then 'aortic_root_or_arch'
        when regexp_matches(words, ' ((heart|cardiac) (and )?(lung )?transplant[a-z]*|(insertion|implant[a-z]*|placement) (of )?(lvad|rvad|bivad|vad)|(lvad|rvad|bivad) (insertion|implant[a-z]*|placement|exchange|explant[a-z]*)|ventricular assist|total artificial heart|septal myectomy|myomectomy septal|maze procedure|cox maze|maze|fontan|glenn|norwood|tetralogy|arterial switch|rastelli|(asd|vsd|av canal|avsd|tapvr|truncus) (repair|closure)|(atrial|ventricular) septal defect|(pulmonary|pulm) (thrombo)?endarterectomy|pulmonary thromboendarterectomy|atrial myxoma|cardiac (tumor|mass|myxoma)|intracardiac|lead extraction with sternotomy) ') then 'open_heart'
    end as heart,

    case
        when regexp_matches(words, ' (arteriovenous|av) (fistula|graft|access|shunt)| (avf|avg|fistulagram|fistulogram|dialysis (access|catheter)|hemodialysis|permcath|perma cath|tunneled|port a cath|portacath|mediport|hickman|broviac|picc|(brachiocephalic|radiocephalic|brachiobasilic) fistula|(basilic|cephalic) vein transposition) | port (placement|insertion|removal) ') then 'vascular_access'
        when regexp_matches(words, ' (cerebral|intracranial|brain|coronary|pulmonary (thrombo)?endarterectomy|uterine|stroke|basilar|middle cerebral|mca|carotid terminus|varicose|hemorrhoid[a-z]*) ')
            and not regexp_matches(words, ' (carotid endarterectomy|cea|aaa|abdominal aort[a-z]*) ') then null
        when regexp_matches(words, ' (evar|tevar|fevar|f evar|bevar|tcar|endograft|stent graft|endoleak|endovascular (repair|aneurysm|aortic|aaa|abdominal|thoracic|stent[a-z]*|revasc[a-z]*|treatment of (aort|iliac|aaa)[a-z]*)|atherectomy|transcarotid) | (carotid|iliac|femoral|aort[a-z]*|renal artery|mesenteric|sma|celiac|sfa|superficial femoral|popliteal|tibial|subclavian|peripheral|lower extremity|leg) ([a-z]+ )?([a-z]+ )?(stent[a-z]*|angioplasty|balloon angioplasty|endovascular|thrombolysis)|(aortogram|(lower extremity|peripheral|leg|pelvic|run ?off) ([a-z]+ )?(angiogram|angiography|arteriogram)|(stent|stenting|angioplasty) (of )?(right |left |the )?([a-z]+ )?(carotid|iliac|femoral|sfa|popliteal|tibial|subclavian|renal|mesenteric))') then 'vessel_endovascular'
        when regexp_matches(words, ' (coronary|cabg|cardiopulmonary|cpb|gastric|roux|biliary|ec ic|sta mca) ')
            and not regexp_matches(words, ' (endarterectomy|femoral|popliteal|aneurysm) ') then null
        when regexp_matches(words, ' (endarterectomy|cea|carotid body|aortobifem[a-z]*|aorto ?bi ?fem[a-z]*|aortofemoral|thoracoabdominal|aaa|(abdominal )?aort[a-z]* aneurysm|(iliac|popliteal|femoral|visceral|descending thoracic|descending aort[a-z]*|renal artery|splenic artery) ([a-z]+ )?aneurysm|pseudoaneurysm repair|aneurysmectomy|embolectomy|median arcuate|aorto ?enteric|(ivc|vena cava|caval) (thrombectomy|reconstruction|repair|resection)|(femoral|popliteal|iliac|brachial|arterial|aortic|tibial|sma|mesenteric|graft|bypass) (artery )?thrombectomy|(open )?repair (of )?([a-z]+ )?(artery|aorta|carotid)|(vascular|arterial) (repair|reconstruction|exploration)|(femoral|popliteal|iliac|brachial|carotid|renal|subclavian|axillary|tibial) artery (repair|reconstruction|exploration|bypass)|bypass (of|from) (the )?(aorta|femoral|iliac|popliteal|carotid|axillary)|portacaval|fem fem|fem pop|profundaplasty|patch angioplasty|interposition graft) | ((fem|femoral|femoro|popliteal|pop|iliac|ilio[a-z]*|aorto[a-z]*|aortic|axillo[a-z]*|axillary|tibial|tib|tibioperoneal|peroneal|pedal|carotid|subclavian|renal|mesenteric|distal|extremity|leg|sfa|fem[a-z]*|infrainguinal) ([a-z]+ ){0,4}bypass)') then 'vessel_open'
    end as vessel,

    case
        when regexp_matches(words, ' (spine|spinal|cervical|thoracic|lumbar|laminectomy|intradural extramedullary|thoracolumbar) ')
            and not regexp_matches(words, ' (craniotomy|craniectomy|burr|ventricul[a-z]*|vp shunt|suboccipital|chiari|brain|cranial|lumboperitoneal|clipping|posterior fossa) ') then null
        when regexp_matches(words, ' diagnostic (cerebral|carotid) (angio[a-z]*|arterio[a-z]*) ')
            and not regexp_matches(words, ' (embolization|coil[a-z]*|thrombectomy|stent[a-z]*) ') then 'diagnostic_angiogram'
        when regexp_matches(words, ' (aortic|aorta|iliac|renal|uterine|splenic|hepatic|pulmonary|extremity|femoral|bronchial|varicocele|gonadal|prostat[a-z]*|genicular|pelvic) ') then null
        when regexp_matches(words, ' (pipeline|flow divert[a-z]*|flow diversion|neurointervention[a-z]*|web device|coil(ing)? (of )?(the )?([a-z]+ )*aneurysm|aneurysm (coil[a-z]*|embolization)|avm embolization|embolization (of )?([a-z]+ )*(avm|aneurysm|arteriovenous malformation|meningeal|dural|intracranial|brain|cerebral)|(mma|middle meningeal artery|middle meningeal) embolization|mechanical thrombectomy|stroke thrombectomy|intracranial stent[a-z]*|wingspan) | (cerebral|intracranial|brain|basilar|mca|middle cerebral|carotid terminus|ica|neuro|stroke|acute stroke) ([a-z]+ )*(embolization|coil[a-z]*|thrombectomy|stent[a-z]*|endovascular|angioplasty) | endovascular ([a-z]+ )*(cerebral|intracranial|brain|stroke|aneurysm coil) ') then 'brain_vessel_endovascular'
        when regexp_matches(words, ' (craniotomy|craniectomy|cranio|suboccipital|pterional|clip(ping)?|bypass|resection|clip ligation) ')
            and regexp_matches(words, ' (aneurysm|avm|arteriovenous malformation|moyamoya|cavernoma|cavernous malformation|carotid cavernous|dural (av )?fistula|dural arteriovenous|ec ic|sta mca|(clipping|clip ligation) of) ')
            and not regexp_matches(words, ' (tubal|hemoclip|appendage) ')
            and not regexp_matches(words, ' (extremity|arm|leg|facial|face|lip|neck|foot|hand) ') then 'brain_vessel_open'
        when regexp_matches(words, ' (aneurysm clipping|ec ic bypass|sta mca bypass|encephaloduroarteriosynangiosis|edas) ') then 'brain_vessel_open'
        when regexp_matches(words, ' (craniotomy|craniectomy|burr hole[s]?|ventriculostomy|evd|external ventricular drain|ventricul(o|ar) ?(peritoneal|atrial|pleural)? ?shunt|ventriculoperitoneal|ventriculoatrial|vp shunt|va shunt|deep brain|dbs (lead|electrode|placement|implant[a-z]*|insertion)|transsphenoidal|trans sphenoidal|endonasal (endoscopic )?(resection|skull base|pituitary)[a-z]*|pituitary|hypophysectomy|suboccipital|chiari|posterior fossa|acoustic neuroma|vestibular schwannoma|microvascular decompression|retrosigmoid|translabyrinthine|third ventriculostomy|etv|hemispherectomy|temporal lobectomy|amygdalohippocampectomy|glioma|glioblastoma|litt|laser interstitial|callosotomy|subdural grid|seeg|stereo ?(electro)?encephalography|stereoeeg|stereotactic ([a-z]+ )?biopsy|(brain|cerebral|intracranial|intracerebral|cerebellar) ([a-z]+ )?(tumor|mass|biopsy|abscess|lesion|resection|hematoma|hemorrhage)|subdural hematoma|sdh|meningioma|craniopharyngioma|skull base|decompressive cranio[a-z]*) ') then 'brain_open'
        when regexp_matches(words, ' (craniofacial|cranioplasty|craniosynostosis|cranial vault|scalp|skull lesion|skull fracture) ') then 'skull_only'
    end as brain,

    case
        when regexp_matches(words, ' (thyroid|hemithyroid|temporal|hepatic|liver|occipital|frontal) ([a-z]+ )?(lobectomy|segmentectomy|wedge)')
            and not regexp_matches(words, ' (thoracotomy|thoracoscop[a-z]*|vats|lung|pulmonary) ') then null
        when regexp_matches(words, ' (thoracotomy|thoracoscop[a-z]*|vats|rats|pneumonectomy|(upper|lower|middle|right|left|lung|pulmonary|robotic|sleeve) lobectomy|bilobectomy|(lung|pulmonary|lobe|lingula[a-z]*) ([a-z]+ )?(wedge|resection|biopsy|segmentectomy|decortication|transplant[a-z]*|metastasectomy|volume)|lung transplant[a-z]*|decortication|pleurodesis|pleurectomy|pleural (biopsy|tent|window)|esophagectomy|esophagogastrectomy|ivor lewis|mckeown|esophageal (perforation|resection|atresia|leiomyoma)|tracheoesophageal fistula|tef repair|mediastin(al|um) (mass|tumor|cyst|resection|lymph)[a-z]*|mediastinoscopy|chamberlain|thymectomy|bullectomy|blebectomy|lung volume reduction|diaphragm(atic)? plication|tracheal resection|carinal|bronchopleural|empyema|hemothorax evacuation|thoracic (duct|sympathectomy)|coarctation|segmentectomy (of )?(right|left|upper|lower)|lobectomy lung) ')
            and not regexp_matches(words, ' (cabg|valve|maze) ') then 'chest'
        when regexp_matches(words, ' (lobectomy|wedge resection) ') and regexp_matches(words, ' (lung|pulmonary|lobe|lul|rul|lll|rll|rml|thorac[a-z]*|ebus) ') then 'chest'
    end as chest,

    case
        when regexp_matches(words, ' (cesarean|caesarean|c section) (section )?(scar )(ectopic|pregnancy)| scar ectopic ') then 'early_pregnancy'
        when regexp_matches(
            regexp_replace(words, ' (after|post|prior|previous|history of|hx of)( a)?( prior| previous)? (cesarean|caesarean|c section|csection)( section| delivery)?', ' ', 'g'),
            ' (cesarean|caesarean|c section|csection|c sec|lscs|ltcs|rltcs|pltcs|cs|c s) ') then 'cesarean'
        when regexp_matches(words, ' (vaginal (delivery|birth)|svd|nsvd|vbac|tolac|labor (analgesia|epidural|pain)|epidural for labor|(vacuum|forceps)( assisted)? (vaginal )?delivery|operative delivery|labor and delivery|breech extraction|delivery of twin[a-z]*|labour (analgesia|epidural)) ') then 'vaginal_delivery'
        when regexp_matches(words, ' (cerclage|dilation and (curettage|evacuation)|d c|d e|suction curettage|ectopic|tubal ligation|manual removal of (the )?placenta|retained placenta|external cephalic) ') then 'early_pregnancy'
    end as birth,

    case
        when regexp_matches(words, ' (placenta (accreta|increta|percreta|previa|praevia)|accreta|percreta|increta|preeclampsia|pre eclampsia|eclampsia|hellp|twins?|triplets|abruption|abruptio|high risk|peripartum cardiomyopathy|postpartum hemorrhage|pph|chorioamnionitis|cord prolapse|uterine rupture) ')
            and regexp_matches(words, ' (cesarean|caesarean|c section|csection|delivery|labor|birth|postpartum|placenta|svd|vbac) ') then 'high_risk_birth'
    end as birth_risk,

    case
        when regexp_matches(words, ' (burn (excision|debridement|graft[a-z]*|surgery|wound[s]?|dressing|escharotomy)|burns|tangential excision|escharotomy|(excision|debridement|grafting) (of |and grafting of )?([a-z]+ )?burn[s]?) ') then 'burn'
        when regexp_matches(words, ' (no|without|non|negative for) trauma ') then null
        when regexp_matches(words, ' (trauma|polytrauma|gsw|gunshot|stab wound[s]?|stabbing|penetrating|impalement|motor vehicle|mvc|mva|blast injury|crush injury|traumatic (amputation|aortic|brain|rupture|hemothorax|injury)) ') then 'injury'
    end as injury,

    case
        when regexp_matches(words, ' (ruptured|rupture of) (abdominal |thoracic |infrarenal )?(aort[a-z]*|aaa|aneurysm|iliac)| ruptured (cerebral|intracranial)? ?aneurysm | ruptured aaa | traumatic (aortic|vascular|cardiac) (rupture|injury|transection) | type a (aortic )?dissection | ruptured ectopic | (gsw|gunshot|stab wound[s]?|polytrauma|level (1|one|i) trauma|massive (hemorrhage|transfusion|bleed[a-z]*)|resuscitative thoracotomy|necrotizing (fasciitis|soft tissue)|tamponade|uterine rupture|exsanguinat[a-z]*|septic shock|penetrating (chest|abdominal|neck|cardiac)) ') then 'threat_to_life'
    end as threat,

    case when regexp_matches(words, ' (double lumen|dlt|one lung|single lung ventilation|lung isolation|bronchial blocker) ')
            and not regexp_matches(words, ' (no|without) (double lumen|one lung|lung isolation) ') then 'lung_isolation' end as lung,

    case when regexp_matches(words, ' (neuromonitoring|neuro monitoring|ssep[s]?|mep[s]?|somatosensory|motor evoked|iom|ionm|intraoperative monitoring) ')
            and not regexp_matches(words, ' (no|without) (neuromonitoring|neuro monitoring|ssep[s]?|mep[s]?) ') then 'nerve_monitoring' end as nerve,

    case when regexp_matches(words, ' (lumbar drain|csf drain|spinal drain) ')
            and not regexp_matches(words, ' (no|without|removal of) (lumbar|csf|spinal) drain ') then 'csf_drain' end as drain,

    -- Surgery that is understood and belongs to none of the questions above.
    case when regexp_matches(words, ' (lap|laparoscopic|laparoscopy|laparotomy|robotic|robot|arthroplasty|arthroscop[a-z]*|fracture|orif|fixation|fusion|laminectomy|discectomy|decompression|repair|reconstruction|excision|resection|biopsy|amputation|debridement|irrigation|incision|drainage|endoscop[a-z]*|egd|ercp|colonoscopy|bronchoscopy|ebus|cystoscopy|ureteroscopy|turp|turbt|lithotripsy|stent|nephrectomy|prostatectomy|cystectomy|hysterectomy|hysteroscopy|oophorectomy|salpingectomy|myomectomy|mastectomy|lumpectomy|thyroidectomy|parathyroidectomy|tonsillectomy|adenoidectomy|adenotonsillectomy|myringotomy|tympano[a-z]*|septoplasty|rhinoplasty|fess|sinus|laryngoscopy|tracheostomy|neck dissection|glossectomy|parotidectomy|cataract|phaco[a-z]*|vitrectomy|strabismus|trabeculectomy|retina[a-z]*|eye|dental|tooth|teeth|cleft|hernia[a-z]*|herniorrhaphy|cholecystectomy|append[a-z]*|colectomy|hemicolectomy|colostomy|ileostomy|bowel|gastrectomy|gastric|fundoplication|whipple|pancreat[a-z]*|splenectomy|hepatectomy|liver|kidney|transplant[a-z]*|graft|flap|skin|wound|knee|hip|shoulder|ankle|foot|hand|wrist|elbow|femur|tibia|carpal|trigger|tendon|acl|rotator|bunion[a-z]*|spine|spinal|scoliosis|kypho[a-z]*|ablation|cardioversion|pacemaker|icd|electrophysiology|cath[a-z]*|mri|ct|imaging|radiation|ect|electroconvulsive|circumcision|orchi[a-z]*|hydrocele|hypospadias|pyloromyotomy|vasectomy|varicocele|sling|colpo[a-z]*|leep|conization|exam under anesthesia|eua|removal|implant[a-z]*|injection|block|embolization|angiogram|angiography|ivc filter|vein|varicose|thyroid|breast|abdominoplasty|liposuction|augmentation|mammoplasty|panniculectomy|revision|closure|manipulation|hardware|osteotomy|lengthening|bariatric|sleeve|hemorrhoid[a-z]*|fistula|fissure|anal|rectal|prolapse|nissen|heller|mandib[a-z]*|maxill[a-z]*|zygoma|orbital|foreign body|line placement|bone marrow|lymph node|node|tumor|mass|cyst|abscess|lipoma|aicd|generator change|bka|aka|esophagogastroduodenoscopy|chest tube|pump|dilation|thrombectomy|radiosurgery|nephrolithotomy|pcnl) ') then 'other_surgery' end as other
from mpog.case_texts;

-- 3. What each rule means -----------------------------------------------------------------------

create or replace view mpog.meanings as
select * from (values
    ('heart_off_pump',            'category', 'cardiac_without_bypass'),
    ('heart_by_catheter',         'category', 'cardiac_without_bypass'),
    ('heart_without_pump',        'category', 'cardiac_without_bypass'),
    ('heart_on_pump',             'category', 'cardiac_bypass'),
    ('coronary_bypass',           'category', 'cardiac_bypass'),
    ('heart_valve',               'category', 'cardiac_bypass'),
    ('aortic_root_or_arch',       'category', 'cardiac_bypass'),
    ('open_heart',                'category', 'cardiac_bypass'),
    ('heart_aftercare',           null,       null),
    ('vessel_endovascular',       'category', 'major_vessel_endovascular'),
    ('vessel_open',               'category', 'major_vessel_open'),
    ('vascular_access',           null,       null),
    ('brain_vessel_endovascular', 'category', 'intracranial_endovascular'),
    ('brain_vessel_open',         'category', 'intracranial_vascular_open'),
    ('brain_open',                'category', 'intracranial_nonvascular_open'),
    ('diagnostic_angiogram',      null,       null),
    ('skull_only',                null,       null),
    ('chest',                     'category', 'intrathoracic'),
    ('cesarean',                  'category', 'cesarean'),
    ('vaginal_delivery',          'category', 'vaginal_delivery'),
    ('early_pregnancy',           null,       null),
    ('high_risk_birth',           'high_risk_obstetric', null),
    ('burn',                      'category', 'burn'),
    ('injury',                    'category', 'trauma'),
    ('threat_to_life',            'life_threatening', null),
    ('lung_isolation',            'one_lung_ventilation', null),
    ('nerve_monitoring',          'neuromonitoring', null),
    ('csf_drain',                 'csf_drain', null),
    ('other_surgery',             null,       null)
) as meaning (rule, fact, text);

create or replace view mpog.rules_of_texts as
select procedure_text, unnest(list_filter(
    [heart, vessel, brain, chest, birth, birth_risk, injury, threat, lung, nerve, drain, other],
    lambda rule: rule is not null
)) as rule
from mpog.case_rules;

-- 4. Rules for procedures -----------------------------------------------------------------------

-- `kinds`: everything that one row of the list was; `sites`: the nerves of a block or the vein of a line.
create or replace table mpog.procedure_rules as
select
    *,
    case
        when regexp_matches(words, ' (cse|combined spinal epidural|spinal epidural combined) ')
            and not regexp_matches(words, ' (no|not|without) (a )?(cse|combined) ') then 'combined_spinal_epidural'
        when regexp_matches(name_words, ' blood patch ') then 'blood_patch'
        when regexp_matches(name_words, ' (lumbar|csf|spinal) drain ') then 'csf_drain'
        when regexp_matches(name_words, ' labor epidural ')
            or (regexp_matches(name_words, ' epidural ') and regexp_matches(words, ' (labor|labour) ')) then 'labor_epidural'
        when regexp_matches(name_words, ' (caudal) ')
            or (regexp_matches(name_words, ' (epidural|peripheral nerve block|nerve block) ') and regexp_matches(block_words, ' caudal ')) then 'caudal'
        when regexp_matches(name_words, ' epidural ') then 'epidural'
        when regexp_matches(name_words, ' (spinal|subarachnoid block|intrathecal) ') then 'spinal'
        when regexp_matches(name_words, ' (peripheral nerve block|nerve block|pnb|plane block|regional block|peripheral nerve catheter) ') then 'peripheral_block'
        when regexp_matches(name_words, ' intubation complex | complex intubation ') then 'intubation_complex'
        when regexp_matches(name_words, ' (intubation|endotracheal|ett) ') then 'intubation_routine'
        when regexp_matches(name_words, ' (lma|laryngeal mask|supraglottic|sga|i gel|igel) ') then 'supraglottic_airway'
        when regexp_matches(name_words, ' (arterial line|a line|art line|arterial catheter|arterial cannulation) ') then 'arterial_line'
        when regexp_matches(name_words, ' (pa catheter|pulmonary artery catheter|pac|swan( ganz)?) ') then 'pa_catheter'
        when regexp_matches(name_words, ' (central line|central venous|cvc|cvl|central access|introducer|mac line) ') then 'central_line'
        when regexp_matches(name_words, ' (tee|transesophageal|transoesophageal) ') then 'tee'
        when regexp_matches(name_words, ' pain (consult[a-z]*|evaluation|new patient|new)| new pain ') then 'pain_new_patient'
    end as main,
    regexp_matches(words, ' (ultrasound|us guided|us guidance|usg|sonograph[a-z]*|u s guided) ')
        and not regexp_matches(words, ' (no|without|not) (the use of )?(ultrasound|us|usg) ') as by_ultrasound,
    regexp_matches(words, ' (no ultrasound|without ultrasound|without us|landmark|landmarks|nerve stimulator only|blind) ') as by_landmark
from mpog.procedures;

create or replace table mpog.procedure_kinds as
with further as (
    select
        *,
        main in ('intubation_complex', 'intubation_routine') as airway,
        regexp_matches(words, ' (no|not|without|avoid[a-z]*) (a )?(video|glidescope|fiberoptic|flexible|awake|double lumen|bronchial blocker) ') as negated
    from mpog.procedure_rules
    where main is not null
),
kinds as (
    select *, list_filter([
        main,
        case when airway and regexp_matches(words, ' (video|videolaryngoscop[a-z]*|glidescope|c mac|cmac|mcgrath|king vision|airtraq|vl) ')
            and not regexp_matches(words, ' (no|not|without) (a )?(video|videolaryngoscop[a-z]*|glidescope|c mac|cmac|mcgrath|vl) ') then 'intubation_video' end,
        case when airway and regexp_matches(words, ' (fiberoptic|fibreoptic|foi|flexible (scope|bronchoscop[a-z]*|intubation|laryngoscop[a-z]*)|flexible|bronchoscopic intubation) ')
            and not regexp_matches(words, ' (no|not|without) (a )?(fiberoptic|fibreoptic|flexible) ')
            and not regexp_matches(words, ' (position|placement) (was )?(confirmed|verified|checked) (by|with) (flexible|fiberoptic|fibreoptic) ') then 'intubation_flexible' end,
        case when airway and regexp_matches(words, ' awake ') and not regexp_matches(words, ' (no|not|without) awake ') then 'awake_intubation' end,
        case when airway and regexp_matches(words, ' (direct|direct laryngoscopy|dl|mac (2|3|4)|miller (0|1|2|3|4)|macintosh) ')
            and not regexp_matches(words, ' (no|not|without) (direct|dl) ') then 'intubation_direct' end,
        case when airway and regexp_matches(words, ' (double lumen|dlt|dlett|dl ett) ')
            and not regexp_matches(words, ' (no|not|without) (a )?(double lumen|dlt) ') then 'double_lumen_tube' end,
        case when airway and regexp_matches(words, ' (bronchial blocker|arndt|ez blocker|cohen blocker|uniblocker) ')
            and not regexp_matches(words, ' (no|not|without) (a )?bronchial blocker ') then 'bronchial_blocker' end
    ], lambda kind: kind is not null) as kinds
    from further
),
sites as (
    select *, case
        when main = 'peripheral_block' then list_filter([
            case when regexp_matches(block_words, ' interscalene ') then 'interscalene' end,
            case when regexp_matches(block_words, ' (supraclavicular|superior trunk) ') then 'supraclavicular' end,
            case when regexp_matches(block_words, ' infraclavicular ') then 'infraclavicular' end,
            case when regexp_matches(block_words, ' axillary ') then 'axillary' end,
            case when regexp_matches(block_words, ' femoral ') and not regexp_matches(block_words, ' lateral femoral ') then 'femoral' end,
            case when regexp_matches(block_words, ' (adductor|adductor canal|acb) ') then 'adductor_canal' end,
            case when regexp_matches(block_words, ' saphenous ') then 'saphenous' end,
            case when regexp_matches(block_words, ' sciatic ') and not regexp_matches(block_words, ' (popliteal sciatic|sciatic popliteal|popliteal) ') then 'sciatic' end,
            case when regexp_matches(block_words, ' popliteal ') then 'popliteal' end,
            case when regexp_matches(block_words, ' ankle ') then 'ankle' end,
            case when regexp_matches(block_words, ' (tap|transversus abdominis|transverse abdominis) ') then 'tap' end,
            case when regexp_matches(block_words, ' (quadratus lumborum|ql|ql1|ql2|ql3) ') then 'quadratus_lumborum' end,
            case when regexp_matches(block_words, ' (paravertebral|pvb) ') then 'paravertebral' end,
            case when regexp_matches(block_words, ' (erector spinae|esp|espb) ') then 'erector_spinae' end,
            case when regexp_matches(block_words, ' (lumbar plexus|psoas compartment) ') then 'lumbar_plexus' end,
            case when regexp_matches(block_words, ' (fascia iliaca|ficb) ') then 'fascia_iliaca' end,
            case when regexp_matches(block_words, ' (pecs|pec|pectoral|pectoralis|pecs1|pecs2|serratus) ') then 'pecs' end,
            case when regexp_matches(block_words, ' (rectus sheath|ilioinguinal|iliohypogastric|intercostal|ipack|peng|genicular|lateral femoral|obturator|retrobulbar|peribulbar|scalp|cervical plexus|suprascapular|penile|pudendal|wrist|digital|median nerve|ulnar nerve|radial nerve|occipital|parasternal|transversus thoracic) ') then 'other' end
        ], lambda site: site is not null)
        when main = 'central_line' then list_filter([
            case when regexp_matches(words, ' (internal jugular|ij|rij|lij|jugular) ') then 'internal_jugular' end,
            case when regexp_matches(words, ' subclavian ') then 'subclavian' end,
            case when regexp_matches(words, ' femoral ') then 'femoral' end
        ], lambda site: site is not null)
        else []::varchar[]
    end as sites
    from kinds
)
select
    k.* exclude (kinds, sites),
    kind,
    site,
    row_number() over (partition by source_file, source_row order by place, site) as nth
from (
    select *, unnest(kinds) as kind, generate_subscripts(kinds, 1) as place,
        case when len(sites) = 0 then [null::varchar] else sites end as places
    from sites
) k, unnest(k.places) as s (site);

-- 5. The canonical relations ---------------------------------------------------------------------

-- Without a program.csv: named after the folder, covering days up to the last one in the lists.
create or replace view mapped.program as
select name, specialty, time_zone, data_to, training_months, source_file, source_row from raw.program
union all
select
    getvariable('source_name'), 'anesthesiology', null,
    (select max(left(day, 10)) from (
        select started_at as day from mpog.cases union all select performed_at from mpog.procedures
    ) where try_cast(left(day, 10) as date) is not null and regexp_matches(day, '^(19|20|21)[0-9]{2}-')),
    '36', 'folder', null
where not exists (select 1 from raw.program);

-- Without a residents.csv: the prefixes, training dates unknown.
create or replace view mapped.residents as
select * from raw.residents
union all by name
select distinct on (resident_id)
    resident_id, prefix as name, 'current' as status, source_file, null::bigint as source_row
from (
    select resident_id, prefix, source_file from mpog.cases
    union all
    select resident_id, prefix, source_file from mpog.procedures
)
where not exists (select 1 from raw.residents)
order by all;

create or replace view mapped.faculty as
select * from raw.faculty
union all by name
select distinct faculty_id, name, 'attendings' as source_file, null::bigint as source_row
from mpog.attendings
where faculty_id not in (select trim(faculty_id) from raw.faculty where faculty_id is not null);

-- A case of two residents stands in two lists, and is one case where the lists agree.
create or replace view mapped.cases as
select * from raw.cases
union all by name
select
    case_id, started_at, age_years, asa, emergency, procedure_text,
    arg_min(source_file, (source_file, source_row)) as source_file,
    arg_min(source_row, (source_file, source_row)) as source_row
from mpog.cases
group by case_id, started_at, age_years, asa, emergency, procedure_text;

create or replace view mapped.case_staff as
select * from raw.case_staff
union all by name
select c.case_id, c.resident_id, 'primary' as role, a.faculty_id as attending_id, c.source_file, c.source_row
from mpog.cases c
left join mpog.first_attending a using (attendings);

create or replace view mapped.case_facts as
select * from raw.case_facts
union all by name
select distinct on (c.case_id, m.fact, m.text)
    c.case_id, m.fact, m.text, m.rule, c.source_file, c.source_row
from mpog.cases c
join mpog.rules_of_texts r using (procedure_text)
join mpog.meanings m using (rule)
where m.fact is not null
union all by name
select distinct on (p.case_id, t.text)
    p.case_id, 'technique' as fact, t.text, 'procedure_' || p.kind as rule, p.source_file, p.source_row
from mpog.procedure_kinds p
join (values
    ('intubation_routine', 'general'), ('intubation_complex', 'general'), ('supraglottic_airway', 'general'),
    ('spinal', 'spinal'), ('epidural', 'epidural'), ('labor_epidural', 'epidural'), ('caudal', 'caudal'),
    ('combined_spinal_epidural', 'combined_spinal_epidural'), ('peripheral_block', 'peripheral_block')
) as t (kind, text) using (kind)
where p.case_id is not null
union all by name
select distinct on (p.case_id)
    p.case_id, 'one_lung_ventilation' as fact, null::varchar as text, 'procedure_' || p.kind as rule, p.source_file, p.source_row
from mpog.procedure_kinds p
where p.case_id is not null and p.kind in ('double_lumen_tube', 'bronchial_blocker')
order by all;

create or replace view mapped.procedures as
select * from raw.procedures
union all by name
select
    left(resident_id, 40) || '.' || source_row || '.' || nth as procedure_id,
    case_id,
    resident_id,
    kind,
    coalesce(site, case when kind = 'peripheral_block' then 'other' end) as site,
    performed_at,
    case when by_ultrasound then 'true' when by_landmark then 'false' end as ultrasound,
    case when regexp_matches(words, ' (failed|unsuccessful|abandoned|aborted|unable to place) ')
        and not regexp_matches(words, ' (no failed|not failed|after failed|failed (lma|mask|direct|dl|video|first)|previous(ly)? failed) ') then 'failure' end as outcome,
    nullif(regexp_extract(words, ' ([1-9]) attempts? ', 1), '') as attempts,
    'procedure_' || kind as rule,
    source_file,
    source_row
from mpog.procedure_kinds;

-- Rows that no rule understood.
create or replace view mapped.import_notes as
select
    source_file, source_row, 'cases' as relation, 'not understood' as kind,
    'no rule understood the procedure text' as reason,
    'no rule understood the procedure text: found "' || left(procedure_text, 100) || '"; no category counts it' as note
from mpog.cases
where procedure_text is not null and procedure_text not in (select procedure_text from mpog.rules_of_texts)
union all
select
    source_file, source_row, 'cases', 'missing value',
    'the procedure text is missing',
    'the procedure text is missing; no category counts the case'
from mpog.cases
where procedure_text is null
union all
select
    source_file, source_row, 'procedures', 'not understood',
    'no rule understood the procedure name',
    'no rule understood the procedure name: found "' || coalesce(left(named, 100), '') || '"; it is counted nowhere'
from mpog.procedure_rules
where main is null
union all
select
    source_file, source_row, 'procedures', 'not understood',
    'no rule understood the site of the block',
    'no rule understood the site of the block: found "' || left(trim(block_words), 100) || '"; it counts as a block of another site'
from mpog.procedure_kinds
where main = 'peripheral_block' and kind = main and site is null;

-- 6. What the lists can say ----------------------------------------------------------------------

-- From their first day to their last: cases and the facts of their texts of whoever has a case list, procedures of
-- whoever has a procedure list, and of their outcomes failures only, for nobody writes down that all went well. What no
-- list carries, as blood or an arrest, is not named here and so is not recorded.
create or replace view mapped.coverage as
with carried_facts as (
    select distinct fact from mpog.meanings where fact is not null
    union select unnest(['technique', 'one_lung_ventilation'])
),
carried_kinds as (
    select unnest([
        'arterial_line', 'central_line', 'pa_catheter', 'tee', 'intubation_routine', 'intubation_complex',
        'intubation_direct', 'intubation_video', 'intubation_flexible', 'awake_intubation', 'double_lumen_tube',
        'bronchial_blocker', 'supraglottic_airway', 'spinal', 'epidural', 'combined_spinal_epidural', 'labor_epidural',
        'caudal', 'csf_drain', 'peripheral_block', 'blood_patch'
    ]) as kind
),
days as (
    select min(day) as from_on, max(day) as to_on
    from (
        select try_cast(left(trim(aims_scheduled_dt), 10) as date) as day from raw.case_list
        union all
        select try_cast(left(trim(aims_scheduled_dt), 10) as date) from raw.procedure_list
    )
    where day between date '1990-01-01' and current_date
),
people as (
    select distinct mpog.identifier(prefix) as resident_id from raw.case_list
    union select distinct mpog.identifier(prefix) from raw.procedure_list
),
listed as (
    select resident_id,
        resident_id in (select mpog.identifier(prefix) from raw.case_list) as has_cases,
        resident_id in (select mpog.identifier(prefix) from raw.procedure_list) as has_procedures
    from people
)
select fact, kind, resident_id, site, from_on, to_on, says, source_file, source_row from raw.coverage
union all
select 'case', null, resident_id, null, from_on, to_on,
    case when has_cases then 'recorded' else 'not recorded' end, 'lists', null
from listed, days
union all
select fact, null, null, null, from_on, to_on, 'recorded', 'lists', null from carried_facts, days
union all
select null, kind, resident_id, null, from_on, to_on,
    case when has_procedures then 'failures only' else 'not recorded' end, 'lists', null
from carried_kinds, listed, days
where not exists (select 1 from raw.procedures);
