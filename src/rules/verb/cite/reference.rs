//! References of a text to parts of itself, as they are written: 第二条、第九条, 第二条至第九条, 第五、六条, 本条第三款, 前条第（五）项,
//! 前两款, 下条.

use std::sync::LazyLock;

use regex::Regex;

use super::super::norm::SELF;
use crate::{
    law::{Address, Level, Step, address_at},
    text::{Folded, Span, chinese_number},
};

/// From where a reference counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// The document, which is named: 本制度第九条.
    Named,
    /// The document, or another one that the words around name.
    Bare,
    /// The article that it stands in: 本条第三款.
    ThisArticle,
    /// The paragraph that it stands in: 本款第（二）项.
    ThisParagraph,
    /// So many articles before it: 前条, 前两条.
    ArticlesBefore(u32),
    /// So many paragraphs before it: 前款, 前两款.
    ParagraphsBefore(u32),
    /// The next article.
    ArticleAfter,
}

/// One part that is referred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// The words that name it.
    pub(super) at: Span<Folded>,
    pub(super) from: From,
    /// The part; empty where the words before say it all (前条).
    pub(super) to: Address,
    /// Where the range begins that ends with this part, and all its words.
    pub(super) range: Option<(Address, Span<Folded>)>,
}

/// Where a reference may begin: at words that count from their own place, or at 第.
static BEGINS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let relative = [
        "(?P<this>本条|本款)",
        "(?P<before>前(?P<many>[两二三四五])?(?P<level>条|款))",
        "(?P<after>[下次]一?条)",
    ];
    Regex::new(&format!("(?P<own>{SELF})?的?第|{}", relative.join("|"))).ok()
});

/// Every reference in folded `text`.
pub(super) fn references(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut from = 0;
    let Some(begins) = BEGINS.as_ref() else { return found };
    while let Some(words) = begins.captures_at(text, from) {
        let Some(all) = words.get(0) else { break };
        from = all.end();
        let start = all.end() - if all.as_str().ends_with('第') { '第'.len_utf8() } else { 0 };
        let counted = words.name("many").and_then(|many| chinese_number(&many.as_str().replace('两', "二")));
        let base = if words.name("own").is_some() {
            From::Named
        } else if words.name("this").is_some() {
            if all.as_str() == "本条" { From::ThisArticle } else { From::ThisParagraph }
        } else if let Some(level) = words.name("level") {
            let count = counted.unwrap_or(1);
            if level.as_str() == "条" { From::ArticlesBefore(count) } else { From::ParagraphsBefore(count) }
        } else if words.name("after").is_some() {
            From::ArticleAfter
        } else {
            From::Bare
        };
        let relative = start == all.end();
        if relative && !stands_alone(text, Span::new(all.start(), all.end())) {
            continue;
        }
        let list = list(text, start, base);
        if let Some(last) = list.last() {
            from = last.at.end();
        } else if relative && !matches!(base, From::ThisArticle | From::ThisParagraph) {
            let at = Span::new(all.start(), all.end());
            found.push(Reference { at, from: base, to: Address::default(), range: None });
        }
        found.extend(list.into_iter().map(|mut reference| {
            // 前条第（五）项 is pointed at with the word that it counts from.
            if relative && reference.at.start() == start {
                reference.at = Span::new(all.start(), reference.at.end());
            }
            reference
        }));
    }
    found
}

/// Whether a word that counts from its own place is one: 以前条件, 如下条款 and 以前款项 only look so.
fn stands_alone(text: &str, at: Span<Folded>) -> bool {
    let before = text.get(..at.start()).unwrap_or_default();
    let after = text.get(at.end()..).unwrap_or_default();
    let word = at.of(text);
    let part = after.starts_with(['件', '例', '约', '文', '款', '目', '项', '形', '码', '线', '理', '幅']);
    let other = before.ends_with(['以', '如', '上', '目', '提', '之', '先', '原'])
        && (word.starts_with('下') || word.ends_with('条'));
    !part && !other
}

/// The parts that are named one after the other from byte `start` on.
fn list(text: &str, start: usize, base: From) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    let mut at = start;
    let mut ranged = false;
    loop {
        let several = several_at(text, at);
        let parts = if several.is_empty() { one_at(text, at) } else { several };
        let Some((last, ..)) = parts.last() else { break };
        let end = last.end();
        for (at, to, to_range) in parts {
            let before = found.last();
            let to = before.map_or(to.clone(), |before| inherited(&before.to, &to));
            let range = before
                .filter(|_| ranged || to_range)
                .map(|before| (before.to.clone(), Span::new(before.at.start(), at.end())));
            found.push(Reference { at, from: base, to, range });
            ranged = false;
        }
        let rest = text.get(end..).unwrap_or_default();
        const TO: [&str; 4] = ["至", "到", "-", "~"];
        const AND: [&str; 9] = ["、", ",以及", ",和", "以及", "和", "及", "与", "或者", "或"];
        let Some(joint) = TO.into_iter().chain(AND).find(|joint| rest.starts_with(joint)) else { break };
        ranged = TO.contains(&joint);
        at = end + joint.len();
        if !text.get(at..).is_some_and(|rest| rest.starts_with('第')) {
            break;
        }
    }
    found
}

/// The part that is named at byte `start`, or the parts where those inside it are counted together: 第一条第(三)、(四)项.
fn one_at(text: &str, start: usize) -> Vec<(Span<Folded>, Address, bool)> {
    let Some((to, len)) = text.get(start..).and_then(|rest| address_at(rest, false)) else {
        return Vec::new();
    };
    let end = start + len;
    let mut inner = several_at(text, end);
    if let Some((first, ..)) = inner.first_mut() {
        *first = Span::new(start, first.end());
        let outer = to;
        return inner.into_iter().map(|(at, to, ranged)| (at, inherited(&outer, &to), ranged)).collect();
    }
    match bare_item_at(text, end).filter(|_| to.steps().last().is_some_and(|s| s.level < Level::Item)) {
        Some((item, len)) => {
            let to = Address::new(to.steps().iter().copied().chain([item]).collect());
            vec![(Span::new(start, end + len), to, false)]
        }
        None => vec![(Span::new(start, end), to, false)],
    }
}

/// An item at byte `start` that is named by its mark alone, right behind its article: 第一条(三)的情形.
fn bare_item_at(text: &str, start: usize) -> Option<(Step, usize)> {
    static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^\((?P<number>[一二三四五六七八九十]{1,3})\)(?:的?(?:规定|情形)|所列|所称|项)").ok()
    });
    let rest = text.get(start..)?;
    let number = ITEM.as_ref()?.captures(rest)?.name("number")?;
    let item = Step { level: Level::Item, number: chinese_number(number.as_str())?, inserted: 0 };
    Some((item, number.end() + ')'.len_utf8()))
}

/// `to` with what it leaves out because the one before has it: 第二条第一款、第三款.
fn inherited(before: &Address, to: &Address) -> Address {
    let Some(first) = to.steps().first().map(|step| step.level) else { return to.clone() };
    if first <= Level::Article {
        return to.clone();
    }
    let outer = before.steps().iter().copied().filter(|step| step.level < first);
    Address::new(outer.chain(to.steps().iter().copied()).collect())
}

/// 第五、六条, 第(三)、(四)项 and 第二至九条 at byte `start`: each number with the address it stands for, and whether it ends a range.
fn several_at(text: &str, start: usize) -> Vec<(Span<Folded>, Address, bool)> {
    static SEVERAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let number = r"(?:\(?(?:[0-9]{1,3}|[一二三四五六七八九十百零]{1,6})\)?)";
        let joint = "(?:、|和|及|与|或|至|到|-|~)";
        Regex::new(&format!("^第(?P<numbers>{number}(?:{joint}{number})+)(?P<level>[章条款项])")).ok()
    });
    let rest = text.get(start..).unwrap_or_default();
    let Some(words) = SEVERAL.as_ref().and_then(|several| several.captures(rest)) else { return Vec::new() };
    let (Some(numbers), Some(level)) = (words.name("numbers"), words.name("level")) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut ranged = false;
    let is_joint = |c: char| "、和及与或至到-~".contains(c);
    let mut at = start + numbers.start();
    for piece in numbers.as_str().split_inclusive(is_joint) {
        let digits = piece.trim_end_matches(is_joint);
        let is_last = at + piece.len() == start + numbers.end();
        let end = at + digits.len() + if is_last { level.len() } else { 0 };
        let begin = if found.is_empty() { start } else { at };
        // Written out with its level, the number is read as an address is.
        let written = format!("第{digits}{}", level.as_str());
        if let Some((to, _)) = address_at(&written, false) {
            found.push((Span::new(begin, end), to, ranged));
        }
        ranged = piece.ends_with(['至', '到', '-', '~']);
        at += piece.len();
    }
    found
}

impl Reference {
    /// The number of the part at `level`.
    pub(super) fn step(&self, level: Level) -> Option<Step> {
        self.to.at(level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let show = |reference: Reference| {
            let range = if reference.range.is_some() { "…" } else { "" };
            let from = match reference.from {
                From::Named => "本".to_owned(),
                From::Bare => String::new(),
                From::ThisArticle => "本条".to_owned(),
                From::ThisParagraph => "本款".to_owned(),
                From::ArticlesBefore(n) => format!("-{n}条"),
                From::ParagraphsBefore(n) => format!("-{n}款"),
                From::ArticleAfter => "+1条".to_owned(),
            };
            format!("{} {from}{range}{}", reference.at.of(text), reference.to)
        };
        references(text).into_iter().map(show).collect()
    }

    #[test]
    fn references_in_every_spelling() {
        for (text, expected) in [
            ("本制度第二条、第九条", &["第二条 本第二条", "第九条 本第九条"][..]),
            ("第二条至第九条", &["第二条 第二条", "第九条 …第九条"]),
            ("第二条第一款、第三款", &["第二条第一款 第二条第一款", "第三款 第二条第三款"]),
            ("第3条、第四条和第五条", &["第3条 第三条", "第四条 第四条", "第五条 第五条"]),
            ("第五、六条", &["第五 第五条", "六条 第六条"]),
            ("第二至九条", &["第二 第二条", "九条 …第九条"]),
            ("本条第三款", &["本条第三款 本条第三款"]),
            ("前条第(五)项", &["前条第(五)项 -1条第（五）项"]),
            ("依照前两款规定", &["前两款 -2款"]),
            ("依照下条办理", &["下条 +1条"]),
            ("本制度第二章", &["第二章 本第二章"]),
            ("第一条第(三)、(四)项", &["第一条第(三) 第一条第（三）项", "(四)项 第一条第（四）项"]),
            ("第一条(三)的情形、第二条(五)甲", &["第一条(三) 第一条第（三）项", "第二条 第二条"]),
            ("以前条件、如下条款、本条规定", &[]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
