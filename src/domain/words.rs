//! How days, counts and probabilities are written, on screens and on paper.

use chrono::NaiveDate;

/// Returns a day as people write it.
pub fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// Returns a number with its unit, in the plural where it is not one.
pub fn counted(n: impl Into<u64>, unit: &str) -> String {
    let n = n.into();
    format!("{n} {}", if n == 1 { unit.to_owned() } else { plural(unit) })
}

/// Names people, with "has" or "have" behind them.
pub fn have(who: &[&str]) -> String {
    format!("{} {}", super::text::sanitised(&who.join(", ")), if who.len() == 1 { "has" } else { "have" })
}

/// Returns the plural of a unit.
pub fn plural(unit: &str) -> String {
    match unit.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{unit}s"),
    }
}

/// Returns a probability, without claiming certainty.
pub fn probability(p: f64) -> String {
    match p {
        p if p < 0.01 => "less than 0.01".to_owned(),
        p if p > 0.99 => "more than 0.99".to_owned(),
        p => format!("{p:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_follows_its_number() {
        let read = |n: u32, unit| counted(n, unit);
        assert_eq!([read(1, "case"), read(0, "case"), read(2, "entry")], ["1 case", "0 cases", "2 entries"]);
    }

    #[test]
    fn nothing_is_certain() {
        assert_eq!([0.0, 0.5, 1.0].map(probability), ["less than 0.01", "0.50", "more than 0.99"]);
    }
}
