//! Lines and columns of a text, for people: both start at 1, a column counts Unicode characters.

use serde::{Deserialize, Serialize};

/// A place for people and for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode characters, from 1.
    pub column: usize,
    /// Offset in bytes of UTF-8, from 0.
    pub byte: usize,
    /// Bytes of UTF-8 before it in its line.
    pub in_line: usize,
}

/// The line starts of one text.
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Finds the lines of `text`; `\n`, `\r\n` and a lone `\r` end one.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes
            .iter()
            .enumerate()
            .filter(|&(i, &b)| b == b'\n' || b == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(ends.map(|(i, _)| i + 1)).collect();
        Self { text, starts }
    }

    /// The line and column of byte `byte`, which is moved back to a character border if it is not on one.
    pub fn position(&self, byte: usize) -> Position {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.starts.partition_point(|&start| start <= byte);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let column = self.text.get(start..byte).unwrap_or_default().chars().count() + 1;
        Position { line, column, byte, in_line: byte - start }
    }

    /// The byte at which line `line` (from 1) starts; the end of the text for one beyond the last.
    pub fn start(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|i| self.starts.get(i)).copied().unwrap_or(self.text.len())
    }

    /// Line `line` (from 1) without its end.
    pub fn line(&self, line: usize) -> &'t str {
        let start = self.start(line);
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_whatever_their_width() {
        let lines = Lines::new("第𠮷条\r\n二十日\r末\n");
        let at = |byte| {
            let p = lines.position(byte);
            (p.line, p.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at("第𠮷".len()), (1, 3));
        assert_eq!(at("第𠮷条\r\n二".len()), (2, 2));
        assert_eq!(at("第𠮷条\r\n二十日\r".len()), (3, 1));
        assert_eq!(at(usize::MAX), (4, 1));
        assert_eq!(lines.line(1), "第𠮷条");
        assert_eq!(lines.line(3), "末");
    }
}
