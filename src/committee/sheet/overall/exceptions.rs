//! Milestones by codes, as a command takes them: `PC6 3.5, PROF1 na`.

use crate::domain::id::SubcompetencyId;
use crate::domain::milestone::HalfSteps;

use crate::committee::evidence::Levels;

/// Why what was written is no list of levels.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadException {
    #[error("{0} is no subcompetency of this case file")]
    Unknown(String),
    #[error("{0} has no level; write one from 1 to 5 in steps of 0.5, <1, or na")]
    NoLevel(String),
    #[error("{0} is no milestone level; write one from 1 to 5 in steps of 0.5, <1, or na")]
    NotALevel(String),
}

/// Reads levels, as `PC6 3.5, PROF1 na`; a later one on the same subcompetency counts.
pub fn exceptions(text: &str, known: &[SubcompetencyId]) -> Result<Levels, BadException> {
    let mut words = text.split([',', ';', ' ']).filter(|word| !word.is_empty());
    let mut levels = Levels::new();
    while let Some(code) = words.next() {
        let id = known.iter().find(|id| id.as_str().eq_ignore_ascii_case(code));
        let id = id.cloned().ok_or_else(|| BadException::Unknown(code.to_owned()))?;
        let level = words.next().ok_or_else(|| BadException::NoLevel(id.to_string()))?;
        levels.insert(id, read(level)?);
    }
    Ok(levels)
}

/// Reads one level; `na` is "not assessable".
pub fn read(level: &str) -> Result<Option<HalfSteps>, BadException> {
    let steps = match level {
        "na" | "NA" => return Ok(None),
        "<1" => 0,
        whole_or_half => {
            let (whole, half) = whole_or_half.split_once('.').unwrap_or((whole_or_half, "0"));
            let half = ["0", "5"].iter().position(|known| *known == half);
            let whole = whole.parse::<u8>().ok().filter(|whole| (1..=5).contains(whole));
            let steps = whole.zip(half).map(|(whole, half)| 2 * whole + u8::from(half == 1));
            steps.ok_or_else(|| BadException::NotALevel(level.to_owned()))?
        }
    };
    HalfSteps::try_from(steps).map(Some).map_err(|_not_one| BadException::NotALevel(level.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_and_whatever_is_none_is_named() {
        let known = ["PC1", "PC6"].map(|id| id.parse().unwrap());
        let read = |text: &str| {
            exceptions(text, &known).map(|levels| {
                levels
                    .iter()
                    .map(|(id, level)| format!("{id}={}", level.map_or("na".to_owned(), |l| l.to_string())))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        };
        assert_eq!(read("").as_deref(), Ok(""));
        assert_eq!(read("pc6 3.5, PC1 na").as_deref(), Ok("PC1=na PC6=3.5"));
        assert_eq!(read("PC6 <1 PC6 5").as_deref(), Ok("PC6=5.0"));
        assert_eq!(read("PC9 3"), Err(BadException::Unknown("PC9".to_owned())));
        assert_eq!(read("PC6"), Err(BadException::NoLevel("PC6".to_owned())));
        for wrong in ["3.2", "0", "5.5", "6", "x", "3.", "-1"] {
            assert_eq!(read(&format!("PC6 {wrong}")), Err(BadException::NotALevel(wrong.to_owned())));
        }
    }
}
