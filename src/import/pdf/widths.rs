//! How wide the letters of a font are: what a page needs to tell where on its line each of them stands.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

/// The width of a letter of which a font of many letters says nothing.
const USUAL: f64 = 1000.0;

/// The widths of a font's letters, in thousandths of its size.
#[derive(Debug)]
pub(super) struct Widths {
    /// How many bytes stand for a letter.
    pub(super) bytes: usize,
    known: BTreeMap<u32, f64>,
    /// That of all others; `None` where they have none.
    other: Option<f64>,
}

impl Widths {
    /// What `font` says; `None` when it leaves them to the reader, or its letters cannot be told apart.
    pub(super) fn of(document: &Document, font: &Dictionary) -> Option<Self> {
        if font.get(b"Subtype").and_then(Object::as_name).ok()? == b"Type0" {
            return Self::of_many(document, font);
        }
        let first = u32::try_from(font.get_deref(b"FirstChar", document).ok()?.as_i64().ok()?).ok()?;
        let widths = font.get_deref(b"Widths", document).ok()?.as_array().ok()?;
        let widths = widths.iter().map(|width| number(document, width));
        let known = (first..).zip(widths).filter_map(|(code, width)| Some((code, width?))).collect();
        Some(Self { bytes: 1, known, other: None })
    }

    /// Those of a font whose letters have two bytes each.
    fn of_many(document: &Document, font: &Dictionary) -> Option<Self> {
        if font.get_deref(b"Encoding", document).and_then(Object::as_name).ok()? != b"Identity-H" {
            return None;
        }
        let inner = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok()?;
        let (_, inner) = document.dereference(inner.first()?).ok()?;
        let inner = inner.as_dict().ok()?;
        let other = inner.get_deref(b"DW", document).ok().and_then(|width| number(document, width));
        let mut known = BTreeMap::new();
        let empty = Vec::new();
        let rows = inner.get_deref(b"W", document).and_then(Object::as_array).unwrap_or(&empty);
        let mut rows = rows.iter().filter_map(|object| document.dereference(object).ok());
        // 3 [500 600] tells those of letters 3 and 4; 3 9 500 that of letters 3 to 9.
        while let (Some((_, first)), Some((_, next))) = (rows.next(), rows.next()) {
            let first = u32::try_from(first.as_i64().ok()?).ok()?;
            if let Ok(widths) = next.as_array() {
                let widths = widths.iter().map(|width| number(document, width));
                known.extend((first..).zip(widths).filter_map(|(code, width)| Some((code, width?))));
            } else {
                let last = u32::try_from(next.as_i64().ok()?).ok()?.min(u32::from(u16::MAX));
                let width = rows.next().and_then(|(_, width)| number(document, width))?;
                known.extend((first..=last).map(|code| (code, width)));
            }
        }
        Some(Self { bytes: 2, known, other: Some(other.unwrap_or(USUAL)) })
    }

    /// The width of the letter that `bytes` stand for.
    pub(super) fn width(&self, bytes: &[u8]) -> Option<f64> {
        let code = bytes.iter().fold(0, |code: u32, &byte| (code << 8) | u32::from(byte));
        self.known.get(&code).copied().or(self.other)
    }
}

fn number(document: &Document, object: &Object) -> Option<f64> {
    let (_, object) = document.dereference(object).ok()?;
    object.as_float().ok().map(f64::from)
}
