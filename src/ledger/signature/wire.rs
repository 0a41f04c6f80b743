//! How SSH writes what it signs and is signed by (RFC 4251, section 5).

/// Reads the parts of an SSH structure, one behind the other.
#[derive(Clone, Copy)]
pub struct Parts<'a>(pub &'a [u8]);

impl<'a> Parts<'a> {
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// Returns the number that comes next.
    pub fn number(&mut self) -> Option<u32> {
        self.take(4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes)
    }

    /// Returns the bytes that come next, behind their length.
    pub fn string(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(usize::try_from(length).ok()?)
    }

    /// Returns the whole number above 0 that comes next, in its only spelling: an `mpint`, without the zero before a first
    /// bit that is set.
    pub fn positive(&mut self) -> Option<&'a [u8]> {
        match self.string()? {
            [] => None,
            [0, rest @ ..] => rest.first().is_some_and(|first| first & 0x80 != 0).then_some(rest),
            bytes => (bytes[0] & 0x80 == 0).then_some(bytes),
        }
    }

    /// Tells that nothing is left over.
    pub fn end(self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// Writes an SSH structure, one part behind the other.
#[derive(Default)]
pub struct Writing(pub Vec<u8>);

impl Writing {
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// Writes bytes behind their length.
    #[must_use]
    pub fn string(self, bytes: &[u8]) -> Self {
        // What is signed with here is never as long as 4 GiB.
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.bytes(&length.to_be_bytes()).bytes(bytes)
    }

    /// Writes a whole number above 0, given by its bytes, the greatest first.
    #[must_use]
    pub fn positive(self, bytes: &[u8]) -> Self {
        let from = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
        let bare = &bytes[from..];
        let before: &[u8] = if bare.first().is_some_and(|first| first & 0x80 != 0) { &[0] } else { &[] };
        self.string(&[before, bare].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        let read = |bytes: &[u8]| Parts(&Writing::default().string(bytes).0).positive().map(<[u8]>::to_vec);
        assert_eq!(read(&[1]), Some(vec![1]));
        assert_eq!(read(&[0, 0x80, 1]), Some(vec![0x80, 1]));
        for other in [&[][..], &[0], &[0, 1], &[0, 0, 0x80], &[0x80]] {
            assert_eq!(read(other), None, "{other:?}");
        }
        for number in [&[1][..], &[0, 0, 0x80, 1], &[0x7f, 0xff], &[0xff]] {
            let written = Writing::default().positive(number).0;
            let bare: Vec<u8> = number.iter().copied().skip_while(|byte| *byte == 0).collect();
            assert_eq!(Parts(&written).positive(), Some(&*bare));
        }
    }
}
