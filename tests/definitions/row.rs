//! One row of `rows.txt`: a resident in a case, and whether a definition counts it.

use std::fmt::Write as _;

/// How often a row counts, or with which value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Counts {
    Times(usize),
    Value(f64),
}

#[derive(Clone, Debug)]
pub struct Row {
    pub line: usize,
    pub definition: String,
    pub counts: Counts,
    pub why: String,
    case: Option<String>,
    stays: Vec<String>,
    facts: Vec<String>,
    procedures: Vec<String>,
}

const DAY: &str = "2026-03-04";

impl Row {
    pub fn read(line: usize, text: &str) -> Self {
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let [definition, counts, why, case, stays, facts, procedures] = parts[..] else {
            panic!("line {line} has {} parts and not 7", parts.len());
        };
        let counts = match counts {
            "yes" => Counts::Times(1),
            "no" => Counts::Times(0),
            n if n.starts_with('x') => Counts::Times(n[1..].parse().unwrap()),
            value => Counts::Value(value.strip_prefix('=').unwrap().parse().unwrap()),
        };
        let list = |text: &str, by: char| {
            text.split(by).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let stays = if stays.is_empty() { "primary 07:00-20:00" } else { stays };
        Self {
            line,
            definition: definition.to_owned(),
            counts,
            why: why.to_owned(),
            case: (case != "-").then(|| case.to_owned()),
            stays: list(stays, ';'),
            facts: list(facts, ','),
            procedures: list(procedures, ','),
        }
    }

    pub fn resident(&self) -> String {
        format!("R{}", self.line)
    }

    /// Returns the same row as an observer's, who did nothing with their own hands.
    pub fn observed(mut self) -> Self {
        for stay in &mut self.stays {
            *stay = stay.replace("primary", "observer").replace("second", "observer");
        }
        self.procedures.clear();
        self
    }

    /// Returns the same row with every fact an hour before the first minute of anybody's stay.
    pub fn too_early(mut self) -> Self {
        for fact in &mut self.facts {
            *fact = format!("{}@04:00", fact.split('@').next().unwrap_or_default());
        }
        self.procedures.clear();
        self
    }

    /// Tells whether every stay has its times.
    pub fn is_timed(&self) -> bool {
        self.stays.iter().all(|stay| stay.contains(' '))
    }

    /// Returns the statements that put the row into the tables of `src`.
    pub fn inserts(&self) -> String {
        let mut sql = format!(
            "insert into src.main.residents by name
                 select '{}' as resident_id, 'A, B' as name, 'current' as status;\n",
            self.resident()
        );
        if let Some(case) = &self.case {
            self.insert_case(case, &mut sql);
        }
        for (n, procedure) in self.procedures.iter().enumerate() {
            self.insert_procedure(n, procedure, &mut sql);
        }
        sql
    }

    fn insert_case(&self, case: &str, sql: &mut String) {
        let mut start = format!("{DAY}T07:00");
        let (mut age, mut asa, mut emergency) = ("null", "null", "null");
        for word in case.split_whitespace() {
            match word.split_once('=') {
                Some(("age", value)) => age = value,
                Some(("asa", value)) => asa = value,
                Some(("start", value)) => value.clone_into(&mut start),
                None if word == "emergency" => emergency = "true",
                None if word == "future" => "2026-07-01T07:00".clone_into(&mut start),
                _ => panic!("line {}: {word} says nothing of a case", self.line),
            }
        }
        let (id, day) = (format!("C{}", self.line), &start[..10]);
        writeln!(
            sql,
            "insert into src.main.cases values
                 ('{id}', '{start}', '{day} 23:59', null, {age}, {asa}, {emergency}, null);"
        )
        .unwrap();
        for stay in &self.stays {
            let (role, from, to) = match stay.split_once(' ') {
                None => (stay.as_str(), "null".to_owned(), "null".to_owned()),
                Some((role, times)) => {
                    let (from, to) = times.split_once('-').unwrap();
                    (role, format!("'{day} {from}'"), format!("'{day} {to}'"))
                }
            };
            writeln!(
                sql,
                "insert into src.main.case_staff values
                     ('{id}', '{}', '{role}', {from}, {to}, null);",
                self.resident()
            )
            .unwrap();
        }
        for fact in &self.facts {
            let (fact, at) = match fact.split_once('@') {
                Some((fact, time)) => (fact, format!("'{day} {time}'")),
                None => (fact.as_str(), "null".to_owned()),
            };
            let (fact, text, value) = match (fact.split_once(':'), fact.split_once('=')) {
                (Some((fact, text)), _) => (fact, format!("'{text}'"), "null"),
                (_, Some((fact, value))) => (fact, "null".to_owned(), value),
                _ => (fact, "null".to_owned(), "null"),
            };
            writeln!(
                sql,
                "insert into src.main.case_facts (case_id, fact, text, value, \"at\", rule) values ('{id}', '{fact}', {text}, {value}, {at}, null);"
            )
            .unwrap();
        }
    }

    fn insert_procedure(&self, n: usize, procedure: &str, sql: &mut String) {
        let (procedure, ultrasound) = match procedure.strip_suffix("+ultrasound") {
            Some(procedure) => (procedure, "true"),
            None => (procedure, "null"),
        };
        let (kind, site) = match procedure.split_once('/') {
            Some((kind, site)) => (kind, format!("'{site}'")),
            None => (procedure, "null".to_owned()),
        };
        let case = self.case.as_ref().map_or("null".to_owned(), |_| format!("'C{}'", self.line));
        writeln!(
            sql,
            "insert into src.main.procedures (procedure_id, case_id, resident_id, kind, site, performed_at, age_years,
                     ultrasound, outcome, attempts, rule) values
                 ('P{}-{n}', {case}, '{}', '{kind}', {site}, '{DAY} 09:00', null, {ultrasound}, null, null, null);",
            self.line,
            self.resident()
        )
        .unwrap();
    }
}
