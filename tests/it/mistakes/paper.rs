//! A document before it has a format: blocks of text with marks in it. The marks go through every format, encoding and
//! noise, so that the place of a mistake is known without looking for its words again.

use std::ops::Range;

/// Characters of private use around what a finding must point at: a pair for each place.
const FIRST_MARK: u32 = 0xE000;
/// The place of the title, where a missing field is reported.
pub(super) const TITLE: u8 = 7;
/// Around words in bold type.
pub(super) const BOLD: [char; 2] = ['\u{E100}', '\u{E101}'];

/// `words`, marked as place `index`. Several stretches may have one index: then any of them is the place.
pub(super) fn mark(index: u8, words: &str) -> String {
    let at = |n: u32| char::from_u32(FIRST_MARK + 2 * u32::from(index) + n).unwrap();
    format!("{}{words}{}", at(0), at(1))
}

/// `words` in bold type.
pub(super) fn bold(words: &str) -> String {
    format!("{}{words}{}", BOLD[0], BOLD[1])
}

/// Whether `c` is a mark and no text.
pub(super) fn is_mark(c: char) -> bool {
    ('\u{E000}'..='\u{E101}').contains(&c)
}

/// `text` without marks.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| !is_mark(*c)).collect()
}

/// A place in the text of a file, with its index.
pub(super) type Place = (u8, Range<usize>);

/// The finished text without its marks, and where they were.
pub(super) fn without_marks(text: &str) -> (String, Vec<Place>) {
    let mut out = String::with_capacity(text.len());
    let (mut open, mut places) = (Vec::new(), Vec::new());
    for c in text.chars() {
        if !is_mark(c) {
            out.push(c);
            continue;
        }
        let code = u32::from(c) - FIRST_MARK;
        let index = u8::try_from(code / 2).unwrap();
        if code.is_multiple_of(2) {
            open.push((index, out.len()));
        } else if let Some(at) = open.iter().rposition(|&(other, _)| other == index) {
            places.push((index, open.remove(at).1..out.len()));
        }
    }
    (out, places)
}

/// A block of a document.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Title(String),
    Heading(String),
    /// A paragraph, or a line that stands for itself.
    Line(String),
    /// Items with the numbers that were typed before them.
    List(Vec<(usize, String)>),
    /// Rows of cells; lines in a cell are parted by `\n`.
    Table(Vec<Vec<String>>),
}

/// Items numbered from one on.
pub(super) fn numbered<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> Vec<(usize, String)> {
    items.into_iter().enumerate().map(|(i, item)| (i + 1, item.as_ref().to_owned())).collect()
}
