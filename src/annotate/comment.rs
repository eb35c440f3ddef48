//! What a comment says: what is wrong, why, what to do; and how it is written in the part of the comments.

use super::{
    names::{Names, escaped},
    place::Beside,
};
use crate::{
    report::{Located, Region},
    text::masked,
};

/// A comment, one paragraph a line.
#[derive(Debug)]
pub(super) struct Comment {
    pub(super) id: i64,
    pub(super) author: String,
    pub(super) lines: Vec<String>,
}

/// What has become of the replacement that a finding has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mending {
    /// It stands in the text as a tracked change.
    Tracked,
    /// It is not certain: a person decides.
    Asked,
    /// It is certain, but cannot be written there.
    Left,
}

/// The author of all that a rule has to say.
pub(super) fn author(finding: &Located) -> String {
    format!("规矩 {}", finding.rule)
}

/// The lines about the finding that is the `number`-th, at its own place or at the only place it has in this document.
pub(super) fn about(finding: &Located, number: usize, path: &str, mending: Option<Mending>) -> Vec<String> {
    let mut lines = vec![format!("问题{number}（{}）：{}", finding.level.name(), finding.message)];
    for place in std::iter::once(&finding.primary).chain(&finding.related) {
        if &*place.path != path {
            lines.push(format!("另一处：{}", elsewhere(place)));
        }
    }
    for citation in finding.basis.iter() {
        let quote =
            if citation.quote.is_empty() { String::new() } else { format!("：“{}”", citation.quote) };
        lines.push(format!("依据：《{}》{}{quote}", citation.title, citation.at));
    }
    if !finding.why.is_empty() {
        lines.push(format!("原因：{}", finding.why));
    }
    if !finding.advice.is_empty() {
        lines.push(format!("怎么办：{}", finding.advice));
    }
    if let (Some(edit), Some(mending)) = (&finding.edit, mending) {
        let with =
            if edit.with.is_empty() { "删去".to_owned() } else { format!("改为“{}”", edit.with) };
        lines.push(match mending {
            Mending::Tracked => format!("已用修订标出：{with}。接受修订即改好"),
            Mending::Asked => format!("可{with}，请核对后再改"),
            Mending::Left => format!("应{with}；这里不便标修订，请手工改"),
        });
    }
    lines
}

/// The lines at a place on which the finding that is the `number`-th rests.
pub(super) fn beside(finding: &Located, number: usize, place: &Region) -> Vec<String> {
    let note = if place.note.is_empty() { String::new() } else { format!("：{}", place.note) };
    vec![format!("问题{number}的相关处{note}"), format!("问题{number}：{}", finding.message)]
}

/// The line that says why a comment on `words` stands where it does.
pub(super) fn standing(why: Beside, words: &str) -> String {
    let words = words.replace('\n', " ");
    let short: String = words.chars().take(40).collect();
    let more = if short.len() < words.len() { "…" } else { "" };
    format!("（{why}：“{short}{more}”）")
}

/// A place in another file.
fn elsewhere(place: &Region) -> String {
    let at = place.anchor.clone().unwrap_or_else(|| format!("第{}行", place.start.line));
    let note = if place.note.is_empty() { String::new() } else { format!("（{}）", place.note) };
    format!("{} {at}“{}”{note}", place.path, place.text.replace('\n', " "))
}

impl Comment {
    /// The comment as it stands in the part of the comments.
    pub(super) fn xml(&self, names: &Names, date: &str) -> String {
        let (p, declared) = (names.prefix(), names.declared());
        let Self { id, author, lines } = self;
        let author = escaped(author);
        let mut out = format!(
            "<{p}comment{declared} {p}id=\"{id}\" {p}author=\"{author}\" {p}date=\"{date}\" {p}initials=\"规矩\">"
        );
        for (i, line) in lines.iter().enumerate() {
            let line = escaped(&masked(line));
            // The paragraphs of a document may be indented and large; those of a comment are not.
            out.push_str(&format!("<{p}p><{p}pPr><{p}spacing {p}before=\"0\" {p}after=\"0\" {p}line=\"240\" {p}lineRule=\"auto\"/><{p}ind {p}left=\"0\" {p}firstLineChars=\"0\" {p}firstLine=\"0\"/><{p}jc {p}val=\"left\"/></{p}pPr>"));
            let bold = if i == 0 { format!("<{p}b/>") } else { String::new() };
            if i == 0 {
                out.push_str(&format!("<{p}r><{p}annotationRef/></{p}r>"));
            }
            out.push_str(&format!("<{p}r><{p}rPr>{bold}<{p}sz {p}val=\"18\"/><{p}szCs {p}val=\"18\"/></{p}rPr><{p}t xml:space=\"preserve\">{line}</{p}t></{p}r></{p}p>"));
        }
        out.push_str(&format!("</{p}comment>"));
        out
    }
}
