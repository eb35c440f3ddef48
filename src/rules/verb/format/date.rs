//! Dates that the calendar does not have, and days of the week that they do not fall on.

use std::ops::Range;

use crate::{
    doc::Document,
    law::{Date, marked_dates},
    text::{Plain, Span},
};

/// Words around such a number that make it a date, whatever month it names.
const BEFORE: [&str; 9] = ["自", "于", "至", "到", "从", "日期", "时间", "日期:", "时间:"];
const BEHIND: [&str; 6] = ["起", "前", "止", "之前", "以前", "施行"];

/// Every date in `document` that cannot be, and what is wrong with it.
pub(super) fn faults(document: &Document) -> Vec<(Span<Plain>, String)> {
    let fault = |mention: &crate::law::DateMention| {
        let words = mention.at.of(&document.plain);
        if !mention.exists() {
            return Some((mention.at, format!("没有{words}这一天")));
        }
        let (said, own) = (mention.weekday?, weekday(mention.date()?));
        (said != own).then(|| (mention.at, format!("这一天是星期{own}，不是星期{said}")))
    };
    let mut faults: Vec<_> = document.dates.iter().filter_map(fault).collect();
    faults.extend(by_marks(document));
    faults.sort_by_key(|(at, _)| *at);
    faults
}

/// The dates written with marks that the calendar does not have. A month or a day beyond all may be part of another number, unless
/// the words around say otherwise.
fn by_marks(document: &Document) -> Vec<(Span<Plain>, String)> {
    let text = document.folded.as_str();
    let fault = |(found, [year, month, day]): (Range<usize>, [u32; 3])| {
        let civil = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        if Date::new(civil.0, civil.1, civil.2).is_ok() {
            return None;
        }
        let before = text.get(..found.start).unwrap_or_default();
        let behind = text.get(found.end..).unwrap_or_default();
        let is_date = BEFORE.iter().any(|word| before.ends_with(word))
            || BEHIND.iter().any(|word| behind.starts_with(word));
        let near = month <= 12 && day <= 31;
        (near || is_date).then(|| {
            let at = document.folded.to_plain(Span::new(found.start, found.end));
            (at, format!("没有{}这一天", at.of(&document.plain)))
        })
    };
    marked_dates(text).filter_map(fault).collect()
}

fn weekday(date: Date) -> char {
    const NAMES: [char; 7] = ['一', '二', '三', '四', '五', '六', '日'];
    let day = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
    NAMES.get(day).copied().unwrap_or_default()
}
