//! Edits made in the text of a file, and what they change, for those who want to look first.

use similar::TextDiff;

use super::{Change, Located};

/// Which edits are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixes {
    /// Those that are right whatever the document means.
    Safe,
    /// Also those that a person should look at.
    All,
}

/// `text`, the text of a file without a byte order mark, with the edits of its `findings`, and how many were made. An edit is
/// made whole or not at all: of two that touch, the earlier one is made, and the other one is found again in the new text.
pub fn fixed<'f>(
    text: &str,
    findings: impl IntoIterator<Item = &'f Located>,
    fixes: Fixes,
) -> (String, usize) {
    let (made, count) = edits(text, findings, fixes);
    let mut out = text.to_owned();
    for change in made.iter().rev() {
        out.replace_range(change.start.byte..change.end.byte, &change.with);
    }
    (out, count)
}

/// The changes that make up those edits, in the order of the text, and how many edits they are.
pub fn edits<'f>(
    text: &str,
    findings: impl IntoIterator<Item = &'f Located>,
    fixes: Fixes,
) -> (Vec<&'f Change>, usize) {
    let edits = findings.into_iter().filter_map(|finding| finding.edit.as_ref());
    let mut edits: Vec<&[Change]> = edits
        .filter(|edit| edit.safe || fixes == Fixes::All)
        .map(|edit| edit.changes.as_slice())
        .filter(|changes| !changes.is_empty())
        .collect();
    edits.sort_by_key(|changes| changes.first().map(|change| change.start.byte));
    let (mut made, mut count, mut end) = (Vec::new(), 0, 0);
    for edit in edits {
        let follows = edit.first().is_some_and(|first| count == 0 || first.start.byte > end);
        if follows && changes_something(text, edit) {
            end = edit.last().map_or(end, |last| last.end.byte);
            made.extend(edit);
            count += 1;
        }
    }
    (made, count)
}

fn changes_something(text: &str, edit: &[Change]) -> bool {
    edit.iter()
        .any(|change| text.get(change.start.byte..change.end.byte).is_some_and(|old| old != change.with))
}

/// What changed between two texts of the file at `path`, as a unified diff; empty when nothing did.
pub fn difference(path: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().header(path, path).to_string()
}
