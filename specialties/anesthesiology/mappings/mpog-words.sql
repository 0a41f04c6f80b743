-- 2. The words of a case's text ------------------------------------------------------------------
--
-- Schedulers write the operation beside the history, the indication, the place, the device in the
-- patient and the plan. What is not the operation is taken out here, so that the rules of
-- mpog-texts.sql need not know of it:
--   spelled    lower case; short forms with signs written out (C/S, S/P, W/O, D&C); what divides
--              clauses a comma between blanks, what joins words a slash; no other sign
--   operative  without history, scars and wounds, what is taken out, places, plans, negations
-- A pair of parentheses holds a remark: it may qualify the operation beside it, and names one itself
-- only where nothing beside it does.

-- The words that a pattern finds, or null. The pattern is constant, so that it is read once a query.
create or replace macro mpog.hit(said, pattern) as nullif(trim(regexp_extract(said, pattern)), '');

create or replace macro mpog.spelled(said) as ' ' || trim(lower(coalesce(said, ''))
    .regexp_replace('[‘’''`´"]', '', 'g')
    .regexp_replace('\+ ?/ ?-|±', ' possible ', 'g')
    .regexp_replace('\bw ?/ ?(and )?w ?/? ?o\b|\bwith and without\b|\bwwo\b', ' ', 'g')
    .regexp_replace('\bw ?/ ?o(ut)?\b|\bwo/', ' without ', 'g')
    .regexp_replace('\b(sp|suprapubic) (tube|cath)', ' suprapubic \2', 'g')
    .regexp_replace('\bs ?/ ?p\b|\bs\.p\.|\bstatus[ -]*post\b|\bsp\b', ' sp ', 'g')
    .regexp_replace('\bh ?/ ?o\b|\bh\.o\.|\b(past )?(medical |surgical )?history( of)?\b|\bp[ms]hx?\b|\bhx( of)?\b', ' hx ', 'g')
    .regexp_replace('\bc[ /.-]?hyst[a-z]*', ' cesarean hysterectomy ', 'g')
    .regexp_replace('\bc ?[/.-] ?s(ec|ect|ection|ections|xn|xion)?\b|\bc ?sec(tion|tions|t|ts)?\b|\bcsxn\b|\bcaesar[a-z]*|\bcesar[a-z]*', ' cesarean ', 'g')
    .regexp_replace('\bd ?(&|\+|/|\band\b) ?c\b', ' dnc ', 'g')
    .regexp_replace('\bd ?(&|\+|/|\band\b) ?e\b', ' dne ', 'g')
    .regexp_replace('\bl ?(&|\+|/|\band\b) ?d\b', ' labor and delivery ', 'g')
    .regexp_replace('\bi ?(&|\+|/|\band\b) ?d\b', ' ind ', 'g')
    .regexp_replace('\bt ?(&|\+|/|\band\b) ?a\b', ' tna ', 'g')
    .regexp_replace('\bf ?/ ?u\b|\bfollow[ -]?up\b', ' followup ', 'g')
    .regexp_replace('\br ?/ ?o\b|\brule ?out\b', ' ruleout ', 'g')
    .regexp_replace('\bw ?/|\bw\b', ' with ', 'g')
    .regexp_replace('\bpre[ -]?e\b|\bpre[ -]?ecl[a-z]*|\bsipe\b', ' preeclampsia ', 'g')
    .regexp_replace('\bpost[ -]?part[a-z]*', ' postpartum ', 'g')
    .regexp_replace('\blabour\b', 'labor', 'g')
    .regexp_replace('\b(bpg|bypg|byp)\b', ' bypass ', 'g')
    .regexp_replace('\bdural (av ?f|a ?v fistula|arterio ?venous fistula|avf)\b', ' davf ', 'g')
    .regexp_replace('\b(without|no|not on|off)[ -]+(the )?(use of )?(cardio ?pulmonary |cp |heart lung )?(bypass|pump|cpb|machine)\b', ' offpump ', 'g')
    .regexp_replace('\b[0-9]+ ?(y|yr|yrs|year|years|mo|month|months|wk|week|weeks|day|days)s?[ -/]*o(ld)?\b', ' ', 'g')
    .regexp_replace('[/+&]', ' / ', 'g')
    .regexp_replace(' -|- |[–—]|[,;:|?\n\r*=@]|\.(\s|$)', ' , ', 'g')
    .regexp_replace('[^a-z0-9,/]+', ' ', 'g')) || ' ';

-- Of a text in parentheses and out of them; a pair that is not closed holds all that follows.
create or replace macro mpog.beside_parentheses(said) as regexp_replace(said, '\([^()]*\)?|\[[^\]]*\]?|\{[^}]*\}?', ' , ', 'g');
-- A remark that begins with history is history to its end: (S/P CABG, AVR).
create or replace macro mpog.in_parentheses(said) as array_to_string(list_transform(
    regexp_extract_all(said, '[(\[{]([^()\[\]{}]*)', 1),
    lambda remark: regexp_replace(mpog.spelled(remark), '\b(hx|sp|prev|previous|prior|known|after|following)\b.*$', '')
), ' , ');

create or replace macro mpog.without_history(said) as concat(said)
    .regexp_replace('\bhx ,.*$', ' ', 'g')
    .regexp_replace('[^,]* hx *( , |$)', ' \1 ', 'g')
    .regexp_replace('\bsp (trauma|damage control) (ex ?lap|lap[a-z]*|surgery|crani[a-z]*|thoracotomy)\b', ' sp ', 'g')
    -- A year belongs to something that was.
    .regexp_replace('[^,]*\b(?:in )?(?:19[6-9][0-9]|20(?:0[1-9]|[1-3][0-9]))\b(?: (?:ml|cc|g))?[^,]*', ' ', 'g')
    .regexp_replace('\b(?:hx|prev|previous|previously|prior|preexisting|pre existing|existing|known|remote|recent|chronic|ruleout|followup|risk for|at risk of|family|old (?:burn|scar|gsw|gunshot|stab|injury|trauma|fracture|fx|cva|stroke|mi|graft|incision|wound|cesarean))\b.*?( , | for | now | here |$)', ' \1 ', 'g')
    .regexp_replace('\b(?:no|not|non|without|negative for|denies|post|a) ?(?:known |acute |history of )?trauma[a-z]*', ' ', 'g')
    .regexp_replace('\b(?:trauma|burn|burns) (?:surgery )?(?:or|ors|room|rm|suite|unit|icu|bay|service|ward|floor|center|clinic|team|list)(?: ?[0-9]+)?\b', ' ', 'g');

create or replace macro mpog.operative(said) as mpog.without_history(said)
    -- What came before.
    .regexp_replace('\b(?:sp|after|following|pod ?[0-9]*|postop|post (?:cabg|avr|mvr|cardiac|heart|lung|liver|kidney|renal|transplant|crani[a-z]*|cesarean|vaginal|delivery|vats|evar|tavr|lvad|stroke|arrest|op))\b.*?( , | for | now | here |$)', ' \1 ', 'g')
    -- What may come, and what stands by.
    .regexp_replace('\b((?:va |vv |full |heart |cardiac |ct |open |emergent |emergency )?(?:cpb|ecmo|bypass|pump|perfusion|perfusionist|thoracotomy|sternotomy|crani|craniotomy|surgery|surgeon|conversion|cesarean|or|tavr|cabg)) (?:on |in )?(?:standby|stand by|backup|back up|available|if needed|prn|as needed)\b', ' ', 'g')
    .regexp_replace('\b(?:possible|possibly|poss|potential|potentially|standby for|stand by for|backup for|plan for|may need|vs|versus|awaiting|pending|pre|prior to|before|candidate for|workup for|evaluation for|eval for|bridge to|list(?:ed)? for|refuses|declined)\b.*?( , |$)', ' \1 ', 'g')
    -- Where it was, and with what in the patient.
    .regexp_replace('\b(?:in |at |to |via )?(?:the )?(?:labor and delivery|l and d|ob|cardiac|heart|cv|ct|neuro|neurosurgery|trauma|burn|burns|thoracic|vascular|stroke|hybrid|transplant|cath|ir|ep|endo|mri|maternity)(?: surgery| surgical)? (?:or|ors|room|rm|suite|unit|icu|bay|service|ward|floor|lab|clinic|center|area|bed|campus|tower|hospital|add on)(?: ?[0-9]+)?\b', ' ', 'g')
    .regexp_replace('\b(?:in|at|on|from|to) (?:the )?(?:labor and delivery|l and d)\b', ' ', 'g')
    .regexp_replace('\b(?:patient|pt|pts) (?:with|on|has|is) .*?( , |$)', ' \1 ', 'g')
    .regexp_replace('\b(?:lvad|rvad|bivad|vad|ecmo|icd|aicd|pacemaker|transplant|tx|txp|cesarean|trauma|burn) (?:patient|pt|recipient|candidate|pts)\b', ' ', 'g')
    .regexp_replace('\b(?:on|while on|with|off) (?:va |vv |v a |v v |femoral |central )?(?:ecmo|ecls|lvad support|vad support|ecmo support)\b', ' ', 'g')
    -- What is not so.
    .regexp_replace('\b(?:no|not|without|non|never|denies|negative for|declines)\b(?: a| an| any| the| for)?(?: [a-z0-9]+){1,2}', ' ', 'g')
    -- Scars, wounds and what is taken out again.
    .regexp_replace('\b(?:cabg|sternal|sternotomy|sternum|craniotomy|craniectomy|crani|thoracotomy|vats|cesarean|bypass|avr|mvr|harvest|vein harvest|saphenous|transplant|fem pop|groin|burr hole|shunt|lvad|vad|driveline|drive line|evar|cea|surgical)(?: section| flap| bypass| vein| graft)? (?:scar|scars|wound|wounds|incision|incisional|site|sites|dehiscence|infection|dressing|wire|wires|hernia|keloid|hematoma cavity|driveline|drive line|stitch|suture|staple)s?\b', ' aftercare ', 'g')
    .regexp_replace('\b(?:removal|remove|retrieval|explant[a-z]*|extraction|externalization|tap|interrogation|reprogramming)(?: of)?(?: the| an| a)?(?: [a-z0-9]+){0,2}? (?:stents?|drains?|catheters?|shunts?|wires?|hardware|plates?|pins?|screws?|coils?|filters?|ports?|tubes?|sutures?|packing|mesh|rods?|generator|battery|pacemaker|icd|aicd|line|balloon|pump|device|electrodes?|cannulas?|impella|iabp|implants?|evd|vps)\b(?: (?:catheter|tube|system|abdominal|distal|proximal))*', ' aftercare ', 'g')
    .regexp_replace('\b(?:(?:vp|va|vps|ventricular|ventriculoperitoneal|esophageal|tracheal|bronchial|biliary|ureteral|pericardial|lumbar|subdural|external|cranial|carotid|iliac|femoral|aortic|ivc|chest|sternal|peg|tunneled|dbs|vns) )*(?:stents?|drains?|catheters?|shunts?|wires?|hardware|plates?|pins?|screws?|coils?|filters?|ports?|tubes?|sutures?|packing|mesh|rods?|generator|battery|pacemaker|icd|aicd|line|balloon|pump|impella|iabp|evd|vps)(?: catheter| system)? (?:removal|retrieval|explant[a-z]*|externalization|tap|interrogation|reprogramming)\b', ' aftercare ', 'g')
    -- What was called off; where the clause says nothing else, what stands before it.
    .regexp_replace('[^,]* (?:cancel[a-z]*|postponed|rescheduled|aborted|not done|not performed|did not proceed|no show|called off|case abandoned)\b[^,]*', ' ', 'g');

create or replace table mpog.case_texts as
with given as (
    select distinct procedure_text from mpog.cases where procedure_text is not null
    union
    select distinct procedure_text from mpog.procedures where case_id is null and procedure_text is not null
),
parts as (
    select
        procedure_text,
        mpog.spelled(procedure_text) as spelled,
        mpog.spelled(mpog.beside_parentheses(procedure_text)) as beside,
        ' ' || trim(mpog.in_parentheses(procedure_text)) || ' ' as remarks
    from given
)
select
    procedure_text,
    spelled,
    -- Where its own clause names no operation, the whole was called off: CABG, CANCELLED.
    regexp_matches(spelled, '(^|,) *(the |case |procedure |surgery |operation |was )*(cancel[a-z]*|postponed|rescheduled|aborted|not done|not performed|did not proceed|no show|called off|abandoned)\b|^[^,/]* (cancel[a-z]*|postponed|not done|not performed) *$') as called_off,
    mpog.operative(beside) as beside,
    mpog.operative(beside || ', ' || remarks) as everything,
    -- How somebody was hurt is told like a history: S/P GSW, AFTER MVC.
    mpog.without_history(spelled) as present,
    remarks <> '  ' as has_remarks
from parts;
