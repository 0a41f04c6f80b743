//! The comment header of a definition: `-- field: value` lines, longer values indented on the next.

/// The fields of a header, each required, in the order in which they are written.
pub const FIELDS: &[&str] = &[
    "code",
    "title",
    "group",
    "order",
    "summary",
    "includes",
    "excludes",
    "limits",
    "unit",
    "rotations",
    "minimum",
    "status",
    "source",
];

/// A field that may be left out.
const NEEDS: &str = "needs";

/// The fields of one header, as written.
#[derive(Debug)]
pub struct Header(Vec<(String, String)>);

impl Header {
    /// Reads the comment lines at the top of `text`; the sentence of an error says what is wrong.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in text.lines().map_while(|line| line.strip_prefix("--")) {
            let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
            if let (true, Some((_, value))) = (line.starts_with(' '), fields.last_mut()) {
                value.push(' ');
                value.push_str(line.trim_start());
                continue;
            }
            let Some((name, value)) = line.split_once(':') else {
                return Err(format!("the header line {line:?} is not of the form `-- field: value`"));
            };
            if !FIELDS.contains(&name) && name != NEEDS {
                return Err(format!(
                    "the header field {name:?} does not exist; the fields are {}, and {NEEDS} where it is wanted",
                    FIELDS.join(", ")
                ));
            }
            if fields.iter().any(|(known, _)| known == name) {
                return Err(format!("the header field {name} stands there twice; keep one"));
            }
            fields.push((name.to_owned(), value.trim().to_owned()));
        }
        let header = Self(fields);
        match FIELDS.iter().find(|name| header.get(name).is_empty()) {
            Some(name) => Err(format!("the header lacks `-- {name}: …`")),
            None => Ok(header),
        }
    }

    /// Returns the value of a field, or nothing where the header lacks it.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> String {
        format!("-- {}: x\n", FIELDS.join(": x\n-- "))
    }

    #[test]
    fn a_value_goes_on_where_the_next_line_is_indented() {
        let text = full().replace("-- limits: x\n", "-- limits:   one: a\n--           and two\n");
        assert_eq!(Header::read(&text).unwrap().get("limits"), "one: a and two");
    }

    #[test]
    fn every_field_is_required_and_named_when_it_is_missing() {
        for name in FIELDS {
            let said = Header::read(&full().replace(&format!("-- {name}: x\n"), "")).unwrap_err();
            assert_eq!(said, format!("the header lacks `-- {name}: …`"));
            let said = Header::read(&full().replace(&format!("-- {name}: x\n"), &format!("-- {name}:\n")));
            assert!(said.is_err(), "{name} may not be empty");
        }
    }

    #[test]
    fn a_field_that_is_misspelt_or_doubled_is_refused() {
        let said = Header::read(&full().replace("unit", "units")).unwrap_err();
        assert!(said.starts_with("the header field \"units\" does not exist"), "{said}");
        assert!(Header::read(&format!("{}-- unit: y\n", full())).unwrap_err().contains("twice"));
        assert!(Header::read("-- what counts\nselect 1").unwrap_err().contains("not of the form"));
    }
}
