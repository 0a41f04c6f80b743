//! The definitions that come with the program: the files of `queries/experiences/`, embedded.

macro_rules! files {
    ($($code:literal)*) => {
        &[$((
            concat!($code, ".sql"),
            include_str!(concat!("../../../queries/experiences/", $code, ".sql")),
        )),*]
    };
}

/// File name and text of every built-in definition, by code.
pub const FILES: &[(&str, &str)] = files! {
    "age_65"
    "age_80"
    "airway_unanticipated"
    "all_cases"
    "arterial_line"
    "asa_4_5"
    "block_abdominal"
    "block_chest"
    "block_femoral"
    "block_infraclavicular"
    "block_interscalene"
    "block_sciatic"
    "block_supraclavicular"
    "blood_loss_2000"
    "blood_patch"
    "burn"
    "cardiac"
    "cardiac_arrest"
    "cardiac_bypass"
    "caudal"
    "central_line"
    "cesarean"
    "cesarean_hemorrhage"
    "combined_spinal_epidural"
    "csf_drain"
    "difficult_airway"
    "double_lumen_tube"
    "dural_puncture"
    "emergency"
    "epidural"
    "hemorrhage_major"
    "hemorrhage_massive"
    "intracranial"
    "intracranial_open"
    "intrathoracic"
    "intubation"
    "intubation_awake"
    "intubation_complex"
    "intubation_flexible"
    "intubation_video"
    "labor_epidural"
    "life_threatening"
    "line_ultrasound"
    "major_vessel"
    "major_vessel_open"
    "massive_transfusion"
    "neonate"
    "neuromonitoring"
    "night"
    "obstetric_high_risk"
    "one_lung_ventilation"
    "pa_catheter"
    "pain_new_patient"
    "pediatric"
    "pediatric_under_3m"
    "pediatric_under_3y"
    "peripheral_block"
    "spinal"
    "supraglottic_airway"
    "tee"
    "transfusion"
    "trauma"
    "vaginal_delivery"
    "weekend"
};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn no_definition_in_the_folder_is_forgotten() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries/experiences");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        there.sort();
        let embedded: Vec<&str> = FILES.iter().map(|(file, _)| *file).collect();
        assert_eq!(embedded, there);
    }
}
