//! The articles of a document with their paragraphs and items: within what a reference, a quotation or a row of tiers keeps.

use crate::{
    doc::{Block, BlockKind, Document},
    law::{Level, Step, han, heading},
    text::{Folded, MarkStyle, Plain, Span, list_mark},
};

/// An article (条).
#[derive(Debug, Clone)]
pub(super) struct Article {
    /// Its number.
    pub(super) step: Step,
    /// Its mark: 第九条.
    pub(super) mark: Span<Plain>,
    /// All of it.
    pub(super) text: Span<Folded>,
    /// Its paragraphs (款), each with the list below it.
    pub(super) paragraphs: Vec<Span<Folded>>,
}

/// Whether an article, a chapter or an outermost section begins with `block`: nothing goes on over it.
pub(super) fn opens_section(document: &Document, block: &Block) -> bool {
    let words = block.span.of(&document.plain);
    heading(words).is_some()
        || matches!(block.kind, BlockKind::Heading(_))
        || list_mark(words).is_some_and(|mark| mark.style == MarkStyle::Han)
}

/// The articles of `document`, in order. A text that counts 一、二、 instead of articles has those for articles.
pub(super) fn articles(document: &Document) -> Vec<Article> {
    let numbered =
        with_marks(document, |words| heading(words).filter(|(step, _)| step.level == Level::Article));
    if !numbered.is_empty() {
        return numbered;
    }
    let marks = || document.blocks.iter().filter_map(|block| list_mark(block.span.of(&document.plain)));
    let last = |of_style: fn(MarkStyle) -> bool| {
        marks().filter(|mark| of_style(mark.style)).map(|mark| mark.number).max().unwrap_or_default()
    };
    // Numbers that go on from one section to the next (44.) are the articles of such a text, and its sections are none.
    if last(|style| style != MarkStyle::Han) > last(|style| style == MarkStyle::Han) {
        return Vec::new();
    }
    with_marks(document, |words| {
        let mark = list_mark(words).filter(|mark| mark.style == MarkStyle::Han)?;
        Some((Step { level: Level::Article, number: mark.number, inserted: 0 }, mark.len))
    })
}

fn with_marks(document: &Document, mark: impl Fn(&str) -> Option<(Step, usize)>) -> Vec<Article> {
    let mut articles: Vec<Article> = Vec::new();
    let mut open = false;
    for block in document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Cell(_))) {
        let words = block.span.of(&document.plain);
        let text = document.folded.from_plain(block.span);
        if let Some((step, len)) = mark(words) {
            let behind = document.folded.from_plain(block.span.slice(len..words.len()));
            let bare = behind.of(document.folded.as_str()).trim().is_empty();
            let paragraphs = if bare { Vec::new() } else { vec![behind] };
            articles.push(Article { step, mark: block.span.slice(0..len), text, paragraphs });
            open = true;
        } else if heading(words).is_some() || matches!(block.kind, BlockKind::Heading(_)) {
            open = false;
        } else if let Some(last) = articles.last_mut().filter(|_| open) {
            last.text = Span::new(last.text.start(), text.end());
            match last.paragraphs.last_mut().filter(|_| list_mark(words).is_some()) {
                Some(paragraph) => *paragraph = Span::new(paragraph.start(), text.end()),
                None => last.paragraphs.push(text),
            }
        }
    }
    articles
}

/// The number of the last item in folded `text`, in whatever style its items are counted: a higher one may only stand in a list
/// inside a list.
pub(super) fn last_item(text: &str) -> u32 {
    let own = text.lines().filter_map(list_mark).map(|mark| mark.number).max().unwrap_or_default();
    let inline = (1..=99).take_while(|n| {
        let han = han(*n);
        [
            format!("({han})"),
            format!("({n})"),
            format!("{n}."),
            format!("{n}、"),
            format!("{han}、"),
            format!("{han}是"),
        ]
        .iter()
        .any(|mark| text.contains(mark.as_str()))
    });
    own.max(inline.last().unwrap_or_default())
}
