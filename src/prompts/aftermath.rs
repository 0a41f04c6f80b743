//! What became of others who had the same prompt: its base rate.

use std::fmt;

use serde::Serialize;

use crate::domain::id::SubcompetencyId;
use crate::domain::milestone::HalfSteps;

/// What became of others who had the same prompt.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Aftermath {
    /// So many of the program's own graduates who had it still reached the goal.
    Own {
        reached: u32,
        of: u32,
        goal: HalfSteps,
        /// `None`: in all subcompetencies together, where a graduate may count more than once.
        about: Option<SubcompetencyId>,
    },
    /// What others published, with the source.
    Published {
        figure: &'static str,
    },
    NotKnown,
}

impl fmt::Display for Aftermath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own { reached, of, goal, about: Some(id) } => {
                write!(
                    f,
                    "historically {reached} of {of} own graduates with this prompt still reached {goal} in {id}"
                )
            }
            Self::Own { reached, of, goal, about: None } => {
                write!(
                    f,
                    "historically {reached} of {of} such prompts on own graduates, in any subcompetency, were followed by {goal} at the end"
                )
            }
            Self::Published { figure } => write!(f, "published elsewhere: {figure}"),
            Self::NotKnown => f.write_str("what became of others with this prompt is not known"),
        }
    }
}
