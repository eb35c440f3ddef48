//! References of a regulation to its own articles, paragraphs and items lead somewhere: 本办法第九条, 违反第九条的, 第二条第（五）项, 前款.

use std::sync::LazyLock;

use regex::Regex;

use super::super::super::rule::Rule;
use crate::{
    doc::{BlockKind, Document},
    finding::{Finding, Label},
    law::{Address, Level, Step, address_at, han, heading},
    text::{Folded, FoldedText, Plain, Span, list_mark},
};

/// A reference with the words before it that make it one to the same document: its own name, or a verb with no title behind it.
static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let own = "本(?:制度|办法|规定|规范|细则|条例|公约|规则|标准|守则|规程|章程)";
    let verb = "违反|依照|按照|根据|依据|参照|适用|符合|属于|具有|执行|除|有|按|见";
    Regex::new(&format!("(?:(?P<own>{own})|{verb})(?P<at>第[^,。;:、\\s]{{1,30}})")).ok()
});

/// Words of a sentence in which a reference may be one to another norm.
const OTHERS: [&str; 13] = [
    "《",
    "法第",
    "法典第",
    "条例第",
    "规定第",
    "办法第",
    "细则第",
    "该法",
    "该条例",
    "该办法",
    "该规定",
    "同法",
    "上述",
];

/// A regulation has more articles than these; what has fewer is an excerpt.
const FEWEST: usize = 3;

/// An article of the document.
struct Article {
    step: Step,
    /// Its mark, 第九条.
    mark: Span<Plain>,
    /// All of it.
    text: Span<Folded>,
}

/// Every reference of `document` to a part of itself that is not there.
pub(super) fn missing(rule: &Rule, document: &Document) -> Vec<Finding> {
    let articles = articles(document);
    if articles.len() < FEWEST {
        return Vec::new();
    }
    let references = REFERENCE.iter().flat_map(|reference| reference.captures_iter(document.folded.as_str()));
    let mut findings: Vec<Finding> = references
        .filter_map(|found| {
            let is_named = found.name("own").is_some();
            let words = found.name("at")?;
            let (at, len) = address_at(words.as_str(), false)?;
            let place = Span::new(words.start(), words.start() + len);
            (is_named || is_own(document, place)).then_some(())?;
            astray(rule, document, &articles, &at, place, is_named)
        })
        .collect();
    findings.extend(articles.iter().filter_map(|article| no_paragraph_before(rule, document, article)));
    findings
}

/// 违反本办法第三十条规定的: an article whose breach has consequences.
static BREACH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let own = "(?:本(?:制度|办法|规定|规范|细则|条例|公约|规则|标准|守则|规程|章程))?";
    Regex::new(&format!("违反了?{own}(?P<at>第[^,。;:、\\s]{{1,20}}条)")).ok()
});

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

fn articles(document: &Document) -> Vec<Article> {
    let mut articles: Vec<Article> = Vec::new();
    let mut open = false;
    for block in document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Cell(_))) {
        let text = document.folded.from_plain(block.span);
        match heading(block.span.of(&document.plain)) {
            Some((step, len)) if step.level == Level::Article => {
                articles.push(Article { step, mark: block.span.slice(0..len), text });
                open = true;
            }
            Some(_) => open = false,
            None => {
                if let Some(last) = articles.last_mut().filter(|_| open) {
                    last.text = Span::new(last.text.start(), text.end());
                }
            }
        }
    }
    articles
}

/// Whether nothing in the paragraph before a reference names another norm that it could be to.
fn is_own(document: &Document, at: Span<Folded>) -> bool {
    let text = document.folded.as_str();
    let before = text.get(..at.start()).unwrap_or_default();
    let block = before.rsplit('\n').next().unwrap_or_default();
    let behind = text.get(at.end()..).and_then(|rest| rest.split(['。', '\n']).next()).unwrap_or_default();
    let quoted = block.matches('"').count() % 2 == 1;
    !quoted && !OTHERS.iter().any(|word| block.contains(word)) && !behind.contains('《')
}

/// What is wrong with a reference to `at`.
fn astray(
    rule: &Rule,
    document: &Document,
    articles: &[Article],
    at: &Address,
    place: Span<Folded>,
    is_named: bool,
) -> Option<Finding> {
    let step = at.at(Level::Article)?;
    let own: Vec<&Article> = articles
        .iter()
        .filter(|a| (a.step.number, a.step.inserted) == (step.number, step.inserted))
        .collect();
    let place = document.folded.to_plain(place);
    if own.is_empty() {
        let last = articles.iter().map(|article| article.step.number).max()?;
        // A number that is only skipped is the business of the rule on numbering.
        if !is_named && step.number <= last {
            return None;
        }
        let mut finding = rule.finding(document, place, format!("本文件没有{at}"));
        finding.advice = format!("本文件的条到第{}条为止，请核对条款编号。", han(last));
        finding.related =
            articles.last().map(|a| Label { at: a.mark, note: "最后一条".to_owned() }).into_iter().collect();
        return Some(finding);
    }
    let item = at.at(Level::Item)?;
    let count = own.iter().map(|article| items(document, article)).max()?;
    // An article without a list may have lost it on the way.
    if count == 0 || item.number <= count {
        return None;
    }
    let article = Address::new(vec![step]);
    let message = format!("本文件{article}没有第（{}）项", han(item.number));
    let mut finding = rule.finding(document, place, message);
    finding.advice = format!("{article}列到第（{}）项为止，请核对项的编号。", han(count));
    finding.related = own.iter().map(|a| Label { at: a.mark, note: "所引的条".to_owned() }).collect();
    Some(finding)
}

/// The number of the last item of an article, in whatever style its items are counted: a higher one may only stand in a list
/// inside a list.
fn items(document: &Document, article: &Article) -> u32 {
    let text = document.folded.slice(article.text);
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

/// 前款 in the first sentence of an article, before which it has no paragraph.
fn no_paragraph_before(rule: &Rule, document: &Document, article: &Article) -> Option<Finding> {
    const WORD: &str = "前款";
    let text = document.folded.slice(article.text);
    let mark = FoldedText::new(article.mark.of(&document.plain)).as_str().trim_end().len();
    let words = text.get(mark..)?.trim_start_matches([' ', '\n']);
    let sentence = words.split(['。', '\n', '"', '《']).next()?;
    let i = sentence.find(WORD)?;
    // 第三条前款 is a paragraph of that article.
    if sentence.get(..i)?.contains(['条', '法']) {
        return None;
    }
    let start = article.text.start() + text.len() - words.len() + i;
    let at = document.folded.to_plain(Span::new(start, start + WORD.len()));
    let own = Address::new(vec![article.step]);
    let mut finding = rule.finding(document, at, format!("“{WORD}”前面没有款：这是{own}的第一款"));
    finding.advice = "指上一条的，写“前条”或者写明第几条；指本条别的款的，写明第几款。".to_owned();
    Some(finding)
}
