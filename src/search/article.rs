//! An article as an index keeps it: its folded text as UTF-16, which is what is searched, and a record beside it from
//! which its own text, address and headings come back.
//!
//! The folded text of Chinese takes two bytes a character so, and folding changes little else than punctuation: the
//! record holds only where the article differs from the usual way of writing ([`Quotes::usual`]). Both texts together take
//! less room than the article itself in UTF-8.

use serde::{Deserialize, Serialize};

use super::SearchError;
use crate::{law::Address, text::FoldedText};

/// What is kept of an article besides its folded text.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    /// Its address.
    pub(super) at: Address,
    /// The headings around it, as places in the list of its regulation.
    pub(super) headings: Vec<u32>,
    /// How its text differs from the usual writing of its folded text, in order.
    edits: Vec<Edit>,
}

/// Behind `usual` characters written as usual, one folded character (none behind the last) is written `text`.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Edit {
    usual: u32,
    text: String,
}

impl Record {
    /// The record of the article at `at` whose text is `plain`, folded to `folded`.
    pub(super) fn new(at: &Address, headings: Vec<u32>, plain: &str, folded: &FoldedText) -> Self {
        Self { at: at.clone(), headings, edits: edits(plain, folded) }
    }

    /// The record in `bytes`.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, SearchError> {
        postcard::from_bytes(bytes).map_err(|_| SearchError::Damaged)
    }

    /// Appends the record to `bytes`.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        // Writing into memory cannot fail, and every part of a record can be written.
        if let Ok(own) = postcard::to_allocvec(self) {
            bytes.extend(own);
        }
    }

    /// The text of the article, of which `folded` is the folded text.
    pub(super) fn plain(&self, folded: &str) -> String {
        let mut plain = String::with_capacity(folded.len() + folded.len() / 8);
        let mut edits = self.edits.iter();
        let mut next = edits.next();
        let mut run = 0;
        let mut quotes = Quotes::default();
        for c in folded.chars() {
            let written = quotes.usual(c);
            match next.filter(|edit| edit.usual == run) {
                Some(edit) => {
                    plain.push_str(&edit.text);
                    next = edits.next();
                    run = 0;
                }
                None => {
                    plain.push(written);
                    run += 1;
                }
            }
        }
        // What vanished behind the last character.
        if let Some(edit) = next {
            plain.push_str(&edit.text);
        }
        plain
    }
}

/// How `plain` differs from the usual writing of `folded`.
fn edits(plain: &str, folded: &FoldedText) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut run, mut done) = (0, 0);
    let mut quotes = Quotes::default();
    for (c, own) in folded.places() {
        let written = plain.get(done..own.end()).unwrap_or_default();
        done = own.end();
        let mut usual = [0; 4];
        if written == &*quotes.usual(c).encode_utf8(&mut usual) {
            run += 1;
        } else {
            edits.push(Edit { usual: std::mem::take(&mut run), text: written.to_owned() });
        }
    }
    match plain.get(done..) {
        None | Some("") => {}
        Some(rest) => edits.push(Edit { usual: run, text: rest.to_owned() }),
    }
    edits
}

/// How regulations usually write a folded character. Quotes come in pairs.
#[derive(Default)]
struct Quotes {
    open: bool,
}

impl Quotes {
    fn usual(&mut self, folded: char) -> char {
        match folded {
            ',' => '，',
            ':' => '：',
            ';' => '；',
            '?' => '？',
            '!' => '！',
            '(' => '（',
            ')' => '）',
            '-' => '—',
            '"' => {
                self.open = !self.open;
                if self.open { '“' } else { '”' }
            }
            _ => folded,
        }
    }
}

/// The units of `utf16`, little end first.
pub(super) fn read_units(utf16: &[u8]) -> impl Iterator<Item = u16> {
    utf16.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit))
}

/// The folded text `utf16`, little end first.
pub(super) fn read_text(utf16: &[u8]) -> String {
    char::decode_utf16(read_units(utf16)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Appends `folded` as UTF-16, little end first.
pub(super) fn write_text(folded: &str, bytes: &mut Vec<u8>) {
    bytes.extend(folded.encode_utf16().flat_map(u16::to_le_bytes));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn there_and_back(plain: &str) -> String {
        let folded = FoldedText::new(plain);
        let (mut record, mut text) = (Vec::new(), Vec::new());
        let at: Address = "第三百零七条之一".parse().unwrap();
        Record::new(&at, vec![2], plain, &folded).write(&mut record);
        write_text(folded.as_str(), &mut text);
        let record = Record::read(&record).unwrap();
        assert_eq!((record.at.clone(), record.headings.as_slice()), (at, &[2][..]));
        record.plain(&read_text(&text))
    }

    #[test]
    fn usual_writing_takes_no_edit() {
        let plain = "对超过承诺时限的，应当说明理由：“逾期”（含“补正”）的；由督查科督办。";
        let folded = FoldedText::new(plain);
        assert_eq!(edits(plain, &folded), []);
        assert_eq!(there_and_back(plain), plain);
    }

    proptest! {
        #[test]
        fn every_text_comes_back(plain in "(\\PC|[，。“”（）　 \n\u{200B}]|辦理|個\\(gè\\)|１2|𠮷){0,60}") {
            prop_assert_eq!(there_and_back(&plain), plain);
        }
    }
}
