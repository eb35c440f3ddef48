//! What one regulation of a centre copies from another, item by item: whoever changes one of them leaves the other behind.

use super::super::{Asked, Fact, Topic};
use crate::{
    doc::{Block, BlockKind, Document, Kind},
    finding::{Fingerprint, Label},
    law::heading,
    text::{FoldedText, Plain, Span, list_mark},
};

/// So many provisions in a row are copied; fewer may be what two regulations have in common.
const RUN: usize = 3;
/// So many characters they have together at least.
const SHORTEST_COMMON: usize = 100;

/// Each run of provisions in regulation `document`, for others not to repeat.
pub(super) fn facts(document: &Document) -> Vec<Fact> {
    if document.kind != Some(Kind::Regulation) {
        return Vec::new();
    }
    let running = |block: &&Block| !matches!(block.kind, BlockKind::Cell(_) | BlockKind::Heading(_));
    let provisions = document.blocks.iter().filter(running);
    let provisions: Vec<(Span<Plain>, String)> =
        provisions.map(|block| (block.span, words(block.span.of(&document.plain)))).collect();
    let topic = Topic { what: "这些条款".to_owned(), asked: Asked::Once, ..Topic::default() };
    let fact = |run: &[(Span<Plain>, String)]| {
        let length: usize = run.iter().map(|(_, words)| words.chars().count()).sum();
        let (at, _) = *run.first().filter(|_| length >= SHORTEST_COMMON)?;
        let value = Fingerprint::of(run.iter().map(|(_, words)| words.as_str())).to_string();
        Some(Fact { topic: topic.clone(), value, label: Label { at, note: "从这里起".to_owned() } })
    };
    provisions.windows(RUN).filter_map(fact).collect()
}

/// What a provision says, without its number.
fn words(provision: &str) -> String {
    let number = heading(provision).map(|(_, len)| len).or_else(|| list_mark(provision).map(|mark| mark.len));
    FoldedText::new(provision.get(number.unwrap_or_default()..).unwrap_or_default().trim())
        .as_str()
        .to_owned()
}
