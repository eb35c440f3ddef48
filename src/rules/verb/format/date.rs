//! Dates that the calendar does not have, and days of the week that they do not fall on.

use crate::{
    doc::Document,
    law::Date,
    text::{Plain, Span},
};

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
    document.dates.iter().filter_map(fault).collect()
}

fn weekday(date: Date) -> char {
    const NAMES: [char; 7] = ['一', '二', '三', '四', '五', '六', '日'];
    let day = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
    NAMES.get(day).copied().unwrap_or_default()
}
