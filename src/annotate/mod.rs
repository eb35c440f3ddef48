//! Findings written into a copy of a Word document: comments on the exact words, and what is certainly to be changed as
//! tracked changes. A pure function of the package, the document that was read from it, and the findings.
//!
//! Nothing is looked for again: a place leads through the document's [anchors](crate::doc::Anchors) to bytes of the main
//! part, and [`units`] says what can be put beside those bytes.

mod comment;
mod names;
mod parts;
mod place;
mod units;
mod weave;

use std::sync::Arc;

use jiff::civil::DateTime;

pub use place::Beside;

use self::{
    comment::{Comment, Mending, about, author, beside, standing},
    names::Names,
    parts::{Changed, Comments},
    place::{Places, Stretch},
    units::{HIGHEST_ID, units},
    weave::{Change, Mark, weave},
};
use crate::{
    doc::Document,
    finding::Fingerprint,
    read::{
        Unreadable, main_part,
        package::{Office, Package},
    },
    report::{Located, Region},
    text::{Plain, Span},
};

/// An annotated copy and the account of it.
#[derive(Debug)]
pub struct Annotated {
    /// The bytes of the package.
    pub package: Vec<u8>,
    /// How many comments were added.
    pub comments: usize,
    /// How many tracked changes were added.
    pub changes: usize,
    /// The comments that do not stand on the exact words.
    pub beside: Vec<StandsBeside>,
}

/// A comment that does not stand on the exact words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandsBeside {
    /// The code of its rule.
    pub rule: Arc<str>,
    /// Where the words are (第3段), when that can be said.
    pub anchor: Option<String>,
    /// Why it does not.
    pub why: Beside,
}

/// Of what a copy is made, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// What tells the file from all others.
    pub source: Fingerprint,
    /// The local time, which comments and tracked changes bear.
    pub now: DateTime,
}

/// The package `bytes` with comments for those of `findings` that have a place in the file at `path`, which was read as
/// `document`.
///
/// # Errors
/// When the package is broken where the document could still be read, or is not the one that was checked.
pub fn annotate(
    bytes: &[u8],
    document: &Document,
    path: &str,
    findings: &[&Located],
    stamp: Stamp,
) -> Result<Annotated, Unreadable> {
    let mut package = Package::open(Office::Word, bytes)?;
    let (main, (text, code)) = main_part(&mut package)?;
    let units = units(&main, &text)?;
    let comments = Comments::of(&mut package, &main)?;
    let first_id = comments.last_id.min(HIGHEST_ID).max(units.last_id) + 1;
    let mut notes = Notes {
        places: Places { document, units: &units },
        path,
        next_id: first_id,
        changes: Vec::new(),
        marks: Vec::new(),
        comments: Vec::new(),
        beside: Vec::new(),
    };
    notes.write(findings)?;
    let Notes { changes, marks, comments: written, beside, .. } = notes;
    let date = stamp.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut changed = Changed::default();
    if !written.is_empty() {
        let names = Names::new(units.prefix.as_deref(), units.strict);
        let woven = weave(&text, &units, &names, &date, &marks, &changes);
        changed.set(main.clone(), woven, code);
        comments.add(&mut package, &main, units.strict, stamp.source, &mut changed, |names| {
            written.iter().map(|comment| comment.xml(names, &date)).collect()
        })?;
    }
    let package = changed.packed(&package, bytes)?;
    Ok(Annotated { package, comments: written.len(), changes: changes.len(), beside })
}

/// Whether a package is a copy that [`annotate`] made of that source, and that no program has saved since.
pub fn is_annotated(bytes: &[u8], source: Fingerprint) -> bool {
    parts::is_ours(bytes, source)
}

/// What is written for the findings of a document, in the making.
struct Notes<'a> {
    places: Places<'a>,
    path: &'a str,
    next_id: i64,
    changes: Vec<Change>,
    marks: Vec<Mark>,
    comments: Vec<Comment>,
    beside: Vec<StandsBeside>,
}

impl Notes<'_> {
    fn write(&mut self, findings: &[&Located]) -> Result<(), Unreadable> {
        for place in findings.iter().flat_map(|found| std::iter::once(&found.primary).chain(&found.related)) {
            if &*place.path == self.path && words_at(self.places.document, place) != Some(&place.text) {
                return Err(Unreadable::new("文件在检查之后被改动了，没有加批注。请再检查一次"));
            }
        }
        let tracked = self.track(findings);
        for (i, (finding, mending)) in findings.iter().zip(tracked).enumerate() {
            let number = i + 1;
            let lines = about(finding, number, self.path, mending);
            let here = |place: &&Region| &*place.path == self.path;
            let related: Vec<&Region> = finding.related.iter().filter(here).collect();
            let primary = Some(&finding.primary).filter(here);
            // A finding of another document says here all that it has to say, once.
            let (first, rest) = match primary {
                Some(primary) => (primary, related.as_slice()),
                None => match related.split_first() {
                    Some((first, rest)) => (*first, rest),
                    None => continue,
                },
            };
            self.comment(finding, first, lines);
            for place in rest {
                self.comment(finding, place, beside(finding, number, place));
            }
        }
        Ok(())
    }

    /// Makes tracked changes of what is certain, and says what has become of the replacement of each finding.
    fn track(&mut self, findings: &[&Located]) -> Vec<Option<Mending>> {
        let mut wanted: Vec<(usize, Span<Plain>)> = Vec::new();
        let mut mendings = vec![None; findings.len()];
        for (i, (finding, mending)) in findings.iter().zip(&mut mendings).enumerate() {
            let Some(edit) = finding.edit.as_ref().filter(|_| &*finding.primary.path == self.path) else {
                continue;
            };
            *mending = Some(if edit.safe { Mending::Left } else { Mending::Asked });
            if edit.safe {
                wanted.push((i, edit.at));
            }
        }
        wanted.sort_by_key(|&(i, at)| (at, i));
        let mut last: Option<(Span<Plain>, &str)> = None;
        for (i, at) in wanted {
            let Some(finding) = findings.get(i) else { continue };
            let with = finding.edit.as_ref().map_or("", |edit| &edit.with);
            let is_free = last.is_none_or(|(last, _)| last.end() <= at.start());
            // Two rules may ask for the same change.
            if !is_free && last != Some((at, with)) {
                continue;
            }
            if is_free {
                let Some(parts) = self.places.editable(at) else { continue };
                let taken = 1 + i64::try_from(parts.len()).unwrap_or_default();
                let author = names::escaped(&author(finding));
                self.changes.push(Change { parts, with: with.to_owned(), author, id: self.next_id });
                self.next_id += taken;
                last = Some((at, with));
            }
            if let Some(mending) = mendings.get_mut(i) {
                *mending = Some(Mending::Tracked);
            }
        }
        mendings
    }

    /// Puts a comment at `place`.
    fn comment(&mut self, finding: &Located, place: &Region, mut lines: Vec<String>) {
        let at = Span::new(place.start.byte, place.end.byte);
        let Some((stretch, why)) = self.places.stretch(at) else { return };
        if let Some(why) = why {
            lines.push(standing(why, &place.text));
            let anchor = place.anchor.clone();
            self.beside.push(StandsBeside { rule: finding.rule.clone(), anchor, why });
        }
        let id = self.next_id;
        self.next_id += 1;
        self.mark(stretch, id);
        self.comments.push(Comment { id, author: author(finding), lines });
    }

    fn mark(&mut self, stretch: Stretch, id: i64) {
        self.marks.push(Mark { stretch, id });
    }
}

/// The words at a place of `document`; `None` when it has no such place.
fn words_at<'d>(document: &'d Document, place: &Region) -> Option<&'d str> {
    document.plain.get(place.start.byte..place.end.byte)
}

#[cfg(test)]
mod tests;
