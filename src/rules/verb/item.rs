//! Which item a document is about, and whose: documents of one item of one organ are compared with each other.

use std::collections::BTreeSet;

use crate::{
    doc::{BlockKind, Document},
    text::FoldedText,
};

/// How many of its last blocks a document may sign.
const SIGNATURE: usize = 6;

/// The longest name of an organ, in characters.
const LONGEST: usize = 26;

/// What names of organs end in.
const ORGANS: [&str; 10] = ["局", "委", "委员会", "厅", "中心", "政府", "办公室", "支队", "大队", "管理处"];

/// The name of the item with its organ; `None` where the document does not say both, or speaks of several.
pub(super) fn item(document: &Document) -> Option<String> {
    let name = only(document, "事项名称").or_else(|| titled(document))?;
    let name = GUIDE.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let organ = only(document, "实施机关").or_else(|| signature(document))?;
    Some(format!("{organ}“{name}”"))
}

/// What titles of guides end in.
const GUIDE: [&str; 4] = ["办事指南", "服务指南", "办理指南", "指南"];

/// The name in the title of a guide: 道路货物运输经营许可办事指南(2026年版).
fn titled(document: &Document) -> Option<String> {
    let title = FoldedText::new(document.title?.of(&document.plain));
    let title = title.as_str().trim();
    let title =
        title.strip_suffix(')').and_then(|title| title.rsplit_once('(')).map_or(title, |(title, _)| title);
    let is_guide = GUIDE.iter().any(|end| title.ends_with(end) && title != *end);
    is_guide.then(|| title.to_owned())
}

/// The value of the fields called `field`, when they all have the same one.
fn only(document: &Document, field: &str) -> Option<String> {
    let values: BTreeSet<String> = document
        .fields_named(field)
        .map(|field| field.folded(&document.plain).trim().to_owned())
        .filter(|value| !value.is_empty())
        .collect();
    let value = values.first().filter(|value| values.len() == 1 && !value.contains('\n'))?;
    Some(value.clone())
}

/// The organ that signs: 某县某局（印章）.
fn signature(document: &Document) -> Option<String> {
    let running = document.blocks.iter().rev().filter(|block| !matches!(block.kind, BlockKind::Cell(_)));
    running.take(SIGNATURE).find_map(|block| {
        let folded = FoldedText::new(block.span.of(&document.plain));
        let words = folded.as_str().trim();
        let organ = words.split(['(', '2']).next().unwrap_or_default().trim();
        let is_organ = ORGANS.iter().any(|end| organ.ends_with(end)) && organ.chars().count() <= LONGEST;
        (is_organ && !organ.contains([':', ',', '。', ';'])).then(|| organ.to_owned())
    })
}
