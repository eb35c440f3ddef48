//! Articles whose breach has consequences lay down a duty: nobody can break the day on which a regulation comes into force.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    super::{super::rule::Rule, article::articles, norm::SELF},
    own::is_own,
};
use crate::{
    doc::Document,
    finding::{Finding, Label},
    law::{Level, address_at},
    text::Span,
};

/// 违反本办法第三十条规定的: an article whose breach has consequences.
static BREACH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("违反了?(?:{SELF})?(?P<at>第[^,。;:、\\s]{{1,20}}条)")).ok());

/// What an article is about that asks nothing of anybody, with the words that tell it.
const NO_DUTY: [(&str, &[&str]); 3] = [
    ("由谁解释", &["负责解释"]),
    ("施行日期", &["起施行", "起实施", "起执行", "起试行", "之日施行"]),
    ("制定的目的", &["制定本", "制订本"]),
];

/// Words by which an article lays down a duty.
const DUTY: [&str; 12] =
    ["应", "不得", "必须", "禁止", "严禁", "须", "不准", "不许", "要", "职责", "不允许", "负责人"];

/// Every reference of a penalty to an article of the document that nobody can break: its purpose, its day, its interpreter.
pub(super) fn without_duty(rule: &Rule, document: &Document) -> Vec<Finding> {
    let articles = articles(document);
    let breaches = BREACH.iter().flat_map(|breach| breach.captures_iter(document.folded.as_str()));
    let finding = |found: regex::Captures<'_>| {
        let words = found.name("at")?;
        let (at, len) = address_at(words.as_str(), false)?;
        let step = at.at(Level::Article)?;
        let place = Span::new(words.start(), words.start() + len);
        let mut own = articles.iter().filter(|article| article.step == step);
        // Of two articles with one number either may be meant.
        let article = own.next().filter(|_| own.next().is_none())?;
        let text = document.folded.slice(article.text);
        let (about, _) = NO_DUTY.iter().find(|(_, words)| words.iter().any(|word| text.contains(word)))?;
        if DUTY.iter().any(|word| text.contains(word)) || !is_own(document, place) {
            return None;
        }
        let message = format!("违反{at}要追究责任，但是{at}写的是{about}");
        let mut finding = rule.finding(document, document.folded.to_plain(place), message);
        finding.related = vec![Label { at: article.mark, note: format!("写的是{about}") }];
        Some(finding)
    };
    breaches.filter_map(finding).collect()
}
