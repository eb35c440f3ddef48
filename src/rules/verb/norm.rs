//! Whose a norm is: words that speak of another one than the document itself, and the place that a title names.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::{doc::Document, text::FoldedText};

/// What regulations call themselves.
pub(super) const SELF: &str =
    "本(?:制度|办法|规定|规范|细则|条例|公约|规则|标准|守则|规程|章程|准则|须知|方案|机制|预案|决定|法)";

/// A norm, down to its article or not: 《…》, 行政许可法第三十二条, 该条例, 上述规定.
static OTHERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let norms = "(?:法|法典|条例|规定|办法|细则|制度|规范|规则|公约|标准|章程|准则|意见|通知|方案|解释|合同|协议|附件|附录)";
    Regex::new(&format!(
        "(?P<title>《[^《》]*》)|(?P<self>{SELF})|{norms}(?:第|[0-9])|[该同](?:法|条例|办法|规定)|上述"
    ))
    .ok()
});

/// Whether folded `words` name another norm.
pub(super) fn names_another(words: &str) -> bool {
    let other = |found: regex::Captures<'_>| {
        let title = found.name("title").map(|title| title.as_str());
        found.name("self").is_none() && title.is_none_or(is_norm)
    };
    OTHERS.iter().flat_map(|others| others.captures_iter(words)).any(other)
}

/// Whether a title in 《》 is that of a norm and not of a form or a notice.
fn is_norm(title: &str) -> bool {
    let bare = title.trim_end_matches(['》', ')']).split('(').next().unwrap_or_default();
    !bare.ends_with(['书', '表', '单', '证', '册', '函', '卡', '牌', '簿', '照', '票', '账'])
}

/// The place whose a document is by its title: 黛湖市.
pub(super) fn place_of(title: &str) -> Option<&str> {
    const LONGEST: usize = 6;
    let (end, last) = title.char_indices().take(LONGEST).find(|(i, c)| {
        let street = title.get(..*i).is_some_and(|before| *c == '道' && before.ends_with('街'));
        "省市县区镇乡".contains(*c) || street
    })?;
    title.get(..end + last.len_utf8()).filter(|place| place.chars().count() > 2)
}

/// What ends as names of places do and is none: 办公区卫生制度.
const ROOMS: [&str; 14] = [
    "办公区",
    "等候区",
    "工作区",
    "服务区",
    "自助区",
    "行政区",
    "大厅区",
    "景区",
    "园区",
    "社区",
    "小区",
    "超市",
    "城市",
    "门市",
];

/// A centre or a government with the place whose it is: 青石县政务服务中心.
static CENTRES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "(?P<place>[\\p{Han}&&[^省市县区旗镇乡各全本我该外各级]]{2}(?:[省市县区旗镇乡]|街道))(?:政务|行政|政府|便民)服务(?:管理局|中心)|(?P<seat>[\\p{Han}&&[^省市县区旗镇乡各全本我该外各级]]{2}(?:[省市县区旗镇乡]|街道))(?:人民政府|行政审批局)",
    )
    .ok()
});

/// The place whose centre a regulation is of: that of its title, else the one that it names most often.
pub(in super::super) fn home(document: &Document) -> Option<Arc<str>> {
    let title = document.title.map_or("", |title| title.of(&document.plain));
    let is_place = |place: &&str| !ROOMS.iter().any(|room| place.ends_with(room));
    if let Some(place) = place_of(FoldedText::new(title).as_str()).filter(is_place) {
        return Some(place.into());
    }
    let mut named: Vec<(&str, usize)> = Vec::new();
    let found = CENTRES.iter().flat_map(|centres| centres.captures_iter(document.folded.as_str()));
    for place in found.filter_map(|found| found.name("place").or_else(|| found.name("seat"))) {
        match named.iter_mut().find(|(name, _)| *name == place.as_str()) {
            Some((_, count)) => *count += 1,
            None => named.push((place.as_str(), 1)),
        }
    }
    let most = named.iter().map(|(_, count)| *count).max()?;
    named.iter().find(|(_, count)| *count == most).map(|(place, _)| (*place).into())
}
