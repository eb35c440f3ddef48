//! Documents and findings for the tests of the formats.

use std::sync::Arc;

use super::Located;
use crate::{
    doc::{BlockKind, Document, Draft, Kind, Origin, Place},
    finding::{Citation, Finding, Fingerprint, Label, Level},
    law::Date,
    text::{FoldedText, Plain, Span},
};

/// A document written in the little Markdown that tests need: headings, bold, paragraphs of several lines.
pub(super) fn markdown(source: &str) -> (Document, Arc<str>) {
    let mut draft = Draft::default();
    let (mut at, mut bold) = (0, false);
    for line in source.split_inclusive('\n') {
        let hashes = line.chars().take_while(|&c| c == '#').count();
        if hashes > 0 {
            draft.begin(BlockKind::Heading(hashes as u8), None);
        } else if line.trim().is_empty() {
            draft.end();
        } else if !draft.is_open() {
            draft.begin(BlockKind::Paragraph, None);
        }
        let mut from = at + hashes;
        for (i, piece) in line.trim_start_matches('#').split("**").enumerate() {
            if i > 0 {
                bold = !bold;
                draft.set_strong(bold);
            }
            draft.copy(
                piece.trim_end_matches('\n'),
                Span::new(from, from + piece.trim_end_matches('\n').len()),
            );
            from += piece.len() + 2;
        }
        if hashes > 0 {
            draft.end();
        } else if line.ends_with('\n') {
            draft.soft_break(Span::new(at + line.len() - 1, at + line.len()));
        }
        at += line.len();
    }
    draft.end();
    let origin = Origin::Text { text: source.to_owned(), encoding: "UTF-8" };
    (document(draft, origin), "指南/居住证.md".into())
}

/// A Word document of those paragraphs; those that start with a Chinese number are headings, the first is the title.
pub(super) fn word(paragraphs: &[&str]) -> (Document, Arc<str>) {
    let mut draft = Draft::default();
    for (i, text) in paragraphs.iter().enumerate() {
        let heading = i == 0 || text.chars().nth(1) == Some('、');
        let kind = if heading { BlockKind::Heading(1 + u8::from(i > 0)) } else { BlockKind::Paragraph };
        draft.begin(kind, Some(Place::Paragraph(i as u32 + 1)));
        draft.write(text, Span::new(0, 1));
    }
    draft.end();
    (document(draft, Origin::Word), "指南/居住证.docx".into())
}

fn document(draft: Draft, origin: Origin) -> Document {
    let title = draft.blocks.first().map(|block| block.span);
    Document {
        folded: FoldedText::new(&draft.plain),
        plain: draft.plain,
        blocks: draft.blocks,
        strong: draft.strong,
        title,
        kind: Some(Kind::Guide),
        fields: Vec::new(),
        dates: Vec::new(),
        date: None,
        adopted: None,
        is_form: false,
        is_page: false,
        is_fragment: false,
        limits: Vec::new(),
        citations: Vec::new(),
        remarks: Vec::new(),
        unread: Vec::new(),
        anchors: draft.anchors,
        origin,
        lookup: crate::doc::Lookup::default(),
    }
}

/// A label on the first `words` of the document.
pub(super) fn label(document: &Document, words: &str, note: &str) -> Label {
    let start = document.plain.find(words).expect("the words stand in the document");
    Label { at: Span::<Plain>::new(start, start + words.len()), note: note.to_owned() }
}

/// A finding on the first `words` of the document.
pub(super) fn finding(document: &Document, words: &str) -> Finding {
    let basis = Citation {
        regulation: "time-limited-completion".to_owned(),
        title: "限时办结制度".to_owned(),
        at: "第三条".parse().expect("an address"),
        edition: Some(Date::constant(2026, 1, 1)),
        quote: "承诺时限不得长于法定时限。".to_owned(),
    };
    Finding {
        rule: "D01".into(),
        title: "承诺时限长于法定时限".into(),
        level: Level::Error,
        message: format!("“{words}”不妥"),
        advice: "改为不长于法定时限的天数。".to_owned(),
        why: "申请人按公布的时限安排时间，超过法定时限的承诺无效。".into(),
        primary: label(document, words, ""),
        related: Vec::new(),
        basis: Arc::new([basis]),
        field: None,
        edit: None,
        fingerprint: Fingerprint::of(["D01", words]),
    }
}

/// The finding on `words`, placed.
pub(super) fn located(source: &str, words: &str) -> Located {
    let (document, path) = markdown(source);
    super::locate(&document, &path, finding(&document, words))
}
