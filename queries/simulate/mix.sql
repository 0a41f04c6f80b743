-- What kinds of anesthetic there are, and what each rotation brings. All figures are ours, set so that
-- totals lie where published ones do (docs/simulation.md).

-- patient:   who comes: adult, elder, woman (of child-bearing age), child, toddler, infant, neonate, teen
-- asa:       the usual physical status
-- urgent:    share of emergencies
-- tube:      ett, dlt, lma or none
-- units:     mean of red cell units where any are given (bleed: share of such cases)
-- facts:     'fact' or 'fact=text', each true of every case of the kind
create table sim.kind as
select *, row_number() over () as kind_no from (values
    ('lap_chole', 'general', 'adult', 2, 0.15, 90, 'general', 'ett', 0.03, 0.0, 30, 0.003, 1.5, '', [], ['Laparoscopic cholecystectomy', 'Laparoscopic cholecystectomy with cholangiogram']),
    ('hernia', 'general', 'adult', 2, 0.03, 75, 'general', 'lma', 0.0, 0.0, 20, 0.0, 1, 'tap:0.15', [], ['Inguinal hernia repair, open', 'Ventral hernia repair', 'Laparoscopic inguinal hernia repair']),
    ('colectomy', 'general', 'elder', 3, 0.08, 190, 'general', 'ett', 0.3, 0.03, 180, 0.08, 1.8, 'tap:0.3', [], ['Laparoscopic sigmoid colectomy', 'Low anterior resection', 'Right hemicolectomy']),
    ('breast', 'general', 'adult', 2, 0.0, 100, 'general', 'lma', 0.01, 0.0, 50, 0.002, 1, 'pecs:0.25', [], ['Mastectomy with sentinel node biopsy', 'Breast lumpectomy']),
    ('urology', 'general', 'elder', 3, 0.03, 150, 'general', 'ett', 0.15, 0.01, 150, 0.03, 1.6, '', [], ['Robotic prostatectomy', 'Partial nephrectomy', 'Nephrectomy, laparoscopic']),
    ('cystoscopy', 'general', 'elder', 3, 0.05, 45, 'general', 'lma', 0.0, 0.0, 5, 0.0, 1, '', [], ['Cystoscopy with ureteral stent', 'Transurethral resection of bladder tumor']),
    ('gyn', 'general', 'woman', 2, 0.03, 130, 'general', 'ett', 0.04, 0.0, 90, 0.015, 1.7, 'tap:0.1', [], ['Laparoscopic hysterectomy', 'Robotic myomectomy', 'Diagnostic laparoscopy']),
    ('joint', 'general', 'elder', 3, 0.01, 115, 'spinal', 'none', 0.03, 0.0, 200, 0.03, 1.4, 'adductor_canal:0.5', [], ['Total knee arthroplasty', 'Total hip arthroplasty']),
    ('spine', 'general', 'adult', 3, 0.04, 210, 'general', 'ett', 0.45, 0.05, 350, 0.1, 2.0, '', ['neuromonitoring'], ['Lumbar fusion, posterior', 'Cervical discectomy and fusion, anterior']),
    ('ent', 'general', 'adult', 2, 0.02, 110, 'general', 'ett', 0.03, 0.0, 40, 0.004, 1, '', [], ['Thyroidectomy', 'Septoplasty and sinus surgery', 'Parotidectomy', 'Direct laryngoscopy with biopsy']),
    ('bariatric', 'general', 'adult', 3, 0.0, 120, 'general', 'ett', 0.06, 0.0, 40, 0.004, 1, '', [], ['Laparoscopic sleeve gastrectomy', 'Laparoscopic gastric bypass']),
    ('endoscopy', 'general', 'elder', 3, 0.05, 40, 'sedation', 'none', 0.0, 0.0, 0, 0.0, 1, '', [], ['Colonoscopy', 'Endoscopic retrograde cholangiopancreatography', 'Upper endoscopy']),
    ('whipple', 'general', 'elder', 3, 0.0, 380, 'general', 'ett', 0.95, 0.3, 500, 0.3, 2.4, 'epidural:0.5', [], ['Pancreaticoduodenectomy', 'Hepatectomy, right']),
    ('cataract', 'general', 'elder', 3, 0.0, 30, 'sedation', 'none', 0.0, 0.0, 0, 0.0, 1, '', [], ['Phacoemulsification of cataract with lens implant']),
    ('knee_scope', 'block', 'adult', 2, 0.0, 80, 'general', 'lma', 0.0, 0.0, 10, 0.0, 1, 'femoral:0.35', [], ['Knee arthroscopy', 'Anterior cruciate ligament reconstruction']),
    ('shoulder', 'block', 'adult', 2, 0.0, 110, 'general', 'ett', 0.03, 0.0, 60, 0.003, 1, 'interscalene:0.92', [], ['Shoulder arthroscopy with rotator cuff repair', 'Total shoulder arthroplasty']),
    ('hand', 'block', 'adult', 2, 0.03, 70, 'peripheral_block', 'none', 0.0, 0.0, 5, 0.0, 1, 'supraclavicular:0.9', [], ['Open reduction of distal radius fracture', 'Carpal tunnel release', 'Flexor tendon repair']),
    ('foot', 'block', 'adult', 2, 0.03, 85, 'peripheral_block', 'none', 0.0, 0.0, 20, 0.0, 1, 'popliteal:0.92', [], ['Open reduction of ankle fracture', 'Bunionectomy', 'Achilles tendon repair']),
    ('joint_block', 'block', 'elder', 3, 0.0, 115, 'spinal', 'none', 0.03, 0.0, 200, 0.03, 1.4, 'adductor_canal:0.92', [], ['Total knee arthroplasty', 'Unicompartmental knee arthroplasty']),
    ('access', 'block', 'elder', 4, 0.02, 90, 'peripheral_block', 'none', 0.03, 0.02, 40, 0.01, 1, 'infraclavicular:0.75', [], ['Arteriovenous fistula creation', 'Revision of arteriovenous graft']),
    ('cabg', 'cardiac', 'elder', 4, 0.06, 330, 'general', 'ett', 1.0, 0.98, 600, 0.45, 2.4, '', ['category=cardiac_bypass'], ['Coronary artery bypass grafting x3', 'Coronary artery bypass grafting x4']),
    ('valve', 'cardiac', 'elder', 4, 0.03, 340, 'general', 'ett', 1.0, 0.98, 500, 0.4, 2.3, '', ['category=cardiac_bypass'], ['Aortic valve replacement', 'Mitral valve repair']),
    ('aorta_arch', 'cardiac', 'adult', 4, 0.35, 420, 'general', 'ett', 1.0, 1.0, 1500, 0.8, 4.5, '', ['category=cardiac_bypass'], ['Repair of ascending aorta', 'Repair of type A aortic dissection']),
    ('off_pump', 'cardiac', 'elder', 4, 0.05, 280, 'general', 'ett', 1.0, 0.9, 450, 0.3, 2.0, '', ['category=cardiac_without_bypass'], ['Off-pump coronary artery bypass', 'Pericardial window']),
    ('tavr', 'cardiac', 'elder', 4, 0.02, 120, 'sedation', 'none', 0.6, 0.1, 50, 0.04, 1.5, '', ['category=cardiac_without_bypass'], ['Transcatheter aortic valve replacement']),
    ('lobectomy', 'thoracic', 'elder', 3, 0.0, 210, 'general', 'dlt', 0.95, 0.05, 150, 0.04, 1.6, 'paravertebral:0.35', ['category=intrathoracic', 'one_lung_ventilation'], ['Thoracoscopic lobectomy', 'Thoracoscopic wedge resection', 'Thoracotomy with lobectomy']),
    ('esophagus', 'thoracic', 'elder', 3, 0.0, 400, 'general', 'dlt', 1.0, 0.2, 300, 0.1, 1.8, 'epidural:0.7', ['category=intrathoracic', 'one_lung_ventilation'], ['Esophagectomy']),
    ('mediastinum', 'thoracic', 'adult', 3, 0.02, 100, 'general', 'ett', 0.4, 0.02, 40, 0.01, 1.5, '', ['category=intrathoracic'], ['Mediastinoscopy', 'Thymectomy, robotic']),
    ('aaa_open', 'vascular', 'elder', 4, 0.15, 290, 'general', 'ett', 1.0, 0.8, 1100, 0.5, 3.0, 'epidural:0.3', ['category=major_vessel_open'], ['Open repair of abdominal aortic aneurysm', 'Aortobifemoral bypass']),
    ('evar', 'vascular', 'elder', 4, 0.05, 150, 'general', 'ett', 0.9, 0.05, 150, 0.05, 1.8, '', ['category=major_vessel_endovascular'], ['Endovascular repair of abdominal aortic aneurysm', 'Thoracic endovascular aortic repair']),
    ('carotid', 'vascular', 'elder', 3, 0.03, 140, 'general', 'ett', 0.97, 0.01, 80, 0.01, 1.3, '', ['category=major_vessel_open', 'neuromonitoring'], ['Carotid endarterectomy']),
    ('leg_bypass', 'vascular', 'elder', 4, 0.1, 230, 'general', 'ett', 0.7, 0.05, 250, 0.15, 1.8, '', ['category=major_vessel_open'], ['Femoral-popliteal bypass', 'Femoral endarterectomy']),
    ('leg_endo', 'vascular', 'elder', 4, 0.08, 110, 'sedation', 'none', 0.15, 0.0, 40, 0.02, 1.3, '', ['category=major_vessel_endovascular'], ['Angioplasty and stent of superficial femoral artery', 'Iliac stent']),
    ('crani_tumor', 'neuro', 'adult', 3, 0.04, 270, 'general', 'ett', 0.97, 0.15, 250, 0.05, 1.7, '', ['category=intracranial_nonvascular_open', 'neuromonitoring'], ['Craniotomy for tumor resection', 'Suboccipital craniotomy', 'Craniotomy for meningioma']),
    ('crani_clip', 'neuro', 'adult', 4, 0.3, 300, 'general', 'ett', 1.0, 0.3, 300, 0.1, 2.0, '', ['category=intracranial_vascular_open', 'neuromonitoring'], ['Craniotomy for clipping of aneurysm', 'Resection of arteriovenous malformation']),
    ('subdural', 'neuro', 'elder', 4, 0.8, 120, 'general', 'ett', 0.8, 0.05, 150, 0.06, 1.8, '', ['category=intracranial_nonvascular_open', 'life_threatening=0.5'], ['Craniotomy for evacuation of subdural hematoma', 'Decompressive craniectomy']),
    ('coil', 'neuro', 'adult', 4, 0.25, 170, 'general', 'ett', 0.9, 0.02, 20, 0.005, 1.3, '', ['category=intracranial_endovascular'], ['Coil embolization of cerebral aneurysm']),
    ('thrombectomy', 'neuro', 'elder', 4, 1.0, 90, 'general', 'ett', 0.7, 0.0, 20, 0.0, 1, '', ['category=intracranial_endovascular', 'life_threatening=0.4'], ['Mechanical thrombectomy for stroke']),
    ('cesarean', 'ob', 'woman', 2, 0.3, 75, 'cesarean', 'none', 0.02, 0.0, 750, 0.015, 1.9, 'tap:0.05', ['category=cesarean'], ['Cesarean delivery', 'Repeat cesarean delivery']),
    ('cesarean_risk', 'ob', 'woman', 3, 0.4, 95, 'cesarean', 'none', 0.2, 0.01, 1000, 0.09, 3.0, '', ['category=cesarean', 'high_risk_obstetric'], ['Cesarean delivery, severe preeclampsia', 'Cesarean delivery, placenta previa', 'Cesarean delivery, twins']),
    ('accreta', 'ob', 'woman', 3, 0.2, 220, 'general', 'ett', 1.0, 0.4, 2600, 0.85, 6.0, '', ['category=cesarean', 'high_risk_obstetric', 'life_threatening=0.5'], ['Cesarean hysterectomy for placenta accreta']),
    ('vaginal', 'ob', 'woman', 2, 0.0, 240, 'labor', 'none', 0.0, 0.0, 300, 0.005, 1.6, '', ['category=vaginal_delivery', 'high_risk_obstetric=0.12'], ['Labor analgesia, vaginal delivery']),
    ('d_and_c', 'ob', 'woman', 2, 0.3, 35, 'general', 'lma', 0.0, 0.0, 80, 0.01, 1.5, '', [], ['Dilation and curettage', 'Cervical cerclage']),
    ('ped_ent', 'peds', 'child', 2, 0.01, 50, 'general', 'ett', 0.0, 0.0, 10, 0.0, 1, '', [], ['Tonsillectomy and adenoidectomy', 'Myringotomy with tubes', 'Adenoidectomy']),
    ('ped_ortho', 'peds', 'child', 2, 0.15, 85, 'general', 'lma', 0.01, 0.0, 20, 0.003, 1, 'femoral:0.06', [], ['Closed reduction of supracondylar fracture', 'Excision of accessory digit']),
    ('ped_dental', 'peds', 'child', 2, 0.0, 80, 'general', 'ett', 0.0, 0.0, 5, 0.0, 1, '', [], ['Dental restorations under anesthesia']),
    ('ped_imaging', 'peds', 'toddler', 2, 0.0, 60, 'sedation', 'none', 0.0, 0.0, 0, 0.0, 1, '', [], ['Magnetic resonance imaging under anesthesia']),
    ('ped_hernia', 'infant', 'toddler', 2, 0.02, 60, 'general', 'lma', 0.0, 0.0, 3, 0.0, 1, 'caudal:0.5', [], ['Inguinal hernia repair, infant', 'Orchidopexy', 'Hypospadias repair']),
    ('ped_cleft', 'infant', 'infant', 2, 0.0, 120, 'general', 'ett', 0.02, 0.0, 15, 0.005, 1, '', [], ['Cleft lip repair', 'Cleft palate repair']),
    ('neonate', 'infant', 'neonate', 3, 0.4, 90, 'general', 'ett', 0.3, 0.05, 5, 0.05, 1, 'caudal:0.15', [], ['Pyloromyotomy', 'Repair of gastroschisis', 'Inguinal hernia repair, former preterm']),
    ('ped_spine', 'peds', 'teen', 2, 0.0, 330, 'general', 'ett', 0.98, 0.1, 500, 0.25, 2.0, '', ['neuromonitoring'], ['Posterior spinal fusion for scoliosis']),
    ('teen', 'peds', 'teen', 1, 0.1, 75, 'general', 'ett', 0.0, 0.0, 20, 0.002, 1, '', [], ['Laparoscopic appendectomy', 'Knee arthroscopy', 'Pectus bar removal']),
    ('hip_fracture', 'general', 'elder', 3, 0.5, 100, 'spinal', 'none', 0.2, 0.01, 200, 0.12, 1.6, 'fascia_iliaca:0.3', ['category=trauma'], ['Open reduction of femoral neck fracture', 'Cephalomedullary nail of hip fracture']),
    ('fracture', 'general', 'adult', 2, 0.25, 140, 'general', 'ett', 0.1, 0.01, 150, 0.05, 1.7, 'sciatic:0.08', ['category=trauma'], ['Open reduction of tibial fracture', 'Intramedullary nail of femur', 'Open reduction of humerus fracture']),
    ('washout', 'general', 'adult', 3, 0.3, 65, 'general', 'lma', 0.06, 0.01, 40, 0.02, 1.4, '', [], ['Irrigation and debridement of wound', 'Incision and drainage of abscess']),
    ('trauma_lap', 'trauma', 'adult', 4, 0.95, 150, 'general', 'ett', 0.9, 0.5, 900, 0.6, 4.2, '', ['category=trauma', 'life_threatening'], ['Exploratory laparotomy for trauma', 'Exploratory laparotomy, penetrating injury']),
    ('trauma_chest', 'trauma', 'adult', 4, 0.95, 160, 'general', 'ett', 0.95, 0.5, 900, 0.6, 4.0, '', ['category=trauma', 'category=intrathoracic', 'life_threatening'], ['Thoracotomy for trauma']),
    ('trauma_head', 'neuro', 'adult', 5, 1.0, 140, 'general', 'ett', 0.95, 0.3, 400, 0.25, 2.4, '', ['category=trauma', 'category=intracranial_nonvascular_open', 'life_threatening'], ['Craniotomy for epidural hematoma', 'Decompressive craniectomy after head injury']),
    ('burn', 'trauma', 'adult', 3, 0.2, 150, 'general', 'ett', 0.4, 0.15, 350, 0.3, 2.2, '', ['category=burn', 'life_threatening=0.4'], ['Excision and grafting of burn']),
    ('laparotomy', 'general', 'elder', 4, 0.9, 150, 'general', 'ett', 0.6, 0.2, 200, 0.15, 2.0, '', ['life_threatening=0.35'], ['Exploratory laparotomy for perforated bowel', 'Exploratory laparotomy for bowel obstruction']),
    ('appendix', 'general', 'adult', 2, 0.9, 70, 'general', 'ett', 0.01, 0.0, 15, 0.002, 1, '', [], ['Laparoscopic appendectomy']),
    ('ectopic', 'ob', 'woman', 2, 1.0, 80, 'general', 'ett', 0.1, 0.0, 400, 0.1, 2.0, '', [], ['Laparoscopic salpingectomy for ectopic pregnancy']),
    ('ruptured_aaa', 'vascular', 'elder', 5, 1.0, 240, 'general', 'ett', 1.0, 0.8, 3000, 0.95, 7.0, '', ['category=major_vessel_open', 'life_threatening'], ['Open repair of ruptured abdominal aortic aneurysm']),
    ('kidney', 'general', 'adult', 4, 0.5, 200, 'general', 'ett', 0.6, 0.5, 200, 0.1, 1.6, '', [], ['Kidney transplantation, deceased donor']),
    ('liver', 'trauma', 'adult', 4, 0.7, 430, 'general', 'ett', 1.0, 1.0, 3000, 0.85, 6.5, '', ['life_threatening=0.5'], ['Liver transplantation']),
    ('trach', 'general', 'adult', 4, 0.1, 45, 'general', 'ett', 0.5, 0.1, 20, 0.01, 1.3, '', [], ['Tracheostomy'])
) t(kind, dimension, patient, asa, urgent, minutes, technique, tube, arterial, central, blood, bleed, units, block, facts, texts);

-- Cases of a working day by rotation (0: none), and whether night calls come with it.
create table sim.pace as
select * from (values
    ('general', 2.25, true, 'Main'), ('cardiac', 1.35, true, 'Main'), ('thoracic_vascular', 2.2, true, 'Main'),
    ('neuro', 1.65, true, 'Main'), ('obstetric', 2.5, true, 'Birth Center'), ('pediatric', 3.6, true, 'Children'),
    ('regional', 2.8, true, 'Main'), ('ambulatory', 3.2, false, 'Surgery Center'), ('trauma', 2.1, true, 'Main'),
    ('icu', 0.12, false, 'Main'), ('pain', 0.0, false, 'Main'), ('pacu', 0.0, false, 'Main'),
    ('preop', 0.0, false, 'Main')
) t(rotation, cases, calls, site);

-- Weights of kinds within a rotation; `call` is the night.
create table sim.mix as
select rotation, unnest(kinds).kind as kind, unnest(kinds).w as weight from (values
    ('general', [{kind: 'lap_chole', w: 11}, {kind: 'hernia', w: 8}, {kind: 'colectomy', w: 8}, {kind: 'breast', w: 7}, {kind: 'urology', w: 9}, {kind: 'cystoscopy', w: 7}, {kind: 'gyn', w: 9}, {kind: 'joint', w: 7}, {kind: 'spine', w: 6}, {kind: 'ent', w: 8}, {kind: 'bariatric', w: 4}, {kind: 'endoscopy', w: 6}, {kind: 'whipple', w: 2.5}, {kind: 'access', w: 2.5}, {kind: 'carotid', w: 0.7}, {kind: 'leg_endo', w: 0.8}, {kind: 'mediastinum', w: 0.7}, {kind: 'lobectomy', w: 0.6}, {kind: 'teen', w: 1.5}, {kind: 'laparotomy', w: 2.5}]),
    ('cardiac', [{kind: 'cabg', w: 40}, {kind: 'valve', w: 28}, {kind: 'aorta_arch', w: 6}, {kind: 'off_pump', w: 8}, {kind: 'tavr', w: 18}]),
    ('thoracic_vascular', [{kind: 'lobectomy', w: 32}, {kind: 'esophagus', w: 6}, {kind: 'mediastinum', w: 11}, {kind: 'aaa_open', w: 6}, {kind: 'evar', w: 13}, {kind: 'carotid', w: 12}, {kind: 'leg_bypass', w: 10}, {kind: 'leg_endo', w: 6}, {kind: 'access', w: 4}]),
    ('neuro', [{kind: 'crani_tumor', w: 40}, {kind: 'crani_clip', w: 8}, {kind: 'subdural', w: 8}, {kind: 'coil', w: 14}, {kind: 'thrombectomy', w: 7}, {kind: 'spine', w: 23}]),
    ('obstetric', [{kind: 'cesarean', w: 37}, {kind: 'cesarean_risk', w: 8}, {kind: 'accreta', w: 0.35}, {kind: 'vaginal', w: 44}, {kind: 'd_and_c', w: 8}, {kind: 'ectopic', w: 1}]),
    ('pediatric', [{kind: 'ped_ent', w: 27}, {kind: 'ped_ortho', w: 14}, {kind: 'ped_dental', w: 10}, {kind: 'ped_imaging', w: 8}, {kind: 'ped_hernia', w: 15}, {kind: 'ped_cleft', w: 5}, {kind: 'neonate', w: 7}, {kind: 'ped_spine', w: 3}, {kind: 'teen', w: 11}]),
    ('regional', [{kind: 'knee_scope', w: 15}, {kind: 'shoulder', w: 24}, {kind: 'hand', w: 20}, {kind: 'foot', w: 18}, {kind: 'joint_block', w: 18}, {kind: 'access', w: 5}]),
    ('ambulatory', [{kind: 'cataract', w: 12}, {kind: 'knee_scope', w: 13}, {kind: 'hernia', w: 13}, {kind: 'cystoscopy', w: 12}, {kind: 'ent', w: 12}, {kind: 'gyn', w: 8}, {kind: 'breast', w: 10}, {kind: 'endoscopy', w: 10}, {kind: 'hand', w: 6}, {kind: 'ped_ent', w: 4}]),
    ('trauma', [{kind: 'hip_fracture', w: 18}, {kind: 'fracture', w: 32}, {kind: 'washout', w: 14}, {kind: 'trauma_lap', w: 13}, {kind: 'trauma_chest', w: 3}, {kind: 'trauma_head', w: 6}, {kind: 'burn', w: 8}, {kind: 'laparotomy', w: 6}]),
    ('icu', [{kind: 'trach', w: 100}]),
    ('call', [{kind: 'appendix', w: 22}, {kind: 'laparotomy', w: 15}, {kind: 'hip_fracture', w: 9}, {kind: 'fracture', w: 9}, {kind: 'washout', w: 12}, {kind: 'trauma_lap', w: 6}, {kind: 'trauma_head', w: 2}, {kind: 'subdural', w: 2.5}, {kind: 'thrombectomy', w: 2.5}, {kind: 'cesarean', w: 6}, {kind: 'ectopic', w: 3}, {kind: 'lap_chole', w: 4}, {kind: 'ruptured_aaa', w: 0.7}, {kind: 'aorta_arch', w: 0.8}, {kind: 'kidney', w: 3}, {kind: 'liver', w: 1.2}, {kind: 'neonate', w: 0.6}])
) t(rotation, kinds);

-- How unevenly each dimension falls on residents: the spread of a log-normal multiplier.
create table sim.dimension as
select *, row_number() over () as n from (values
    ('general', 0.15), ('block', 0.3), ('cardiac', 0.25), ('thoracic', 0.28), ('vascular', 0.28), ('neuro', 0.25),
    ('ob', 0.22), ('peds', 0.2), ('infant', 0.28), ('trauma', 0.35)
) t(dimension, spread);
