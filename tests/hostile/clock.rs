//! One file gives one number, whatever the zone of the reader.

use super::Small;
use crate::review::{out, trellis};

/// Cases whose times have a zone, read by a view as dbt and many an export write it.
const ZONED: &str = "create table zoned as select * replace (started_at::timestamptz as started_at) from cases; \
    delete from zoned; drop table cases; \
    insert into zoned (case_id, started_at, age_years) \
    select 'Z' || i, ('2026-03-07 02:30:00+00'::timestamptz + to_hours(i::bigint)), 40 from range(12) r(i); \
    create view cases as select * replace (started_at::timestamp as started_at) from zoned; \
    delete from case_staff; insert into case_staff (case_id, resident_id, role) select case_id, 'R1', 'primary' from zoned;";

fn nights(small: &Small, zone: &str) -> (String, String) {
    let show =
        trellis().arg("show").arg(small.cases()).args(["R1", "--json"]).env("TZ", zone).output().unwrap();
    let shown: serde_json::Value = serde_json::from_slice(&show.stdout).unwrap();
    let all = shown["experiences"].as_array().unwrap();
    let n = |code| all.iter().find(|one| one["code"] == code).unwrap()["n"].to_string();
    (n("night"), n("weekend"))
}

#[test]
fn times_with_a_zone_are_read_on_the_hospitals_clock_everywhere() {
    // From 02:30 to 13:30 UTC on a Saturday; in Detroit from 21:30 on Friday to 08:30.
    for (zone, expected) in
        [("null", ("4", "12")), ("'America/Detroit'", ("8", "9")), ("'Nowhere'", ("4", "12"))]
    {
        let small = Small::with(&format!("{ZONED} update program set time_zone = {zone}"));
        for reader in ["UTC", "America/Detroit", "Asia/Tokyo"] {
            let (night, weekend) = nights(&small, reader);
            assert_eq!((night.as_str(), weekend.as_str()), expected, "{zone} read in {reader}");
        }
    }
    let small = Small::with(ZONED);
    let said = out(&small.run(&["check"]));
    assert!(
        said.contains(
            "names no zone of the hospital: they are read in UTC (1 place)\n  main.zoned.started_at"
        ),
        "{said}"
    );
    let small = Small::with("update program set time_zone = 'Nowhere'");
    assert!(
        out(&small.run(&["check"]))
            .contains("program.time_zone is \"Nowhere\", which is no zone that is known")
    );
}

#[test]
fn a_resident_whose_starts_have_no_hours_is_no_night_owl() {
    let small = Small::with(
        "insert into cases (case_id, started_at) select 'M' || i, timestamp '2026-03-02 00:00:00' from range(9) r(i); \
         insert into cases (case_id, started_at) select 'T' || i, timestamp '2026-03-02 23:10:00' from range(9) r(i); \
         delete from case_staff; \
         insert into case_staff (case_id, resident_id, role) \
         select case_id, case when case_id like 'M%' then 'R1' else 'R2' end, 'primary' from cases where case_id not like 'C%'",
    );
    let shown = |id: &str| {
        let shown: serde_json::Value = serde_json::from_str(&small.prints(&["show", id, "--json"])).unwrap();
        let all = shown["experiences"].as_array().unwrap();
        all.iter().find(|one| one["code"] == "night").unwrap()["n"].clone()
    };
    assert_eq!((shown("R1"), shown("R2")), (serde_json::Value::Null, 9.into()));
    let said = out(&small.run(&["check"]));
    assert!(said.contains("resident R1: 9 of 9 at 00:00"), "{said}");
}
