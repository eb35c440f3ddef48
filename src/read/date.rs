//! The day of a document itself.

use crate::{
    doc::{BlockKind, Document},
    law::{Date, DateMention, dates},
    text::FoldedText,
};

/// How many of its last blocks a document may sign and date.
const SIGNATURE: usize = 8;

/// The day by which a document is judged: the one its front matter names, that of its 更新日期, else the one under it that
/// stands alone in its line, as a signature does.
pub(super) fn own_date(document: &Document, meta: &[(String, String)]) -> Option<Date> {
    let told =
        meta.iter().filter(|(key, _)| ["date", "effective", "日期", "更新日期"].contains(&key.as_str()));
    let told = told.filter_map(|(_, value)| written(value)).next();
    let updated = document.fields_named("更新日期").find_map(|field| written(&field.text(&document.plain)));
    told.or(updated).or_else(|| signature(document))
}

/// The day of adoption that the front matter of a regulation names beside the day from which it applies.
pub(super) fn adopted(meta: &[(String, String)]) -> Option<Date> {
    let named =
        |wanted: &str| meta.iter().find(|(key, _)| key == wanted).and_then(|(_, value)| written(value));
    named("effective").and(named("adopted"))
}

/// A date as people write it in a field: 2026-03-02, 2026.3.2, 2026年3月2日.
fn written(value: &str) -> Option<Date> {
    let folded = FoldedText::new(value);
    let text = folded.as_str();
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    let by_marks = match numbers.as_slice() {
        [year, month, day, ..] if year.len() == 4 => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        }
        _ => None,
    };
    dates(&folded).iter().find_map(DateMention::date).or(by_marks)
}

fn signature(document: &Document) -> Option<Date> {
    let last = document.blocks.iter().rev().filter(|block| !matches!(block.kind, BlockKind::Cell(_)));
    last.take(SIGNATURE).find_map(|block| {
        let mention = document.dates.iter().find(|date| block.span.contains(date.at))?;
        let rest = block.span.len() - mention.at.len();
        // 某某局 2026年3月2日 is a signature; a sentence that ends with a date is none.
        let words = block.span.of(&document.plain);
        let is_alone =
            rest <= LONGEST_SIGNER && !words.contains(['，', '。', '：', ':', '；', '前', '自', '至']);
        mention.date().filter(|_| is_alone)
    })
}

/// The longest name that may stand before the date of a signature, in bytes.
const LONGEST_SIGNER: usize = 90;
