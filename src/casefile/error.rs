//! What can go wrong with a case file, each in one sentence that says what to do next.

use std::path::PathBuf;

/// The result of an operation on a case file.
pub type Result<T, E = CaseFileError> = std::result::Result<T, E>;

/// What can go wrong with a case file.
#[derive(Debug, thiserror::Error)]
pub enum CaseFileError {
    #[error("there is no case file at {}; make one with `trellis import` or `trellis simulate`", .0.display())]
    Missing(PathBuf),
    #[error("{} is not a case file: {what}", .path.display())]
    Foreign { path: PathBuf, what: String },
    #[error("{} is being written by another program ({holder}); close it there and try again", .path.display())]
    Held { path: PathBuf, holder: String },
    #[error("{} is damaged: {what}; take a copy from a backup or import it again", .path.display())]
    Damaged { path: PathBuf, what: String },
    #[error("{} does not fit the schema of a case file (docs/import.md): {what}", .path.display())]
    Unfit { path: PathBuf, what: String },
    #[error("{} cannot be read as it stands: {what}", .path.display())]
    Unreadable { path: PathBuf, what: String },
    #[error("{query} failed: {message}")]
    Query { query: String, message: String },
    #[error("{query}, column {column}: {message}")]
    Value { query: String, column: String, message: String },
    #[error("definition {file}: {what}")]
    Definition { file: String, what: String },
    /// What does not hold in the folder of a specialty, or that a file is not of it.
    #[error("{0}")]
    Specialty(String),
    #[error("{0}")]
    Import(String),
    #[error("stopped")]
    Interrupted,
    #[error("{what} {}: {source}", .path.display())]
    Io { what: &'static str, path: PathBuf, source: std::io::Error },
}

impl CaseFileError {
    /// Returns what the engine said about the query or step called `query`, in one line.
    pub fn query(query: impl Into<String>, source: &duckdb::Error) -> Self {
        let message = one_line(source);
        if message.starts_with("INTERRUPT Error") {
            Self::Interrupted
        } else {
            Self::Query { query: query.into(), message }
        }
    }
}

/// Returns the engine's message without line breaks, control characters and its advice to developers.
pub fn one_line(error: &duckdb::Error) -> String {
    let text = error.to_string();
    let first = text.split("\n\n").next().unwrap_or(&text);
    crate::domain::text::sanitised(first).split_whitespace().collect::<Vec<_>>().join(" ")
}
