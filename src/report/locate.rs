//! Findings placed in their documents: every span becomes lines, columns, words and a short excerpt, once, so that the
//! document can be dropped while its findings wait for the report.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    doc::{Document, Origin},
    finding::{Citation, Edit, Finding, Fingerprint, Label, Level},
    text::{Lines, Plain, Position, Source, SourceFile, Span},
};

/// How many characters an excerpt keeps on either side of the words: more than any window of a terminal shows, and
/// little enough for a page that is one line of a megabyte.
const CONTEXT: usize = 80;
/// How many characters of the words themselves an excerpt keeps.
const WORDS: usize = 300;

/// A finding and all that any format says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The rule's code.
    pub rule: Arc<str>,
    /// The rule's title.
    pub title: Arc<str>,
    /// How grave it is.
    pub level: Level,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do.
    pub advice: String,
    /// Why it matters.
    pub why: Arc<str>,
    /// The articles behind it.
    pub basis: Arc<[Citation]>,
    /// The missing field, when that is what was found.
    pub field: Option<Arc<str>>,
    /// A replacement that would mend it.
    pub edit: Option<PlacedEdit>,
    /// Its identity across edits of the document.
    pub fingerprint: Fingerprint,
    /// Where it is.
    pub primary: Region,
    /// Other places it rests on, also in other documents.
    pub related: Vec<Region>,
}

impl Located {
    /// Whether it can be mended without a person.
    pub fn is_fixable(&self) -> bool {
        self.edit.as_ref().is_some_and(|edit| !edit.changes.is_empty())
    }
}

/// A place in a file, for people and for machines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// The file. Not kept with the rest, since the same file may lie elsewhere the next time.
    #[serde(skip)]
    pub path: Arc<str>,
    /// Where it starts: in the decoded text of the file or, for a package, in the plain text with a block a line.
    pub start: Position,
    /// The place after its last character.
    pub end: Position,
    /// The same in the plain text of the document.
    pub plain: Span<Plain>,
    /// The byte where the words of the block around it end, counted like `end`: what is inserted there cuts no words.
    pub block_end: usize,
    /// The words there, as a reader sees them.
    pub text: String,
    /// Where a person finds it in a package that has no lines.
    pub anchor: Option<String>,
    /// The headings above it, from the outside in.
    pub headings: Vec<String>,
    /// What stands there, in a few words; empty where it says itself.
    pub note: String,
    /// The text around it.
    pub excerpt: Excerpt,
}

/// A stretch of the text in which the places of a document are counted, around the words of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// Where it starts; in column 1 unless the line was cut.
    pub start: Position,
    /// The text: the lines in which the words stand, ending with a line feed unless the last of them was cut.
    pub text: String,
}

/// An edit placed in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedEdit {
    /// The words to replace, in the plain text of the document.
    pub at: Span<Plain>,
    /// Whether it is right whatever the document means.
    pub safe: bool,
    /// What to write instead of the words.
    pub with: String,
    /// The changes to the text of the file that write it, in order, leaving markup between the words alone. None for a
    /// package, whose bytes are not text.
    pub changes: Vec<Change>,
}

/// One stretch of a file to replace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where it starts.
    pub start: Position,
    /// The place after its last character.
    pub end: Position,
    /// What to write there; empty to delete it.
    pub with: String,
}

/// Places `finding`, which was made for `document`, in the file at `path`.
pub fn locate(document: &Document, path: &Arc<str>, finding: Finding) -> Located {
    Locator::new(document, path).finding(finding)
}

/// Places all `findings` of a document.
pub fn locate_all(document: &Document, path: &Arc<str>, findings: Vec<Finding>) -> Vec<Located> {
    if findings.is_empty() {
        return Vec::new();
    }
    let locator = Locator::new(document, path);
    findings.into_iter().map(|finding| locator.finding(finding)).collect()
}

/// Places findings in one document, whose lines it has counted.
#[derive(Debug)]
pub struct Locator<'d> {
    document: &'d Document,
    path: &'d Arc<str>,
    lines: Lines<'d>,
}

impl<'d> Locator<'d> {
    /// Counts the lines of `document`, the file at `path`.
    pub fn new(document: &'d Document, path: &'d Arc<str>) -> Self {
        Self { document, path, lines: Lines::new(counted_text(document)) }
    }

    /// Places `finding`.
    pub fn finding(&self, finding: Finding) -> Located {
        Located {
            primary: self.region(&finding.primary),
            related: finding.related.iter().map(|label| self.region(label)).collect(),
            edit: finding.edit.map(|edit| self.edit(edit)),
            rule: finding.rule,
            title: finding.title,
            level: finding.level,
            message: finding.message,
            advice: finding.advice,
            why: finding.why,
            basis: finding.basis,
            field: finding.field,
            fingerprint: finding.fingerprint,
        }
    }

    /// Places one label; for a finding of another document that this one contradicts.
    pub fn region(&self, label: &Label) -> Region {
        let plain = &self.document.plain;
        let is_text = match &self.document.origin {
            Origin::Text { .. } => true,
            Origin::Word => false,
            Origin::Row { source, .. } => source.is_some(),
        };
        let counted = |at: Span<Plain>| {
            if is_text { self.document.anchors.to_source(at).range() } else { at.range() }
        };
        let around = self.document.block_at(label.at);
        let block = || around.and_then(|block| block.place);
        let mut headings = self.document.headings_above(label.at);
        let place = counted(label.at);
        let anchor = match &self.document.origin {
            Origin::Text { .. } => None,
            Origin::Word => block().map(|place| place.to_string()),
            Origin::Row { sheet, .. } => {
                // Among the rows of a list the item's name is what a reader looks for.
                headings.extend(self.document.title.filter(|title| !title.contains(label.at)));
                let cell = block().map(|cell| cell.to_string());
                let anchor: Vec<&str> = sheet.as_deref().into_iter().chain(cell.as_deref()).collect();
                Some(anchor.join("!"))
            }
        };
        let mut region = Region {
            plain: label.at,
            anchor,
            text: label.at.of(plain).to_owned(),
            headings: headings.into_iter().map(|heading| heading.of(plain).to_owned()).collect(),
            note: label.note.clone(),
            block_end: around.map_or(place.end, |block| counted(block.span).end),
            ..region_in(
                counted_text(self.document),
                &self.lines,
                self.path,
                Span::new(place.start, place.end),
            )
        };
        for position in [&mut region.start, &mut region.end, &mut region.excerpt.start] {
            *position = self.in_file(*position);
        }
        region
    }

    /// A position in the text of the document as one of the whole file, of which a row of a list is a part.
    fn in_file(&self, position: Position) -> Position {
        let Origin::Row { from, .. } = &self.document.origin else { return position };
        let (column, in_line) = if position.line == 1 { (from.column - 1, from.in_line) } else { (0, 0) };
        Position {
            line: position.line + from.line - 1,
            column: position.column + column,
            byte: position.byte + from.byte,
            in_line: position.in_line + in_line,
        }
    }

    fn edit(&self, edit: Edit) -> PlacedEdit {
        let changes = match &self.document.origin {
            Origin::Text { .. } | Origin::Row { source: Some(_), .. } => self.changes(edit.at, &edit.with),
            Origin::Word | Origin::Row { .. } => Vec::new(),
        };
        PlacedEdit { at: edit.at, changes, with: edit.with, safe: edit.safe }
    }

    /// The new words, character by character where the old ones stood, or all of them where these stood together. Words with markup
    /// or a line break between them that become more or fewer cannot be shared out, and are left to a person.
    fn changes(&self, at: Span<Plain>, with: &str) -> Vec<Change> {
        let mut pieces = self.document.anchors.pieces(at);
        if pieces.is_empty() {
            pieces.push(self.document.anchors.to_source(at));
        }
        let text = counted_text(self.document);
        let old: Vec<usize> = pieces.iter().map(|piece| piece.of(text).chars().count()).collect();
        if pieces.len() > 1 && old.iter().sum::<usize>() != with.chars().count() {
            return Vec::new();
        }
        let mut rest = with.chars();
        let alone = pieces.len() == 1;
        let change = |(piece, count): (Span<Source>, usize)| {
            let with: String = if alone { with.to_owned() } else { rest.by_ref().take(count).collect() };
            (with != piece.of(text)).then(|| Change {
                start: self.in_file(self.lines.position(piece.start())),
                end: self.in_file(self.lines.position(piece.end())),
                with,
            })
        };
        pieces.into_iter().zip(old).filter_map(change).collect()
    }
}

/// The text in which the places of `document` are counted.
fn counted_text(document: &Document) -> &str {
    match &document.origin {
        Origin::Text { text, .. } => text,
        Origin::Row { source: Some((text, _)), .. } => text,
        Origin::Word | Origin::Row { .. } => &document.plain,
    }
}

/// The place at `at` in a file that somebody wrote for this tool.
pub fn region_of(file: &SourceFile, at: Span<Source>) -> Region {
    region_in(&file.text, &Lines::new(&file.text), &file.path.as_str().into(), at)
}

/// The region of a text without headings that lies at `at`.
pub(super) fn region_in(text: &str, lines: &Lines<'_>, path: &Arc<str>, at: Span<Source>) -> Region {
    let (start, end) = (lines.position(at.start()), lines.position(at.end()));
    Region {
        path: path.clone(),
        start,
        end,
        // Such a file is its own plain text.
        plain: Span::new(at.start(), at.end()),
        block_end: at.end(),
        text: at.of(text).to_owned(),
        anchor: None,
        headings: Vec::new(),
        note: String::new(),
        excerpt: excerpt(text, start, end.byte),
    }
}

/// The excerpt around what lies between `start` and byte `end`.
fn excerpt(text: &str, start: Position, end: usize) -> Excerpt {
    let is_end_of_line = |c: &char| matches!(c, '\n' | '\r');
    let before = text.get(..start.byte).unwrap_or_default();
    let lead: Vec<char> = before.chars().rev().take_while(|c| !is_end_of_line(c)).take(CONTEXT).collect();
    let words = text.get(start.byte..end).unwrap_or_default();
    let tail = text.get(end..).unwrap_or_default();

    let mut out: String = lead.iter().rev().collect();
    let from = Position {
        line: start.line,
        column: start.column - lead.len(),
        byte: start.byte - out.len(),
        in_line: start.in_line - out.len(),
    };
    out.extend(words.chars().take(WORDS));
    if words.chars().nth(WORDS).is_none() {
        let mut rest = tail.chars().take_while(|c| !is_end_of_line(c));
        out.extend(rest.by_ref().take(CONTEXT));
        if rest.next().is_none() {
            out.push('\n');
        }
    }
    // Thousands of places wait for what other documents say.
    out.shrink_to_fit();
    Excerpt { start: from, text: out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{finding, label, markdown, word};

    /// What lies between two positions of `text`, found by counting lines and characters as a reader of the JSON would.
    fn counted(text: &str, start: Position, end: Position) -> String {
        let offset = |at: Position| {
            let line: usize = text.split_inclusive('\n').take(at.line - 1).map(str::len).sum();
            line + text.get(line..).unwrap().chars().take(at.column - 1).map(char::len_utf8).sum::<usize>()
        };
        assert_eq!((offset(start), offset(end)), (start.byte, end.byte));
        text.get(start.byte..end.byte).unwrap().to_owned()
    }

    #[test]
    fn places_lead_back_to_the_words_in_the_file() {
        let source = "# 居住证𠮷\n\n## 三、办理程序\n\n自受理之日起**七个\n工作日**内，𠮷某办结。\n";
        let (document, path) = markdown(source);
        let words = "七个工作日";
        let located = locate(&document, &path, finding(&document, words));
        let place = &located.primary;
        assert_eq!(counted(source, place.start, place.end), "七个\n工作日");
        assert_eq!((place.text.as_str(), place.start.line, place.start.column), (words, 5, 9));
        assert_eq!(place.headings, ["三、办理程序"]);
        assert_eq!(place.anchor, None);
        let after = locate(&document, &path, finding(&document, "某办结"));
        assert_eq!(counted(source, after.primary.start, after.primary.end), "某办结");
        assert_eq!((after.primary.start.line, after.primary.start.column), (6, 9));
    }

    #[test]
    fn an_edit_leaves_the_markup_between_the_words() {
        let source = "限**七个**工作日";
        let (document, path) = markdown(source);
        let mut found = finding(&document, "七个工作日");
        found.edit = Some(Edit { at: found.primary.at, with: "5个工作日".to_owned(), safe: true });
        let located = locate(&document, &path, found);
        assert!(located.is_fixable());
        let mut text = source.to_owned();
        for change in located.edit.unwrap().changes.iter().rev() {
            text.replace_range(change.start.byte..change.end.byte, &change.with);
        }
        assert_eq!(text, "限**5个**工作日");
    }

    #[test]
    fn a_place_in_a_package_is_counted_in_the_plain_text_and_anchored() {
        let (document, path) = word(&["居住证", "三、办理程序", "自受理之日起7个工作日内办结。"]);
        let mut found = finding(&document, "7个工作日");
        found.related.push(label(&document, "居住证", "标题"));
        found.edit = Some(Edit { at: found.primary.at, with: "5个工作日".to_owned(), safe: true });
        let located = locate(&document, &path, found);
        assert_eq!(counted(&document.plain, located.primary.start, located.primary.end), "7个工作日");
        assert_eq!((located.primary.start.line, located.primary.start.column), (3, 7));
        assert_eq!(located.primary.anchor.as_deref(), Some("第3段"));
        assert_eq!(located.related[0].note, "标题");
        assert!(!located.is_fixable());
    }

    #[test]
    fn an_excerpt_is_bounded_and_knows_where_it_was_cut() {
        let source = format!("{}其他材料{}\n下一行", "甲".repeat(500), "乙".repeat(500));
        let (document, path) = markdown(&source);
        let excerpt = locate(&document, &path, finding(&document, "其他材料")).primary.excerpt;
        assert_eq!(excerpt.text, format!("{}其他材料{}", "甲".repeat(80), "乙".repeat(80)));
        assert_eq!((excerpt.start.column, excerpt.start.byte), (421, 420 * 3));
        let last = locate(&document, &path, finding(&document, "下一行")).primary.excerpt;
        assert_eq!((last.text.as_str(), last.start.column), ("下一行\n", 1));
    }

    #[test]
    fn an_empty_document_has_a_place_too() {
        let (document, path) = markdown("");
        let located = locate(&document, &path, finding(&document, ""));
        assert_eq!(located.primary.start, Position { line: 1, column: 1, byte: 0, in_line: 0 });
        assert_eq!(located.primary.excerpt.text, "\n");
    }
}
