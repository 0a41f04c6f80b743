//! Identifiers: printable ASCII without spaces, so that none can be mistaken or hide a control code.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A text that cannot be an identifier.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{given:?} is not an identifier: 1 to 64 printable ASCII characters without spaces")]
pub struct NotAnId {
    given: String,
}

fn checked(given: &str) -> Result<Arc<str>, NotAnId> {
    let fits = (1..=64).contains(&given.len()) && given.bytes().all(|b| b.is_ascii_graphic());
    fits.then(|| Arc::from(given)).ok_or_else(|| NotAnId { given: given.escape_default().take(80).collect() })
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Returns the identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(given: &str) -> Result<Self, NotAnId> {
                checked(given).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(given: String) -> Result<Self, NotAnId> {
                given.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

identifier! {
    /// A resident's code; never a name.
    ResidentId
}
identifier! {
    /// A teacher's code; never a name.
    FacultyId
}
identifier! {
    /// The code of an experience, such as `hemorrhage_massive`.
    Code
}
identifier! {
    /// The code of an entrustable professional activity.
    EpaId
}
identifier! {
    /// The code of a quality measure, such as `TEMP-03`.
    MeasureId
}
identifier! {
    /// The code of an ACGME subcompetency, such as `PC6`.
    SubcompetencyId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_is_not_an_identifier() {
        for bad in ["", "a b", "a\u{1b}[31m", "é", &"x".repeat(65)] {
            assert!(bad.parse::<ResidentId>().is_err(), "{bad:?}");
        }
        assert_eq!("R-007".parse::<ResidentId>().unwrap().as_str(), "R-007");
    }
}
