-- 3. What a case's text gives ---------------------------------------------------------------------
--
--   mpog.readings   a text, and once more with its remarks in parentheses
--   mpog.signs      one column a sign: the words that a pattern found, or null. A sign named `…_sign` is a
--                   diagnosis, a device or a way in: it says where, and not that anything was done there
--   mpog.decisions  a list for each text: which rules the signs make, each with the words it rests on
--   mpog.meanings   what a rule gives. A rule without a fact is understood, and counts for nothing

create or replace table mpog.readings as
with both_ways as (
    select procedure_text, spelled, called_off, present, everything, 1 as reading, beside as said from mpog.case_texts
    union all
    select procedure_text, spelled, called_off, present, everything, 2, everything from mpog.case_texts where has_remarks
)
select
    procedure_text, called_off, reading,
    ' ' || trim(regexp_replace(said, '[ ,/]+', ' ', 'g')) || ' ' as op,
    ' ' || trim(regexp_replace(everything, '[ ,/]+', ' ', 'g')) || ' ' as whole,
    ' ' || trim(regexp_replace(present, '[ ,/]+', ' ', 'g')) || ' ' as present,
    ' ' || trim(regexp_replace(spelled, '[ ,/]+', ' ', 'g')) || ' ' as spelled
from both_ways;

create or replace table mpog.signs as
select
    procedure_text, called_off, reading, op, spelled,

    -- The heart.
    mpog.hit(op, '\b(cabgs?|cab x ?[1-6]|(coronary|aorto ?coronary) (artery )?bypass|bypass x ?[2-6]|bypass( graft)? coronary|coronary (artery )?revasculari[sz]ation)\b') as coronary,
    mpog.hit(op, '\b(avr|mvr|tvr|davr|sutureless avr|mvrepair|(av|mv|tv|pv|mitral|tricuspid|aortic valve|mitral valve|tricuspid valve|pulmonic valve|pulmonary valve|valve) (repair|replacement|replace|rpr|rplcmt|rep|annuloplasty|ring|sparing)|(repair|replacement|replace|annuloplasty|reoperation|redo)( of)?( the)? (aortic|mitral|tricuspid|pulmonic|pulmonary|heart|cardiac|double|triple)( valves?)?|(double|triple) valve|mitral annuloplasty|valve excision|paravalvular (leak|abscess) repair)\b') as valve,
    mpog.hit(op, '\bpvr\b') as pvr,
    mpog.hit(op, '\b(aortic|mitral|tricuspid|pulmonic|pulmonary|heart|cardiac|prosthetic) valves?\b|\bopen heart\b|\bheart surgery\b|\bcardiac surgery\b') as valve_sign,
    mpog.hit(spelled, '\b(hernia|ventral|mesh|abdominal wall|retina[a-z]*|vitre[a-z]*|ppv|silicone oil|scleral|eye|membrane peel[a-z]*|endolaser|rhegmat[a-z]*|rd repair|bladder|void[a-z]*|urodynamic[a-z]*|cysto[a-z]*|residual|tractional|od|os|ou)\b') as not_a_valve,
    mpog.hit(op, '\b(bentall|button bentall|david|yacoub|ross procedure|ross|konno|(aortic )?root (replacement|repair|enlargement)|aortic root|(asc|ascending|ascend) (and arch )?(thoracic )?aort[a-z]*|aortic arch|arch (replacement|repair|reconstruction|debranching)|(total|zone [0-3]) arch|hemi ?arch|elephant trunk|frozen elephant|(acute )?type a (aortic )?(diss[a-z]*|repair)|acute type a|(aortic )?dissection type a|ataad|vsrr|acute aortic dissection|supracoronary)\b') as root,
    mpog.hit(op, '\b(ohtx?|(orthotopic )?(heart|cardiac)( lung| kidney| liver)? (transplant[a-z]*|txp?|tp)|heart and lung transplant[a-z]*|transplant heart)\b') as heart_transplant,
    mpog.hit(op, '\b((lvad|rvad|bivad|vad|hm ?3|hm ?ii|heart ?mate( 3| ii| iii| 2)?|hvad|heartware|centrimag|protek duo)( [a-z0-9]+)? (insertion|insert|implant[a-z]*|placement|place|exchange|explant[a-z]*|upgrade)|(insertion|implant[a-z]*|placement|exchange|explant[a-z]*)( of)?( [a-z0-9]+)? (lvad|rvad|bivad|vad|ventricular assist)|total artificial heart|syncardia|ventricular assist( device)?( insertion| implant[a-z]*| placement)?)\b') as assist,
    mpog.hit(op, '\b(lvad|rvad|bivad|hm ?3|heart ?mate|hvad)\b') as assist_sign,
    mpog.hit(op, '\b(fontan|glenn|bdg|hemi ?fontan|norwood|damus|dks|stansel|tetralogy|tof (repair|correction)|(repair|correction)( of)? tof|tof|arterial switch|aso|jatene|senning|mustard|rastelli|nikaidoh|(asd|vsd|avsd|av canal|avc|cavc|tapvr|papvr|tapvc|truncus|sinus venosus|septal defect|ap window|dorv|subaortic membrane|subaortic stenosis|alcapa|cor triatriatum|ebstein[a-z]*|interrupted (aortic )?arch|iaa)( [a-z]+)? (repair|closure|patch|correction|resection)|(repair|closure|patch closure|resection)( of)? (asd|vsd|avsd|av canal|cavc|tapvr|papvr|truncus|subaortic membrane|ebstein[a-z]*|(atrial|ventricular) septal defect)|(atrial|ventricular|atrioventricular) septal defect|warden|cone (procedure|repair)|sano|rv ?(to )?pa conduit|(rvot|conduit) (reconstruction|replacement|change|repair|patch|exchange|revision)|(septal )?myectomy|myomectomy septal|morrow|cox maze|maze|(lv|left ventricular|ventricular) aneurysm[a-z]*|dor procedure|aneurysmectomy left ventric[a-z]*|unifocalization|kawashima|anomalous pulmonary ven[a-z]*( return| connection| drainage)?|cavo ?pulmonary|tcpc|transposition( of)?( the)? great arter[a-z]*|double outlet right|aorto ?pulmonary window|(atrial|la|ra|cardiac|heart) (myxoma|mass|tumor|thrombus|thrombectomy)( resection| excision| removal)?|myxoma|intracardiac|(pulmonary|pulm) (thrombo ?)?endarterectomy|(pulmonary|pulm) thrombo ?endarterectomy|pte|(open |surgical )(pulmonary|pulm) (thrombo)?embolectomy|pulmonary embolectomy|trendelenburg procedure|mediastinal mass with cpb)\b') as open_heart,
    mpog.hit(op, '\b(cardiopulmonary bypass|cp bypass|cpb|on pump|(circ|circulatory) arrest|dhca|hca)\b') as pump_on,
    mpog.hit(whole, '\b(offpump|opcab[a-z]*|midcab|tecab|beating heart|minimally invasive direct coronary)\b') as pump_off,
    mpog.hit(op, '\b(tavr|tavi|tmvr|ttvr|tpvr|tpv|tmvi|valve in valve|viv|valve in ring|sapien|core ?valve|evolut|melody valve|melody|harmony valve|mitra ?clip|tri ?clip|(mitral|tricuspid) (valve )?clip|pascal|teer|edge to edge|watchman|amulet|laao|laac|laa (closure|occlusion|occluder|device)|left atrial appendage (closure|occlusion)|lariat|impella|(balloon |aortic |mitral |pulmonary |pulmonic |bav )+(balloon )?valvuloplasty|bav|balloon valvotomy|alcohol septal ablation|balloon atrial septostomy|bas|(atrial|balloon) septostomy|paravalvular leak (closure|plug|device)|pvl closure)\b') as by_catheter,
    mpog.hit(op, '\b(transcatheter|transcath|percutaneous|perc|percut|transfemoral|transapical|device|amplatzer|occluder|catheter|cath|cardioform|coil)\b') as catheter,
    mpog.hit(op, '\b((aortic|mitral|tricuspid|pulmonic|pulmonary) valve|valve (replacement|repair|implant[a-z]*)|(aortic|mitral|tricuspid) (repair|replacement)|asd|pfo|pda|vsd|(atrial|ventricular) septal( defect)?|foramen ovale|ductus|laa|appendage|fenestration closure|fontan fenestration)\b') as catheter_heart,
    mpog.hit(op, '\b(thoracoscopic maze|mini ?maze|convergent (procedure|ablation|maze|hybrid|epicardial)|(hybrid|epicardial) (convergent|ablation)|epicardial (lead|leads|pacing|pacemaker|pacer)|subxiphoid (pericardial )?window|peri ?cardial (window|drain|drainage|effusion drainage)|pericardial effusion|pericardi(ectomy|ocentesis|otomy|ostomy)|(drainage|evacuation)( of)? (pericardial|tamponade|hemopericardium)[a-z ]*|transmyocardial|tmr|mediastinal (re ?exploration|exploration|washout|wash out)|(re ?exploration|exploration|washout|wash out)( of)?( the)? (mediastinum|chest|sternum)|(chest|sternal|sternum) (washout|wash out|re ?exploration|exploration|closure)|delayed (sternal|chest) closure|open chest|lead extraction|laser lead|extraction( of)?( [a-z]+){0,2} leads?|pda (ligation|clip|clipping|division)|(ligation|clipping|division)( of)?( the)? (pda|patent ductus|ductus)|patent ductus|(pa|pulmonary artery|pulm artery) band[a-z]*|(modified |m ?|left |right )?(bts?|btt|blalock)( taussig)?( thomas)? shunt|central shunt|(cardiac|heart|ventric[a-z]*|myocardial|atrial) (laceration|injury|rupture|repair|wound)( repair)?|cardiorrhaphy|(laa|left atrial appendage) (clip|ligation|exclusion)|atri ?clip)\b') as heart_closed,
    mpog.hit(op, '\b((va|v a|vv|v v|vav|central|peripheral|femoral|eccmo|e)? ?(ecmo|ecls|ecpr)( [a-z]+)? (cannulation|cannula|initiation|placement|insertion|deployment|decannulation|conversion|cannulate|start|circuit)|(cannulation|decannulation|initiation|placement|insertion|initiate|cannulate|place)( for| of| onto| to)?( va| vv)? (ecmo|ecls)|extracorporeal membrane[a-z ]*)\b') as ecmo,
    mpog.hit(op, '\b(ecmo|ecls|ecpr)\b') as ecmo_sign,

    -- Vessels.
    mpog.hit(op, '\b(avf|avg|av (fistula|graft|access|shunt)|a v (fistula|graft)|arterio ?venous (fistula|graft|access)|fistul[ao]gram|dialysis|hemodialysis|hd (access|catheter)|perm ?a? ?cath|tdc|quinton|(brachio|radio)(cephalic|basilic)|(basilic|cephalic) vein (transposition|superficialization)|bvt|hero graft|declot|fistula (creation|revision|ligation|banding|elevation)|(arm|upper arm|forearm) fistula|port ?a? ?cath|medi ?port|hickman|broviac|picc|tunneled|port (placement|insertion))\b') as access,
    mpog.hit(op, '\b(cerebral|intra ?cranial|brain|mca|aca|pca|m1|m2|a1|p1|acomm?|pcomm?|basilar|vertebrobasilar|ica terminus|carotid (terminus|t)|stroke|cva|lvo|pica|sah|mma|middle meningeal|cavernous|ophthalmic|pericallosal|moya ?moya|intracerebral|vein of galen|neuro ?ir|neuro ?angio[a-z]*|neuro ?interventional|neuroendovascular|anterior communicating|posterior communicating)\b') as head_vessel,
    mpog.hit(op, '\b(evar|tevar|fevar|f evar|bevar|pevar|chevar|f bevar|fbevar|z?fen|tambe|tcar|trans ?carotid|endo ?graft|stent ?graft|endo ?leak|endo (aaa|taaa|aort[a-z]*|aneurysm)|iliac branch|ibe|endoanchors?|atherectomy|endovascular ([a-z0-9]+ ){0,4}(aort[a-z]*|aaa|taaa|aneurysms?|iliac|femoral|popliteal|carotid|subclavian|mesenteric|renal|dissection|revasculari[sz]ation|stent[a-z]*|limb|leg|extremity)|endovascular repair|eva repair|thoracic endovascular|(aaa|taaa|aneurysm|aort[a-z]*) ([a-z]+ ){0,2}(endovascular|stent[a-z]*))\b') as endograft,
    mpog.hit(replace(op, 'patch angioplasty', ''), '\b(carotid|ica|cca|iliac|cia|eia|femoral|fem|cfa|sfa|aort[a-z]*|aorto ?iliac|renal( artery)?|mesenteric|sma|celiac|popliteal|pop|tibial|at|pt|peroneal|subclavian|innominate|brachiocephalic|axillary|brachial|vertebral|pulmonary artery|pa branch|peripheral|lower extremity|upper extremity|extremity|le|lle|rle|ble|lue|rue|leg|legs|limb|ivc|svc|vena cava|may thurner|transcatheter|arterial|artery|graft|bypass graft|fem pop|venous|vein) ([a-z0-9]+ ){0,3}(stent[a-z]*|angioplasty|pta|balloon|endovascular|thrombolysis|lysis|dcb|recanali[sz]ation|ivl|lithotripsy|pharmacomechanical|mechanical thrombectomy|aspiration thrombectomy|percutaneous thrombectomy|angiojet|penumbra|inari|clottriever)\b|\b(stent|stenting|stents|angioplasty|pta|balloon angioplasty|recanali[sz]ation|thrombolysis|lysis|tpa|penumbra thrombectomy|mechanical thrombectomy|percutaneous thrombectomy|clottriever)( [a-z]+)? ((of|to|in|the|right|left|r|l|bilateral|bilat|proximal|distal|common|external|internal|superficial) )*(carotid|ica|iliac|femoral|cfa|sfa|popliteal|tibial|subclavian|innominate|renal|mesenteric|sma|celiac|aort[a-z]*|lower extremity|lle|rle|ble|leg|ivc|svc|dvt|limb|artery)\b') as vessel_ballooned,
    mpog.hit(op, '\b(aorto ?gram|aortography|runoff|run off|(lower extremity|upper extremity|extremity|lower ext|le|lle|rle|ble|blle|lue|rue|leg|legs|limb|foot|peripheral|pelvic|abdominal|iliac|femoral|popliteal|subclavian|mesenteric|visceral|aortic|aorta|arch|arm) ([a-z]+ ){0,2}(angio|angiogram|angiograms|angiography|arteriogram|arteriography|agram|a gram)|(angio|angiogram|angiography|arteriogram|arteriography|agram) ((of|to|the|right|left|r|l|bilateral|bilat|with|diagnostic|selective) )*(lower ext[a-z]*|upper ext[a-z]*|extremity|le|lle|rle|ble|leg|legs|limb|foot|iliac|femoral|aort[a-z]*|runoff|arm|rue|lue)|(pulmonary|pulm|pe) (artery )?(catheter |catheter directed |mechanical |aspiration |percutaneous )(thrombectomy|embolectomy|thrombolysis)|pe thrombectomy|pulmonary artery thrombectomy|ekos|flowtriever|cdt|catheter directed (thrombolysis|lysis|therapy))\b') as vessel_pictured,
    mpog.hit(op, '\b((carotid|femoral|fem|cfa|common femoral|iliac|aort[a-z]*|mesenteric|sma|brachial|popliteal|iliofemoral|eversion|profunda|r|l|right|left|vertebral) )*(endarterectomy|endart|thromboendarterectomy|tea)\b|\b(cea|carotid body|aorto ?bi ?(fem[a-z]*|iliac)|aorto ?(uni ?)?(fem[a-z]*|iliac)|abf|aobf|aobifem[a-z]*|abfb|(thromb[a-z]*)?embolectomy|embolectomies|thromboembolectomy|median arcuate|aorto ?enteric|(ivc|vena cava|caval|iliac vein|svc) (thrombectomy|reconstruction|repair|resection|replacement)|(femoral|popliteal|iliac|brachial|radial|ulnar|axillary|arterial|aortic|tibial|sma|mesenteric|graft|bypass|leg|arm|lle|rle|ble|lue|rue|lower extremity|open|fem pop|fem fem|ax fem|limb)( artery| graft| bypass| limb| bypass graft)? thrombectomy|thrombectomy( of)?( the)?( right| left| r| l)? (femoral|popliteal|iliac|brachial|leg|lower extremity|arterial|bypass|graft|fem|aort[a-z]*|artery|lle|rle)|(repair|ligation|reconstruction|exploration|control)( of)?( the| right| left| r| l| common| superficial| injured| lacerated| external| internal)* ?(carotid|subclavian|axillary|brachial|femoral|popliteal|iliac|aort[a-z]*|vena cava|ivc|tibial|renal artery|artery|jugular)|(carotid|subclavian|axillary|brachial|femoral|popliteal|iliac|tibial|sfa|cfa|aortic|arterial|vascular|renal|hepatic|splenic|sma|mesenteric|common femoral|radial|ulnar|innominate|artery|vertebral)( artery| vein| vessel)?( transection| laceration| injury| pseudoaneurysm| aneurysm)? (repair|reconstruction|exploration|interposition|ligation|resection|transposition|patch)|portacaval|(meso|spleno) ?(caval|renal)|profundaplasty|patch angioplasty|interposition graft|aortic (graft|bypass)( [a-z]+)? (excision|explant[a-z]*|resection|replacement|infection)|(excision|resection|explant[a-z]*|removal)( of)?( infected)? (aortic|fem [a-z]+|femoral|bypass|ax fem|axillofemoral|aorto[a-z]*|endograft|evar)( bypass)?( graft)?|(evar|endograft|aortic graft|aortic stent graft) explant[a-z]*|open conversion|conver[a-z]* to open (aaa|aort[a-z]*|aneurysm|bypass|repair)|jump graft|rifampin|neo ?aorto ?iliac|nais|carotid (exploration|shortening|reconstruction|ligation)|aneurysmorrhaphy|cfa repair|groin exploration)\b') as vessel_opened,
    mpog.hit(op, '\b((fem|femoral|femoro|fempop|femfem|popliteal|pop|iliac|ilio[a-z]*|aort[a-z]*|aorto ?[a-z]*|ax|axillo ?[a-z]*|axillary|axfem|axbifem|tibial|tib|tp|tibioperoneal|peroneal|pedal|dp|carotid|subclavian|renal|mesenteric|sma|celiac|hepatic|splenorenal|hepatorenal|distal|extremity|leg|lle|rle|le|ble|cfa|sfa|cca|fem[a-z]+|infrainguinal|limb|brachial|radial|innominate|thoracofemoral) ([a-z0-9]+ ){0,4}bypass|bypass( graft)? (of|from|to) (the )?(aort[a-z]*|femoral|fem|iliac|popliteal|carotid|axillary|brachial|tibial|leg)|bypass ((right|left|r|l|graft) )*(fem|femoral|ax|axillary|popliteal|ilio[a-z]*|aorto[a-z]*|carotid) |fem (fem|pop|tib[a-z]*|bk pop|ak pop|at|pt|dp|distal|peroneal|bypass)|fem ?to ?(fem|pop|tib|at|pt|dp|peroneal|distal|below knee|above knee)|fempop|femfem|femtib|pop (pt|at|dp|tib|pedal|distal|peroneal)|pop to (pt|at|dp|tib|distal|peroneal)|ax (bi ?)?fem|axfem|axbifem|axillo ?(bi ?)?fem[a-z]*|ileo ?fem[a-z]*|iliofem[a-z]*|carotid (to )?subclavian|subclavian (to )?carotid|carotid carotid|debranching)\b') as vessel_bypassed,
    mpog.hit(op, '\b(aaa|taaa|r ?aaa|juxtarenal|suprarenal aort[a-z]*|infrarenal aort[a-z]*|thoraco ?abdominal|(open )?(abdominal |thoracic |descending |descending thoracic |thoracoabdominal )*aort[a-z]* (aneurysms?|repair|replacement|reconstruction|resection|transection|tear|surgery)|open aort[a-z]*( repair)?|open (aaa|aneurysm) repair|(iliac|popliteal|pop|femoral|visceral|descending thoracic|descending aort[a-z]*|renal artery|splenic artery|subclavian|carotid|hepatic artery|brachial|abdominal) ([a-z]+ )?(pseudo)?aneurysms?|pseudo ?aneurysm|aneurysmectomy|(aortic|type b) dissection|type b (aortic )?(dissection|repair))\b') as vessel_sign,
    mpog.hit(op, '\b(coronary|cabg|cardiopulmonary|gastric|roux|biliary|jejun[a-z]*|ile(o|al)|duoden[a-z]*|hepatico[a-z]*|bariatric|sleeve|rygb|laparoscopic|ec ic|sta mca|ureter[a-z]*|shunt|lhb|left heart) ([a-z]+ ){0,2}bypass\b') as other_bypass,
    mpog.hit(op, '\b(uterine|fibroids?|splenic|hepatic|hepatocellular|hcc|liver|bronchial|varicocele|gonadal|ovarian|prostat[a-z]*|genicular|gastroduodenal|gi bleed|portal|kidney|renal mass|tace|y90|chemo ?emboli[sz]ation|pelvic congestion|facial|face|lip|neck|epistaxis|sphenopalatine|spinal|arm|leg|extremity|foot|hand|lymphatic|adrenal|gastric artery|left gastric|bladder|aml|varices|pulmonary|lung|hemorrhoid[a-z]*|uae|pae|popliteal|femoral|iliac|renal|aortic|aorta|varicose|endoleak|coronary|tubal|hemoclip|appendage|laa|dvt|fistulagram)\b') as other_vessel,

    -- The head.
    mpog.hit(op, '\b((mini|awake|redo|re do|left|right|l|r|bilat|bilateral|bifrontal|frontal|temporal|parietal|occipital|pterional|retrosigmoid|suboccipital|orbitozygomatic|decompressive|emergent|stat) )*(cranis?|craniotom[a-z]*|craniectom[a-z]*|hemi ?crani[a-z]*|mini ?crani[a-z]*|burr ?holes?|burrholes?|keyhole crani[a-z]*|bifrontal cranio[a-z]*|decompressive cranio[a-z]*)\b') as skull_opened,
    mpog.hit(op, '\b(ventriculostom[a-z]*|evd|external ventricular drain[a-z]*|(ventriculo ?(peritoneal|atrial|pleural|cisternal)?|ventricular|vp|v p|va|vps|lumbo ?peritoneal|lp|csf) shunt( [a-z]+)? (placement|insertion|insert|revision|rev|exchange|replacement|creation|repair|malfunction|place|implant|failure)|(placement|insertion|revision|rev|exchange|replacement|creation|insert|shunt)( of)?( left| right| l| r)? (vp|v p|va|ventriculo[a-z]*|lumbo ?peritoneal|lp|vps)( shunt)?|vps|(deep brain stim[a-z]*|dbs|rns|neuropace)( [a-z0-9]+){0,3} (leads?|electrodes?|placement|implant[a-z]*|insertion|stage (1|i|one)|phase (1|i|one)|bilateral)|(leads?|electrodes?|placement|implant[a-z]*|insertion|stage (1|i|one))( of| for)? (dbs|deep brain|rns)|trans ?sphenoidal|trans ?nasal|tsr|tss|etsr|eea|endo ?nasal( endoscopic)? ([a-z]+ )?(resection|skull base|pituitary|approach|tumor)|hypophysectomy|sub ?occipital|chiari( [a-z0-9]+)? (decompression|repair|malformation)|chiari|(repair|decompression)( of)? chiari|micro ?vasc[a-z]* decomp[a-z]*|jannetta|janetta|retro ?sig(moid)?|trans ?lab(yrinthine)?|far lateral|middle fossa|orbito ?zygomatic|endoscopic third|third ventriculostomy|etv|hemispher(ectomy|otomy)|temporal lobectomy|frontal lobectomy|occipital lobectomy|atl|amygdalo ?hippocampectomy|selective amygdal[a-z]*|litt|laser interstitial|(laser|mri guided) ablation( of)?( [a-z]+)? (brain|seizure|epilep[a-z]*|hypothalamic|temporal|tumor)|callosotomy|(subdural|sdh|epidural|edh|ich|intracerebral|intracranial|cerebellar|post(?:erior)? fossa)( hematoma| hemorrhage| empyema| abscess)? (evac[a-z]*|drainage|drain|washout|decompression|removal)|(evac[a-z]*|drainage|washout|decompression)( of)?( the| acute| chronic| subacute| left| right| l| r| bilateral| bilat)* ?(sdh|subdural|edh|ich|intracerebral|intracranial|brain|cerebral|cerebellar|post(?:erior)? fossa)|(subdural|depth|intracranial) (grids?|strips?|electrodes?|grid placement)|s ?eeg( [a-z]+)? ?(placement|leads?|electrodes?|implant[a-z]*|insertion)?|stereo ?(electro)?encephalograph[a-z]*|stereo ?eeg|stereotactic ([a-z]+ )?(biopsy|bx|aspiration|needle biopsy)|(brain|cerebral|intracranial|cerebellar|ventricular|skull base|pituitary|sellar|stereotactic brain) ([a-z]+ )?(biopsy|bx|resection|surgery|debulking|aspiration)|(biopsy|bx)( of)?( right| left| l| r)? (brain|cerebral|cerebellar|intracranial|pituitary|skull base)|ommaya|encephalocele|(icp|intracranial pressure) (monitor|bolt)( [a-z]+)?|bolt placement|cranial base|cortical resection|corticectomy|lesionectomy|colloid cyst|arachnoid cyst|intraventricular|cranial nerve decompression|neuroendoscop[a-z]*|epilepsy surgery|brain mapping|thalamotomy|pallidotomy)\b') as brain_opened,
    mpog.hit(op, '\bmvd\b') as mvd,
    mpog.hit(op, '\b(brain|intracranial|intra cranial|cerebral|cerebellar|cerebellum|frontal|temporal|parietal|occipital|parieto ?occipital|fronto ?temporal|intraventricular|intra axial|post(?:erior)? fossa|p fossa|pineal|thalamic|brainstem|sellar|suprasellar|skull base|cpa|cp angle|cerebellopontine|clival|petroclival|tentorial|falcine|parasagittal|sphenoid wing|olfactory groove) ([a-z]+ )?(tumou?rs?|mass|lesions?|mets?|metastas[ei]s|abscess|cyst|hematoma|hemorrhage|bleed)\b|\b(glioma|oligodendroglioma|astrocytoma|glioblastoma|gbm|meningiomas?|acoustic( neuroma)?|vestibular schwannoma|schwannoma|medulloblastoma|ependymoma|craniopharyngioma|pituitary( adenoma| tumor| macroadenoma| mass)?|macroadenoma|sdh|subdural( hematoma)?|ich|epidural hematoma|edh|post(?:erior)? fossa|skull base|trigeminal neuralgia|hemifacial spasm|hydrocephalus|moya ?moya|chordoma|(vp|va|v p|vps|ventriculo[a-z]*) shunt|ventricular shunt|dbs|deep brain stim[a-z]*)\b') as brain_sign,
    mpog.hit(op, '\b(aneurysms?|avms?|arterio ?venous malformation|moya ?moya|cavernoma|cavernous malformation|cav mal|carotid cavernous|(dural )?(av )?fistula|davf|dural arteriovenous|ec ic|eic|sta mca|sta|clipping|clip ligation|clip|edas|bypass|cavernous angioma)\b') as brain_vessel_sign,
    mpog.hit(whole, '\b(aneurysms?|avms?|arterio ?venous malformation|moya ?moya|cavernoma|cavernous (malformation|angioma)|cav mal|carotid cavernous|davf|dural (av )?fistula|dural arteriovenous|ec ic|sta mca|clipping|clip ligation|edas)\b') as brain_vessel_whole,
    mpog.hit(op, '\b(aneurysm clip[a-z]*|(clip|clipping|clip ligation|ligation|microsurgical (clipping|repair|treatment))( of)?( the| right| left| r| l| ruptured| unruptured| cerebral| intracranial)* ?(mca|aca|acomm?|pcomm?|basilar|ica|pica|cerebral|intracranial|brain|aneurysm)( artery)?( aneurysms?)?|(acomm?|pcomm?|mca|basilar|pica|aca|cerebral|intracranial) (artery )?aneurysm clip[a-z]*|ec ic( bypass)?|sta mca( bypass)?|encephalo ?duro[a-z]*|edas|edams|(resection|excision)( of)?( [a-z]+){0,2} (brain|cerebral|intracranial|cerebellar) (avm|arteriovenous malformation)|(brain|cerebral|intracranial|cerebellar) avm resection)\b') as brain_vessel_opened,
    mpog.hit(op, '\b(pipeline|flow divert[a-z]*|flow diversion|surpass|fred stent|web (device|embolization|placement)|neuro ?interventional|(?:emboli[sz]ation|embo)( of)?( [a-z]+){0,3} (mma|middle meningeal|avm|davf|aneurysm|arteriovenous malformation|dural|intracranial|brain|cerebral|meningioma|acomm?|pcomm?|mca|basilar|cavernous|tumor brain)|(mma|middle meningeal( artery)?|davf|dural( av| arteriovenous)? fistula|meningioma|brain avm|cerebral avm|avm|acomm?|pcomm?|mca|basilar|ica aneurysm|cavernous|ccf|vein of galen|carotid cavernous( fistula)?) ([a-z]+ ){0,2}(emboli[sz]ation|embo|coil[a-z]*)|coil[a-z]*( of| emboli[sz]ation( of)?)?( the| a| ruptured| unruptured| right| left| r| l)* ?(aneurysms?|acomm?|pcomm?|mca|basilar|ica|cerebral|intracranial|avm)|aneurysm ([a-z]+ ){0,2}(coil[a-z]*|emboli[sz]ation|embo|stent[a-z]*|pipeline|web)|(stroke|acute stroke|lvo|mca|m1|m2|basilar|ica|ica terminus|carotid terminus|vertebral|pca|aca|cerebral|intracranial|neuro|cva|code stroke|left mca|right mca) ([a-z0-9]+ ){0,3}(thrombectomy|mechanical thrombectomy|clot retrieval|embolectomy)|thrombectomy( for| of)?( [a-z]+){0,2} (stroke|cva|mca|m1|m2|basilar|ica|lvo|pca|aca|vertebral|cerebral|intracranial)|clot retrieval|stroke intervention|wingspan|intracranial (stent[a-z]*|angioplasty)|(vasospasm|intra ?arterial verapamil|ia verapamil)|endovascular ([a-z]+ )*(cerebral|intracranial|brain|stroke|aneurysm coil)|(cerebral|intracranial|brain|basilar|mca|neuro) ([a-z]+ ){0,3}(emboli[sz]ation|embo|coil[a-z]*|thrombectomy|stent[a-z]*|endovascular|angioplasty)|neuroendovascular|endovascular coil[a-z]*|venous sinus stent[a-z]*|dural venous sinus)\b') as head_treated,
    mpog.hit(op, '\b(mechanical thrombectomy|emergent thrombectomy|endovascular thrombectomy|evt)\b') as thrombectomy,
    mpog.hit(op, '\b(craniofacial|cranioplast[a-z]*|cranio ?synostosis|synostosis|cranial vault|cvr|skull (lesion|fracture|mass|remodeling|lipoma)|strip craniectomy|sagittal|metopic|scalp|spring (placement|removal)|monobloc|le ?fort|fronto ?orbital advancement|foa)\b') as skull_only,
    mpog.hit(op, '\b(spine|spinal|cervical|thoracic|lumbar|laminectom[a-z]*|laminoplasty|intradural|intramedullary|thoraco ?lumbar|sacral|acdf|plif|tlif|alif|psf|[ctls][0-9]{1,2}( ?([ctls])?[0-9]{1,2})?|discectomy|corpectomy|epidural abscess|cauda equina|tethered cord|scoliosis)\b') as spine,
    mpog.hit(op, '\b((diagnostic|dx|routine|follow up) )?(cerebral|carotid|neuro|brain|head and neck|4 vessel|four vessel|intracranial) (angio[a-z]*|arterio[a-z]*|dsa)\b|\bcerebral dsa\b|\bwada\b|\bdiagnostic angio[a-z]*\b') as head_pictured,

    -- The chest.
    mpog.hit(op, '\b(pneumonectomy|bi ?lobectomy|((upper|lower|middle|lung|pulmonary|robotic|sleeve|vats|rats|rul|rml|rll|lul|lll|lobe|thoracoscopic|robot assisted) ([a-z]+ )?|right |left |r |l )(lobectomy|segmentectomy|lingulectomy|basilar segmentectomy)|lingulectomy|lobectomy( of)?( the)?( right| left| r| l)?( upper| lower| middle| lung| rul| rml| rll| lul| lll)|(lung|pulmonary|lobe|lingula[a-z]*|rul|rml|rll|lul|lll|vats|thoracoscopic) ([a-z]+ ){0,2}(wedge|resection|segmentectomy|decortication|metastasectomy|volume reduction|nodulectomy)|(wedge|wedge resection|segmentectomy)( of)?( [a-z]+){0,2} (lung|lobe|lul|rul|lll|rll|rml|pulmonary)|(lung|double lung|single lung|bilat lung|bilateral lung) (transplant[a-z]*|txp?|tp)|transplant lungs?|bolt|bsltx?|bltx?|sltx|dlt transplant|decortication|pleurodesis|pleurectomy|pleural (biopsy|tent|window)|esophag(ectomy|ogastrectomy|o gastrectomy)|esophagectomy [a-z]+|mie|ivor ?lewis|mc ?keown|esophag[a-z]* (perf|perforation|rupture|resection|atresia|leiomyoma|duplication)( repair)?|boerhaave[a-z]*|(ea tef|tef|tracheo ?esophageal fistula|esophageal atresia)( repair| ligation)?|mediastin(al|um) (mass|tumor|cyst|resection|lymph|node|biopsy|dissection)[a-z]*|mediastinoscop[a-z]*|chamberlain|anterior mediastinotomy|thymectomy|thymoma|bullectomy|bleb(ectomy)?|blebs?|lvrs|lung volume reduction|diaphragm(atic)? plication|plication( of)?( right| left| the)? diaphragm[a-z]*|trache(al|o ?bronchial) (resection|reconstruction|plasty)|tracheo ?bronchoplasty|slide tracheoplasty|carinal (resection|pneumonectomy)|broncho ?pleural|bpf|eloesser|clagett|hemothorax|(thoracic duct)( ligation| embolization)?|thoracic sympathectomy|ets|coarctation|coarct|vascular ring|aortopexy|cpam|ccam|sequestration|nuss|clamshell|thoracoplasty|chest wall resection|lung decortication|superior sulcus|pancoast|pulmonary hydatid|lung abscess|retained hemothorax)\b') as chest_opened,
    mpog.hit(op, '\b((ed|er|resuscitative|emergent|emergency|anterolateral|posterolateral|mini|left|right|l|r|bilat|bilateral) )*(thoracotom[a-z]*|vats|rats|thoracoscop[a-z]*|video assisted thoracic( surgery)?|robot[a-z]* assisted thoracic( surgery)?)\b') as chest_entered,
    mpog.hit(op, '\b(lung|pulmonary|pleural) ([a-z]+ )?(biopsy|bx|mass|nodule|nodules|tumor|cancer)\b|\b(empyema|pneumothorax|pleural effusion|lobectomy)\b') as chest_sign,
    mpog.hit(op, '\b(thyroid|hemi ?thyroid|hepatic|liver|temporal|occipital|frontal|parietal|parathyroid) ([a-z]+ )?(lobectomy|segmentectomy|wedge)\b') as other_lobe,

    -- Birth.
    mpog.hit(op, '\b((repeat|rpt|primary|stat|urgent|emergent|crash|low transverse|classical|scheduled|elective|emergency|[1-5]) )*(cesarean( hysterectomy| section| delivery)?|lscs|ltcs|pcs|r ?ltcs|pltcs|rcs|rltc|plcts)\b') as cesarean,
    mpog.hit(op, '\b((repeat|rpt|primary|stat|urgent|emergent|crash|scheduled|elective|emergency|twins?|breech|[1-5](st|nd|rd|th)?) )cs\b|\bcs (for|x ?[1-9]|twins?|breech|nrfht|nrfhr|arrest|ftp|previa|with (tubal|btl|iud)|btl)\b') as cs,
    mpog.hit(op, '\bcs\b') as cs_sign,
    mpog.hit(op, '\b(scar ectopic|cesarean (section )?(scar )?(ectopic|pregnancy)|cerclage|dnc|dne|dilat(ion|ation) (and )?(curettage|evacuation)|suction curettage|ectopic|pptl|ppbtl|btl|tubal( ligation)?|postpartum (tubal|salping[a-z]*|sterilization)|manual (removal|extraction)|retained (placenta|products|poc)|rpoc|external cephalic|ecv|version|abortion|miscarriage|missed ab|molar|fetoscop[a-z]*|fetal surgery|amnio[a-z]*|bakri|jada|(perineal|vaginal|cervical|3rd degree|4th degree|third degree|fourth degree|ob|obstetric) (lac|laceration)[a-z]*)\b') as pregnancy,
    mpog.hit(op, '\b(vaginal (delivery|birth|twin[a-z]*|breech)|vag ?del|vag delivery|svd|nsvd|nsvb|svb|vavd|favd|vbac|tolac|labor ([a-z]+ )?(analgesia|epidural|epid|pain|cse|neuraxial|cle)|(epidural|cse|analgesia|cle)( for)? labor|(vacuum|forceps|kiwi)( assisted| extraction)?( vaginal)? (delivery|birth|extraction)|(forceps|vacuum)( trial)? delivery|trial of (forceps|vacuum)|operative( vaginal)? delivery|breech extraction|(delivery|del)( of)? twin[a-z]*|twin[a-z]* (vaginal )?(delivery|birth)|labor augmentation|induction of labor|iol epidural|second twin|labor|laboring|spontaneous delivery|ole|continuous labor|forceps|vacuum|kiwi)\b') as vaginal,
    mpog.hit(spelled, '^ (labor and delivery|labor delivery|obstetric delivery|delivery) $') as delivery_only,
    mpog.hit(whole, '\b(accreta|increta|percreta|pas|previa|praevia|preeclampsia|eclampsia|hellp|twins?|triplets?|quads?|quadruplets|mono ?di|di ?di|mono ?mono|multiple gestation|abruption|abruptio|high risk|peripartum (cm|cardiomyopathy)|cardiomyopathy|pph|(postpartum|obstetric|ob|maternal) hemorrhage|chorio[a-z]*|(cord )?prolapse(d cord)?|uterine (rupture|dehiscence)|vasa previa|pulm(onary)? (htn|hypertension)|eisenmenger|afe|amniotic fluid embol[a-z]*|fontan|severe range|super ?imposed)\b') as birth_risk,
    mpog.hit(op, '\b(postpartum|placenta|pph|peripartum|obstetric|delivery|labor|pregnan[a-z]*|iup)\b') as birth_sign,

    -- Injuries and threats.
    mpog.hit(op, '\b((acute |chemical |electrical |thermal |flash |flame |scald )?burn ([a-z]+ ){0,2}(excision|debridement|graft[a-z]*|surgery|wounds?|dressing|escharotomy|injury|reconstruction|release|contracture|scar|care|autograft[a-z]*|cea|stsg|change|tub|hand|face)|burns?|(tangential|fascial) excision|escharotom[a-z]*|[0-9]+ ?(percent )?(pct )?tbsa|tbsa|(excision|debridement|grafting|stsg|autograft|allograft|xenograft|dressing change|skin graft)( of| and grafting of| for| to)?( [a-z]+)? burns?|cultured epithelial|inhalation injury)\b') as burn,
    mpog.hit(present, '\b(level (1|i|one|2|ii|two) (trauma|activation)|poly ?trauma|multi ?trauma|trauma|gsws?|gun ?shot|shotgun|stab|stabs|stabbed|stab wounds?|stabbing|impale[a-z]*|mvc|mva|mcc|motor ?cycle( crash| accident| collision)?|(knife|machete|axe|saw|chain ?saw|nail gun|lawn ?mower|firework[a-z]*) (wounds?|injur[a-z]*|lac[a-z]*)|motor vehicle|auto (vs|versus) ped[a-z]*|ped[a-z]* (vs|versus|struck)|ped struck|struck by (car|auto|vehicle|train)|rollover|ejection|atv|crush(ed)?( injury)?|blast injury|explosion|assault(ed)?|fall (from|off|down)|fell (from|off|down)|(fall|fell|jumped)( of)? [0-9]+ ?(ft|feet|foot|stor[a-z]*|meters?|m|floors?)|[0-9]+ ?(ft|feet|foot|story|stories|meters?) fall|jumped from|penetrating|blunt|bicycle (accident|crash|vs)|bike (accident|crash)|ski accident|degloving|traumatic [a-z]+|mangled|avulsion injury|dog bite|hanging|drowning|grade [345] (splenic|liver|spleen|renal|kidney) (lac|laceration|injury)|(splenic|liver) lac[a-z]*)\b') as injury,
    mpog.hit(op, '\b(skin graft|stsg|dermatome|integra)\b') as skin_graft,
    mpog.hit(whole, '\b(ruptured (abdominal |thoracic |infrarenal |thoracoabdominal |iliac |cerebral |intracranial |aortic )*(aort[a-z]*|aaa|taaa|aneurysm|iliac|ectopic|spleen|uterus|acomm?|mca|pcomm?)|(aort[a-z]*|aaa|uterine|splenic|ventricular|cardiac|lv free wall|septal|aneurysm) rupture|r ?aaa|raaa|rupture of (abdominal |thoracic )?(aort[a-z]*|aaa|aneurysm|iliac)|traumatic (aortic|vascular|cardiac) (rupture|injury|transection)|aortic transection|type a (aortic )?dissection|acute type a|massive (hemorrhage|transfusion|bleed[a-z]*|gi bleed|pe|pulmonary embol[a-z]*|hemoptysis)|mtp|(ed|er|resuscitative) thoracotomy|necrotizing|nec ?fasc?|fournier[a-z]*|tamponade|exsanguinat[a-z]*|hemorrhagic shock|septic shock|cardiogenic shock|shock|hemoperitoneum|cardiac arrest|code blue|ecpr|afe|amniotic fluid embol[a-z]*|hemodynamic(ally)? (unstable|instability)|crash (cesarean|bypass|ecmo|cannulation|lap[a-z]*)|herniation|herniating|epiglottitis|airway obstruction|mesenteric ischemia|dead bowel|ischemic bowel|saddle (pe|embol[a-z]*)|aorto ?enteric|bronchopleural hemorrhage|damage control|malignant (mca|edema|cerebral edema))\b') as threat,
    mpog.hit(present, '\b(gsws?|gun ?shot|stab wounds?( [a-z]+)?|stabbed|stab|poly ?trauma|level (1|i|one) (trauma|activation)|traumatic (aortic|vascular|cardiac) (rupture|injury|transection)|penetrating (chest|abdominal|neck|cardiac|trauma))\b') as threat_by_injury,

    -- What goes beside an operation.
    mpog.hit(whole, '\b(double lumen( tube| ett)?|dlt|dlett|one lung( ventilation)?|single lung ventilation|olv|slv|lung isolation|bronchial blocker|uniblocker|ez blocker|endobronchial tube)\b') as lung_isolation,
    mpog.hit(whole, '\b(neuro ?monitor[a-z]*|neuro ?phys[a-z]*|sseps?|meps?|tcmeps?|somato ?sensory|motor evoked|evoked potentials?|baers?|bseps?|baseps?|iom|ionm|intra ?operative (neuro ?)?monitoring|eps|emg( monitoring)?|(facial|recurrent laryngeal|rln|laryngeal|cranial|spinal|vagus)? ?nerve monitor[a-z]*|nims?( monitor[a-z]*| tube| ett)?|(with|continuous|intraop|intraoperative) eeg|eeg monitor[a-z]*|eeg and emg|electro ?encephalograph[a-z]* monitor[a-z]*|electromyograph[a-z]*|phase reversal)\b') as nerve_monitoring,
    mpog.hit(op, '\b(lumbar|csf|spinal|subarachnoid) (fluid )?drain(age)?( catheter)?\b') as csf_drain,

    -- What nobody does together with an operation on the heart: a valve or a bypass beside it is history.
    mpog.hit(op, '\b(colonoscop[a-z]*|egd|ercp|eus|ect|dental|teeth|tooth|mri|cardioversion|dccv|generator|gen change|loop recorder|bone marrow|cataract|phaco[a-z]*|eua|mammogram|endoscopy|cystoscop[a-z]*|bronchoscop[a-z]*|cath lab|ablation|turp|turbt)\b') as elsewhere,

    -- What explains a text without any of it.
    mpog.hit(op, '\b(mri|mra|mrv|mrcp|mre|fmri|mr|ct|cta|ctv|cat scan|pet|spect|nuc med|nuclear|scans?|x ?rays?|ultrasound|imaging|enterography|fluoro[a-z]*|vcug|barium|mibg|dexa)\b') as picture,
    mpog.hit(op, '\b(radiation|xrt|radio ?therapy|radio ?surgery|gamma ?knife|gk|cyber ?knife|gkrs|srs|sbrt|proton|brachytherapy|linac|tomo ?therapy|whole brain|wbrt|rad onc|radiation oncology)\b') as radiation,
    mpog.hit(op, '\b(lumbar puncture|lp|spinal tap|it chemo|intrathecal|chemo[a-z]*|bone marrow|bma|bmbx|bmb|picc|vns|port access|infusion|blood draw|injections?|aspiration|nerve block|epidural steroid|esi|rfa|botox|sclerotherapy|audiogram|abr|baer testing|eeg|video eeg|emg test|exam under anesthesia|eua|ect|electroconvulsive)\b') as needle,
    mpog.hit(op, '\b(colonoscop[a-z]*|egd|eus|ercp|esophago ?gastro[a-z]*|endoscopy|upper endo[a-z]*|enteroscopy|sigmoidoscopy|poem|peg( tube)?|g tube|gastrostomy|bronch|bronchs|bronchoscop[a-z]*|ebus|navigational|bal|laryngoscop[a-z]*|dl and bronch|mlb|dlb|esophagoscop[a-z]*|cystoscop[a-z]*|cysto|ureteroscopy|capsule|esophageal (stent|dilat[a-z]*)|zenker[a-z]*)\b') as scope,
    mpog.hit(op, '\b(tee|tte|echo[a-z]*|cardioversion|dccv|pacemakers?|ppm|pacer|leadless|micra|icd|aicd|s ?icd|biv|crt ?[dp]?|generator change|gen change|ep study|eps ablation|electro ?physiolog[a-z]*|(af|afib|a fib|vt|svt|pvc|flutter|atrial fibrillation|atrial flutter|cryo|catheter|rf) ablation|pvi|pulmonary vein isolation|(cardiac|heart|left heart|right heart|coronary|lhc|rhc) (cath[a-z]*|angio[a-z]*)|lhc|rhc|cath|pci|coronary (stent[a-z]*|angioplasty|angiogram)|(endomyocardial|rv|heart|cardiac|myocardial) (biopsy|bx)|emb|loop recorder|ilr|lead revision|iabp|balloon pump|tilt table)\b') as cardiology,
    mpog.hit(op, '\b(transplant|txp?|allograft|graft) (surveillance|evaluation|eval|work ?up|rejection|biopsy|bx|clinic|screening|candidate|monitoring|protocol)\b|\b(surveillance|screening|rejection|protocol biopsy|evaluation|eval|work ?up)\b') as surveillance,
    mpog.hit(op, '\baftercare\b') as aftercare,
    -- Operations by name that belong to no category.
    mpog.hit(op, '\b((lap|laparoscopic|robotic|robot assisted|davinci|open|ex|exploratory|diagnostic|dx)( [a-z]+)? (chole|choley|cholecystectomy|appy|appendectomy|lap|laparotomy|nissen|heller|hernia|ventral|inguinal|colectomy|sleeve|gastric bypass|rygb|pyloromyotomy|nephrectomy|hyst|hysterectomy|prostatectomy|ralp|adrenalectomy|splenectomy)|ex ?lap|laparotomy|laparoscop[a-z]*|celiotomy|second look|washout abd[a-z]*|abdominal closure|abthera|chole|cholecystectomy|cholangiogram|appy|append[a-z]*|colectomy|hemicolectomy|proctectomy|proctocolectomy|lar|apr|hartmann[a-z]*|colostomy|ileostomy|ostomy|bowel|sbr|sbo|enterolysis|adhesiolysis|loa|gastrectomy|gastric|roux|rygb|sleeve|duodenal switch|bariatric|gastroschisis|omphalocele|pyloromyotomy|pull ?through|ladd[a-z]*|malrotation|kasai|fundoplication|nissen|toupet|heller|paraesophageal|hiatal|whipple|pancreat[a-z]*|splenectomy|hepatectomy|hepatic (resection|lobectomy|wedge)|liver (resection|transplant[a-z]*|tx|biopsy|lobectomy)|olt|oltx|ddlt|ldlt|(kidney|renal|pancreas|kp|islet|intestinal|multivisceral|living donor|deceased donor) (transplant[a-z]*|txp?)|ddrt|lrrt|lurt|donor nephrectomy|organ (procurement|harvest)|hernia[a-z]*|herniorrhaphy|ventral|inguinal|umbilical|hemorrhoid[a-z]*|fistulotomy|fistulectomy|anal|rectal|perirectal|perianal|pilonidal|tips|vein (ablation|stripping)|phlebectomy|evla|evlt|varicose|thyroidectomy|thyroid|hemithyroid[a-z]*|parathyroid[a-z]*|adrenalectomy|mastectomy|lumpectomy|slnb|sentinel|axillary (dissection|node)|alnd|breast|diep|tram|tissue expander|mammoplasty|abdominoplasty|panniculectomy|liposuction|bbl|gynecomastia)\b') as ordinary_trunk,
    mpog.hit(op, '\b(nephrectomy|nephroureterectomy|pyeloplasty|temporal artery biopsy|laryngo ?tracheal|pcnl|percutaneous nephro[a-z]*|lithotripsy|eswl|ureter[a-z]*|turp|turbt|turb|holep|hol ?ium|prostat[a-z]*|ralp|rarp|cystectomy|ileal conduit|cystoscop[a-z]*|circumcision|hypospadias|orchi[a-z]*|testic[a-z]*|torsion|hydrocele|varicocele|vasectomy|penile|urethr[a-z]*|sling|hysterectomy|tah|tlh|tvh|lavh|rah|ratlh|bso|rso|lso|hysteroscopy|myomectomy|oophor[a-z]*|ovarian|salping[a-z]*|leep|conization|ckc|colpo[a-z]*|vulvectomy|vagin(ectomy|oplasty)|endometr[a-z]*|debulking ovar[a-z]*|novasure|essure|tonsil[a-z]*|adenoid[a-z]*|tna|bmt|myringotomy|pe tubes|tympano[a-z]*|mastoid[a-z]*|cochlear|stapedectomy|septo[a-z]*|septum|rhino[a-z]*|fess|ess|sinus|turbinate[a-z]*|trach|tracheostomy|neck dissection|glossectomy|parotid[a-z]*|laryngectomy|supraglottoplasty|cleft|palat[a-z]*|frenulectomy|lip|facelift|bleph[a-z]*|otoplasty|microtia|maxill[a-z]*|mandib[a-z]*|zygoma|orif|le fort|dental|tooth|teeth|extractions?|odontectomy|cataract|phaco[a-z]*|vitrectomy|ppv|strabismus|squint|trabec[a-z]*|retina[a-z]*|cornea[a-z]*|dsaek|keratoplasty|eye|enucleation|dcr|nasolacrimal|glaucoma|scleral buckle|ptosis|orbital|orbit)\b') as ordinary_head_pelvis,
    mpog.hit(regexp_replace(op, '\b(lumbar|csf|spinal|spinal fluid) drain\b', ' ', 'g'), '\b(thr|tha|tka|tkr|tsa|rtsa|uka|arthroplasty|hemi ?arthroplasty|arthroscop[a-z]*|arthro[a-z]*|fracture|fx|orif|crpp|cmn|imn|im nail|nail|nailing|ex ?fix|external fixat[a-z]*|fixation|osteotomy|amputation|amp|bka|aka|tma|bkas|i ?d|ind|fasciotom[a-z]*|acl|rotator cuff|rcr|labral|meniscus|meniscectomy|bunion[a-z]*|hammertoe|carpal|ctr|trigger|tendon|tenotomy|hip|knee|shoulder|elbow|ankle|wrist|femur|tibia|fibula|humerus|radius|clavicle|acetabul[a-z]*|pelvis|pelvic fx|patella|rib (plating|fixation|orif)|ssrf|sternum plating|first rib|thoracic outlet|cast|hardware|spica|acdf|lami[a-z]*|discectom[a-z]*|microdisc[a-z]*|foraminotomy|fusion|plif|tlif|alif|xlif|olif|psf|psif|corpectomy|kypho[a-z]*|vertebroplasty|spine|spinal|scoliosis|vepr|magec|scs|spinal cord stim[a-z]*|pain pump|baclofen pump|itb|vns|ipg|tethered cord|myelomeningocele|mmc|nerve (repair|transfer|graft)|ulnar nerve|brachial plexus|skin|stsg|ftsg|flap|wound|lipoma|lesion|keloid|melanoma|wle|mohs|lymph node|node|nevus|hemangioma|pressure (ulcer|sore)|decub[a-z]*|rhinoplasty|scar|bone marrow|battery|generator|line placement|cvc|central line|permcath|chest tube|pleurx|thoracentesis|paracentesis|ivc filter|y90|tace|chemoemboli[sz]ation|cryoablation|microwave ablation|rfa|biliary|nephrostomy|drain|abscess|foreign body|botox|eua|ect)\b') as ordinary_limb_skin,
    -- Words that name no operation by themselves.
    mpog.hit(op, '\b(excision|resection|biopsy|bx|debridement|irrigation|incision|drainage|repair|reconstruction|revision|closure|removal|implant[a-z]*|dilat[a-z]*|ablation|emboli[sz]ation|embo|angio[a-z]*|stent[a-z]*|graft[a-z]*|manipulation|mua|exploration|exam|decompression|release|transplant[a-z]*|lengthening|washout|placement|insertion|exchange|sclero[a-z]*|coil[a-z]*|thrombectomy)\b') as verb,
    -- Words that smell of a category: where they stand beside no more than an ordinary name, a reader should look.
    mpog.hit(op, '\b(heart|cardiac|cardio[a-z]*|aort[a-z]*|valv[a-z]*|coronary|ventric[a-z]*|atri[a-z]*|peri ?card[a-z]*|sternotomy|sternal|bypass|pump|ecmo|[lrb]i?vad|lvad|carotid|arter[a-z]*|aneurysm|fem|femoral artery|iliac|vascular|brain|cerebr[a-z]*|crani[a-z]*|intracran[a-z]*|dura[a-z]*|pituitary|lung|pulmonary|thorac[a-z]*|lobe|pleur[a-z]*|mediastin[a-z]*|esophag[ei][a-z]*|trachea[a-z]*|diaphragm[a-z]*|labor|deliver[a-z]*|obstetric|fetal|pregnan[a-z]*|placenta[a-z]*|endovascular|embolectomy)\b') as alarm
from mpog.readings;

create or replace view mpog.meanings as
select * from (values
    ('heart_off_pump',            'category', 'cardiac_without_bypass'),
    ('heart_by_catheter',         'category', 'cardiac_without_bypass'),
    ('heart_without_pump',        'category', 'cardiac_without_bypass'),
    ('heart_on_pump',             'category', 'cardiac_bypass'),
    ('coronary_bypass',           'category', 'cardiac_bypass'),
    ('heart_valve',               'category', 'cardiac_bypass'),
    ('aortic_root_or_arch',       'category', 'cardiac_bypass'),
    ('heart_transplant',          'category', 'cardiac_bypass'),
    ('heart_assist',              'category', 'cardiac_bypass'),
    ('open_heart',                'category', 'cardiac_bypass'),
    ('vessel_endovascular',       'category', 'major_vessel_endovascular'),
    ('vessel_open',               'category', 'major_vessel_open'),
    ('brain_vessel_endovascular', 'category', 'intracranial_endovascular'),
    ('brain_vessel_open',         'category', 'intracranial_vascular_open'),
    ('brain_open',                'category', 'intracranial_nonvascular_open'),
    ('chest',                     'category', 'intrathoracic'),
    ('cesarean',                  'category', 'cesarean'),
    ('vaginal_delivery',          'category', 'vaginal_delivery'),
    ('burn',                      'category', 'burn'),
    ('injury',                    'category', 'trauma'),
    ('high_risk_birth',           'high_risk_obstetric', null),
    ('threat_to_life',            'life_threatening', null),
    ('lung_isolation',            'one_lung_ventilation', null),
    ('nerve_monitoring',          'neuromonitoring', null),
    ('csf_drain',                 'csf_drain', null),
    -- Understood, and counted nowhere.
    ('vascular_access',           null, null),
    ('skull_only',                null, null),
    ('diagnostic_angiogram',      null, null),
    ('early_pregnancy',           null, null),
    ('radiation',                 null, null),
    ('picture',                   null, null),
    ('heart_rhythm_or_picture',   null, null),
    ('scope',                     null, null),
    ('needle',                    null, null),
    ('aftercare',                 null, null),
    ('other_vessel',              null, null),
    ('other_bypass',              null, null),
    ('called_off',                null, null),
    ('other_surgery',             null, null)
) as meaning (rule, fact, text);

-- A decision: what is asked, which rule answers it, and the words it rests on.
create or replace macro mpog.says(rule, words) as case when words is not null then {'rule': rule, 'words': words} end;

create or replace table mpog.weighed as
select
    *,
    -- What was done is named, and it is none of the operations below: a diagnosis beside it is only its reason.
    coalesce(access, picture, radiation, needle, scope, cardiology, surveillance, aftercare, ordinary_trunk, ordinary_head_pelvis, ordinary_limb_skin) as something_else,
    coalesce(case when not_a_valve is null and not (elsewhere is not null and valve in ('avr', 'mvr', 'tvr', 'davr')) then valve end,
        case when not_a_valve is null and elsewhere is null then pvr end) as valve_done,
    -- The spine has aneurysms, tumors and decompressions of its own.
    coalesce(skull_opened, brain_opened) as brain_done
from mpog.signs;

create or replace table mpog.answers as
select
    procedure_text, called_off, reading, op, spelled,
    case
        when pump_off is not null and coalesce(coronary, valve_done, valve_sign, regexp_extract(op, '\b(bypass|cardiac|heart|pericard[a-z]*|sternotomy|atrial|revascularization|aortic|opcab[a-z]*|midcab|tecab|coronary)\b')) <> '' then mpog.says('heart_off_pump', concat_ws(' ', pump_off, coronary))
        when by_catheter is not null and not regexp_matches(spelled, '\b(bladder|ureter[a-z]*|urethra[a-z]*|esophag[a-z]*)\b') and coalesce(coronary, root) is null then mpog.says('heart_by_catheter', by_catheter)
        when catheter is not null and catheter_heart is not null and coalesce(coronary, root, pump_on) is null and not (valve_done is not null and catheter in ('device', 'cath', 'catheter', 'transfemoral', 'coil')) then mpog.says('heart_by_catheter', concat_ws(' ', catheter, catheter_heart))
        when pump_on is not null then mpog.says('heart_on_pump', pump_on)
        when coronary is not null and (elsewhere is null or elsewhere = 'ablation') then mpog.says('coronary_bypass', coronary)
        when valve_done is not null then mpog.says('heart_valve', valve_done)
        when root is not null and endograft is null then mpog.says('aortic_root_or_arch', root)
        when heart_transplant is not null and surveillance is null and scope is null and not regexp_matches(op, '\b(biopsy|bx|cath|rhc|lhc|clinic)\b') then mpog.says('heart_transplant', heart_transplant)
        when assist is not null then mpog.says('heart_assist', assist)
        when open_heart is not null and not (
            regexp_matches(open_heart, '^(pte|aso|glenn|bdg|hemi ?fontan|fontan|norwood|tof|tetralogy|(atrial|ventricular|atrioventricular) septal defect|warden|sano|maze|myxoma|truncus|dks|damus)$')
            and (coalesce(picture, scope, needle, surveillance, ordinary_trunk, ordinary_head_pelvis) is not null or coalesce(cardiology, 'tee') not in ('tee', 'echo'))
        ) then mpog.says('open_heart', open_heart)
        when heart_closed is not null then mpog.says('heart_without_pump', heart_closed)
        when ecmo is not null then mpog.says('heart_without_pump', ecmo)
        when ecmo_sign is not null and something_else is null then mpog.says('heart_without_pump', ecmo_sign)
        when assist_sign is not null and something_else is null then mpog.says('heart_assist', assist_sign)
        when regexp_matches(op, '\bpfo (closure|occlusion|repair)\b|\bclosure( of)? pfo\b') and elsewhere is null then mpog.says('heart_by_catheter', 'pfo')
        when valve_sign is not null and coalesce(something_else, not_a_valve, chest_opened) is null then mpog.says('heart_valve', valve_sign)
    end as heart,

    case
        when access is not null then mpog.says('vascular_access', access)
        when endograft is not null and not (head_vessel is not null and regexp_matches(endograft, '\b(aneurysm|endovascular repair|revasc|stent|dissection)')) and not (by_catheter is not null and endograft like '%carotid') then mpog.says('vessel_endovascular', endograft)
        when vessel_ballooned is not null and not (head_vessel is not null and not regexp_matches(vessel_ballooned, '\b(carotid|ica|vertebral|iliac|subclavian)\b.*\b(stent|angioplasty)') ) and cardiology is null then mpog.says('vessel_endovascular', vessel_ballooned)
        when regexp_matches(op, '\b(inari|clottriever|penumbra|angiojet|dvt|percutaneous|mechanical|aspiration|suction|pharmacomechanical)\b') and regexp_matches(op, '\bthrombectomy\b') and coalesce(vessel_opened, vessel_ballooned) is not null and head_vessel is null then mpog.says('vessel_endovascular', coalesce(vessel_ballooned, vessel_opened))
        when vessel_pictured is not null and head_pictured is null and not (head_vessel is not null) and cardiology is null then mpog.says('vessel_endovascular', vessel_pictured)
    end as vessel_within,

    case
        when access is not null then null
        when vessel_bypassed is not null and other_bypass is null and brain_vessel_opened is null and not (coronary is not null and not regexp_matches(vessel_bypassed, '\b(fem|femoral|popliteal|carotid|axillary|aortob)')) then mpog.says('vessel_open', vessel_bypassed)
        when vessel_opened is not null and not (head_vessel is not null and not regexp_matches(vessel_opened, '\b(endarterectomy|cea|carotid|aort)'))
            and not regexp_matches(spelled, '\b(pulmonary|pulm) (thrombo ?)?endarterectomy|\bpte\b|pulmonary (thrombo)?embolectomy|burn')
            and not (cardiology is not null and vessel_opened like 'thrombectomy%') and not (picture is not null and radiation is not null)
            and not (root is not null and regexp_matches(vessel_opened, '\baort'))
            and not regexp_matches(op, '\b(lv|left ventric[a-z]*|ventricular) aneurysm')
            and not (endograft is not null and regexp_matches(vessel_opened, '\b(aort|iliac|aneurysm|thoracic)') and not regexp_matches(vessel_opened, '\b(open|endarterectomy|explant|excision|bifem)'))
            and not (vessel_ballooned is not null and vessel_opened like '%thrombectomy%')
            and not (vessel_pictured is not null and vessel_opened like '%thrombectomy%')
            and not (regexp_matches(op, '\b(inari|clottriever|penumbra|angiojet|dvt|percutaneous|mechanical|aspiration|suction|pharmacomechanical)\b') and vessel_opened like '%thrombectomy%') then mpog.says('vessel_open', vessel_opened)
        when vessel_sign is not null and coalesce(endograft, vessel_ballooned, vessel_pictured, head_vessel, root, picture, scope, cardiology, surveillance, aftercare, skull_opened, brain_opened, brain_vessel_opened, head_treated) is null
            and not regexp_matches(op, '\b(coil[a-z]*|embol[a-z]*|arch|ascending|(lv|left ventric[a-z]*|ventricular) aneurysm[a-z]*)\b')
            and not (something_else is not null and not regexp_matches(op, '\b(repair|resection|open|replacement|surgery|reconstruction|aneurysmectomy|ex ?lap|laparotomy|ruptured|bypass)\b')) then mpog.says('vessel_open', vessel_sign)
    end as vessel_open,

    case
        when skull_only is not null and (skull_opened is null or regexp_matches(op, '\b(cranio ?synostosis|synostosis|sagittal|metopic|cvr|cranial vault|craniofacial|strip craniectomy|monobloc)\b')) and brain_opened is null then mpog.says('skull_only', skull_only)
        when brain_vessel_opened is not null and spine is null then mpog.says('brain_vessel_open', brain_vessel_opened)
        when skull_opened is not null and brain_vessel_whole is not null and not regexp_matches(op, '\bburr ?hole') then mpog.says('brain_vessel_open', concat_ws(' ', skull_opened, brain_vessel_whole))
        when regexp_matches(op, '\b(resection|excision|clip|clipping|bypass)\b') and brain_vessel_whole is not null and head_vessel is not null and coalesce(head_treated, spine) is null then mpog.says('brain_vessel_open', brain_vessel_whole)
        when skull_opened is not null then mpog.says('brain_open', skull_opened)
        when spine is not null and not regexp_matches(coalesce(brain_opened, ''), '\b(sub ?occipital|chiari|post(?:erior)? fossa|brain|intracranial|cranial|ventric[a-z]*|vps?|va|shunt|lumbo ?peritoneal|third|subdural|sdh)\b') then null
        when brain_opened is not null and not regexp_matches(op, '\b(dbs|deep brain|rns)\b.*\b(battery|generator|ipg|stage (2|ii|two)|phase (2|ii|two))\b') then mpog.says('brain_open', brain_opened)
        when mvd is not null and coronary is null and cardiology is null then mpog.says('brain_open', mvd)
        when head_treated is null and brain_sign is not null and something_else is null and head_pictured is null and thrombectomy is null and not regexp_matches(op, '\b(emboli[sz]ation|embo|coil[a-z]*|stent[a-z]*|angio[a-z]*|tumor embolization)\b') then mpog.says('brain_open', brain_sign)
        when brain_sign is not null and radiation is null and regexp_matches(op, '\b(resection|excision|removal|debulking|craniot[a-z]*|evac[a-z]*|endoscopic|microsurgical|microscopic|navigation|stealth|brainlab|awake)\b') and coalesce(picture, scope, cardiology, surveillance, needle, head_treated, head_pictured) is null then mpog.says('brain_open', brain_sign)
    end as brain_open,

    case
        when coalesce(radiation, skull_opened) is not null then null
        when head_treated is not null and spine is null and not (vessel_ballooned is not null and not regexp_matches(head_treated, '\b(thrombectomy|coil|emboli|embo|aneurysm|pipeline|intracranial|cerebral|mca|basilar)')) and not (head_vessel is null and other_vessel is not null) then mpog.says('brain_vessel_endovascular', head_treated)
        when thrombectomy is not null and coalesce(vessel_ballooned, vessel_pictured, vessel_opened, other_vessel, access) is null and not regexp_matches(op, '\b(leg|lle|rle|dvt|pe|pulmonary|ivc|limb|graft)\b') then mpog.says('brain_vessel_endovascular', thrombectomy)
        when head_vessel is not null and regexp_matches(op, '\b(emboli[sz]ation|embo|coil[a-z]*|thrombectomy|pipeline|flow diver[a-z]*)\b') and coalesce(other_vessel, spine, skull_opened, brain_vessel_opened, access) is null then mpog.says('brain_vessel_endovascular', head_vessel)
    end as brain_within,

    case when head_pictured is not null then mpog.says('diagnostic_angiogram', head_pictured) end as brain_pictured,

    case
        when other_lobe is not null and not regexp_matches(op, '\b(thoracotom[a-z]*|thoracoscop[a-z]*|vats|rats|lung|pulmonary)\b') then null
        when chest_opened is not null
            and not (surveillance is not null or (regexp_matches(chest_opened, '\b(transplant|tx|txp|biopsy|resection)\b') and scope is not null and not regexp_matches(op, '\b(vats|thoracoscop[a-z]*|thoracotomy|robotic|wedge|lobectomy|bilat[a-z]*|double)\b')))
            and not (picture is not null and not regexp_matches(op, '\b(vats|rats|thoracoscop[a-z]*|thoracotomy|resection|ectomy|repair)\b'))
            and not (scope is not null and regexp_matches(chest_opened, '\b(mediastinal|mediastinum|perforation|rupture|bleb|hemothorax)\b') and not regexp_matches(op, '\b(vats|rats|thoracoscop[a-z]*|thoracotomy|resection|repair|mediastinoscopy)\b'))
            and not (something_else is not null
                and regexp_matches(chest_opened, '^(ea tef|tef|tracheo ?esophageal fistula|esophageal atresia|coarct[a-z]*|thymoma|(retained )?hemothorax|cpam|ccam|sequestration|blebs?|boerhaave[a-z]*|pancoast|superior sulcus|lung abscess|bpf|broncho ?pleural|vascular ring|bolt|blt|ets|mediastinal (mass|tumor|lymph|node|cyst)[a-z]*)$')
                and not regexp_matches(op, '\b(repair|resection|ligation|division|evacuation|closure|excision|vats|rats|thoracotom[a-z]*|thoracoscop[a-z]*|washout)\b'))
            and not (radiation is not null and chest_entered is null)
            and not (chest_opened in ('ets', 'blt', 'bolt', 'mie', 'bpf', 'hemothorax') and cardiology is not null) then mpog.says('chest', chest_opened)
        when chest_entered is not null and coalesce(coronary, valve_done, open_heart, heart_closed, root, by_catheter, assist, pump_on, vessel_sign, valve_sign) is null then mpog.says('chest', chest_entered)
        when chest_entered is not null and regexp_matches(coalesce(heart_closed, ''), '\b(cardiac|heart|ventric|myocard|washout|open chest)') then mpog.says('chest', chest_entered)
        when chest_sign is not null and coalesce(something_else, verb) is null and catheter is null then mpog.says('chest', chest_sign)
        when chest_sign is not null and regexp_matches(chest_sign, '\b(biopsy|bx)\b') and coalesce(scope, picture, surveillance, catheter, radiation) is null and not regexp_matches(op, '\b(needle|core|fna|robotic bronch|ion|transbronch[a-z]*|navigation[a-z]*)\b') then mpog.says('chest', chest_sign)
    end as chest,

    case
        when regexp_matches(coalesce(pregnancy, ''), 'scar|ectopic') then mpog.says('early_pregnancy', pregnancy)
        when cesarean is not null then mpog.says('cesarean', cesarean)
        when cs is not null and coalesce(cardiology, scope) is null then mpog.says('cesarean', cs)
        when cs_sign is not null and coalesce(something_else, coronary, valve_done, head_pictured, pregnancy) is null then mpog.says('cesarean', cs_sign)
        when vaginal is not null and not (vaginal in ('labor', 'laboring', 'forceps', 'vacuum', 'kiwi', 'svd', 'ole', 'vaginal twin') and coalesce(pregnancy, something_else) is not null) then mpog.says('vaginal_delivery', vaginal)
        when delivery_only is not null then mpog.says('vaginal_delivery', delivery_only)
        when pregnancy is not null then mpog.says('early_pregnancy', pregnancy)
    end as birth,

    case when birth_risk is not null
        and (coalesce(cesarean, cs, vaginal) is not null or regexp_matches(coalesce(birth_risk, ''), 'percreta|accreta|increta|previa|abruption|uterine rupture')
            or (cs_sign is not null and something_else is null))
        and not (pregnancy is not null and coalesce(cesarean, cs, vaginal) is null) then mpog.says('high_risk_birth', birth_risk) end as birth_risk,

    -- Whoever is burned now counts, whatever is done.
    case when burn is not null and not regexp_matches(op, '\bheart burn') then mpog.says('burn', burn) end as burn,
    case when injury is not null then mpog.says('injury', injury) end as injury,
    case when threat is not null and not (threat = 'herniation' and something_else is not null) then mpog.says('threat_to_life', threat)
        when threat_by_injury is not null then mpog.says('threat_to_life', threat_by_injury) end as threat,
    mpog.says('lung_isolation', lung_isolation) as lung,
    case when nerve_monitoring is not null and coalesce(picture, radiation) is null and not (nerve_monitoring = 'eps' and cardiology is not null) then mpog.says('nerve_monitoring', nerve_monitoring) end as nerve,
    case when csf_drain is not null and not (csf_drain like '%drainage%' and picture is not null) then mpog.says('csf_drain', csf_drain) end as drain,
    case
        when radiation is not null then mpog.says('radiation', radiation)
        when picture is not null then mpog.says('picture', picture)
        when cardiology is not null then mpog.says('heart_rhythm_or_picture', cardiology)
        when scope is not null then mpog.says('scope', scope)
        when needle is not null then mpog.says('needle', needle)
        when aftercare is not null then mpog.says('aftercare', aftercare)
        when other_vessel is not null and regexp_matches(op, '\b(emboli[sz]ation|embo|coil[a-z]*|excision|resection|sclero[a-z]*)\b') then mpog.says('other_vessel', other_vessel)
        when other_bypass is not null then mpog.says('other_bypass', other_bypass)
    end as small,
    case when coalesce(ordinary_trunk, ordinary_head_pelvis, ordinary_limb_skin) is not null then mpog.says('other_surgery', coalesce(ordinary_trunk, ordinary_head_pelvis, ordinary_limb_skin))
        when verb is not null and alarm is null then mpog.says('other_surgery', verb) end as other,
    alarm,
    coalesce(ordinary_trunk, ordinary_head_pelvis, ordinary_limb_skin) is null and small is null as only_a_verb
from mpog.weighed;

-- The remarks are read only where nothing beside them names an operation.
create or replace table mpog.chosen as
with listed as (
    select
        * exclude (small, other),
        list_filter([heart, vessel_within, vessel_open, brain_open, brain_within, chest, birth], lambda it: it is not null) as operations,
        list_filter([brain_pictured, birth_risk, burn, injury, threat, lung, nerve, drain], lambda it: it is not null) as beside,
        list_filter([small, other], lambda it: it is not null) as otherwise
    from mpog.answers
)
select * from listed
qualify row_number() over (
    partition by procedure_text
    order by len(operations) > 0 or (len(otherwise) > 0 and not only_a_verb) desc, len(otherwise) > 0 desc, reading
) = 1;

-- Rules of the program's own, out of rules.csv beside the lists. `*` stands for any signs.
create or replace table mpog.own_rules as
select
    source_file,
    source_row,
    trim(pattern) as pattern,
    trim(lower(category)) as category,
    '* ' || array_to_string(
        list_transform(string_split(pattern, '*'), lambda part: trim(regexp_replace(mpog.spelled(part), '[ ,/]+', ' ', 'g'))), '*'
    ) || ' *' as shape
from raw.rules
where regexp_matches(pattern, '[A-Za-z0-9]');

create or replace view mpog.own_categories as
select unnest([
    'cardiac_bypass', 'cardiac_without_bypass', 'major_vessel_open', 'major_vessel_endovascular', 'intracranial_vascular_open',
    'intracranial_nonvascular_open', 'intracranial_endovascular', 'intrathoracic', 'cesarean', 'vaginal_delivery', 'burn', 'trauma'
]) as category, true as is_category
union all
select unnest(['high_risk_obstetric', 'life_threatening', 'one_lung_ventilation', 'neuromonitoring', 'csf_drain', 'none']), false;

create or replace table mpog.own_decisions as
select t.procedure_text, o.category, c.is_category, o.source_row, o.pattern
from mpog.own_rules o
join mpog.own_categories c using (category)
join mpog.readings t on t.reading = 1 and (t.whole glob o.shape or (o.category = 'none' and t.spelled glob o.shape));

-- Everything that a text gives: a rule, the words it rests on, and a fact where the rule means one.
create or replace table mpog.decisions as
with built_in as (
    select procedure_text, unnest(
        case when (called_off or len(operations) = 0) and regexp_matches(spelled, '\b(cancel[a-z]*|postponed|rescheduled|not done|not performed|did not proceed|no show|called off|case abandoned|(case|procedure|surgery) aborted)\b') and regexp_matches(
            regexp_replace(spelled, '\b(case|procedure|surgery|operation|cancel[a-z]*|postponed|rescheduled|aborted|not|done|performed|no|show|called|off|abandoned|the|was|per|patient|pt|phi)\b', ' ', 'g'), '[a-z]'
        ) then [{'rule': 'called_off', 'words': mpog.hit(spelled, '\b(cancel[a-z]*|postponed|rescheduled|aborted|not done|not performed|did not proceed|no show|called off|abandoned)\b')}]
        else operations || beside || otherwise end
    ) as decision
    from mpog.chosen
)
select b.procedure_text, b.decision.rule as rule, b.decision.words as words, m.fact, m.text
from built_in b
left join mpog.meanings m on m.rule = b.decision.rule
where b.procedure_text not in (select procedure_text from mpog.own_decisions where category = 'none')
union all
select
    procedure_text, 'rules.csv row ' || source_row, pattern,
    case when is_category then 'category' when category <> 'none' then category end,
    case when is_category then category end
from mpog.own_decisions;

-- Texts to look at: nothing names what was done, or no more than an ordinary name does beside a word of a category.
create or replace table mpog.unclear_texts as
select c.procedure_text, d.procedure_text is null as unknown, c.alarm
from mpog.chosen c
left join (
    select procedure_text, bool_and(rule = 'other_surgery') as ordinary from mpog.decisions group by procedure_text
) d using (procedure_text)
where d.procedure_text is null or (d.ordinary and c.alarm is not null);
