//! Which theme is worn, by its place in the list of those that there are.

/// The names of the themes, and which one is worn.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Wearing {
    pub names: Vec<String>,
    pub worn: usize,
    /// The one that is looked at while one is chosen.
    pub tried: Option<usize>,
}

impl Wearing {
    /// Returns the theme that is seen.
    pub fn shown(&self) -> usize {
        self.tried.unwrap_or(self.worn)
    }

    /// Looks at the next theme, or at the one before.
    pub fn step(&mut self, by: isize) {
        let last = self.names.len().saturating_sub(1);
        self.tried = Some(self.shown().saturating_add_signed(by).min(last));
    }

    /// Wears the theme that is looked at, and says which one it is.
    pub fn keep(&mut self) -> Option<&str> {
        self.worn = self.tried.take().unwrap_or(self.worn);
        self.names.get(self.worn).map(String::as_str)
    }
}
