//! References of a regulation to its own articles, paragraphs and items lead somewhere: 本办法第九条, 违反第九条的, 第二条第（五）项, 前款.

use super::{
    super::{
        super::rule::Rule,
        article::{Article, articles, last_item},
        norm::names_another,
    },
    reference::{From, Reference, references},
};
use crate::{
    doc::{Block, Document},
    finding::{Finding, Label},
    law::{Address, Level, Step, han, heading},
    text::{Folded, MarkStyle, Plain, Span, list_mark},
};

/// A regulation has more articles than these; what has fewer is an excerpt.
const FEWEST: usize = 3;

/// Every reference of `document` to a part of itself that is not there.
pub(super) fn missing(rule: &Rule, document: &Document) -> Vec<Finding> {
    let articles = articles(document);
    let chapters = chapters(document);
    // Chapters from the first one on are those of a whole text, however short.
    let items = items(document).filter(|_| articles.is_empty());
    let is_whole = articles.len() >= FEWEST || chapters.starts_with(&[1, 2]) || items.is_some();
    if !is_whole || amends(document) {
        return Vec::new();
    }
    let own = Own { rule, document, chapters, articles, items };
    let text = document.folded.as_str();
    let mut findings = Vec::new();
    for block in &document.blocks {
        let at = document.folded.from_plain(block.span);
        let start = behind_mark(document, block);
        let mut found = references(text.get(start..at.end()).unwrap_or_default());
        for reference in &mut found {
            let moved = |at: Span<Folded>| Span::new(at.start() + start, at.end() + start);
            reference.at = moved(reference.at);
            reference.range = reference.range.take().map(|(from, at)| (from, moved(at)));
        }
        let mut list_is_own = false;
        for (i, reference) in found.iter().enumerate() {
            let goes_on = i.checked_sub(1).and_then(|i| found.get(i)).is_some_and(|before| {
                reference.from == before.from
                    && text.get(before.at.end()..reference.at.start()).is_some_and(|between| {
                        between.chars().count() <= 2 && !between.contains([',', '。', ';'])
                    })
            });
            if !goes_on {
                list_is_own = own.is_meant(reference);
            }
            if list_is_own {
                findings.extend(own.astray(reference));
            }
        }
    }
    findings
}

/// Whether `document` amends or repeals another norm, whose articles it speaks of.
fn amends(document: &Document) -> bool {
    let title = document.title.map_or("", |title| document.folded.slice(document.folded.from_plain(title)));
    title.contains("修正案")
        || title.contains('《') && ["修改", "废止", "修订"].iter().any(|word| title.contains(word))
}

/// The document with its parts.
struct Own<'d> {
    rule: &'d Rule,
    document: &'d Document,
    articles: Vec<Article>,
    /// The numbers of its chapters.
    chapters: Vec<u32>,
    /// How many items it has, when it has no articles and counts them from its beginning to its end.
    items: Option<u32>,
}

/// How many items a `document` has whose parts are （一）, （二） and so on, one count through all of it.
fn items(document: &Document) -> Option<u32> {
    let marks = document.blocks.iter().filter_map(|block| list_mark(block.span.of(&document.plain)));
    let mut numbers = marks.filter(|mark| mark.style == MarkStyle::BracketedHan).map(|mark| mark.number);
    let last = numbers.try_fold(0, |last, number| (number == last + 1).then_some(number))?;
    (last as usize >= FEWEST).then_some(last)
}

/// The numbers of the chapters of `document`, in order.
fn chapters(document: &Document) -> Vec<u32> {
    let heads = document.blocks.iter().filter_map(|block| heading(block.span.of(&document.plain)));
    heads.filter(|(step, _)| step.level == Level::Chapter).map(|(step, _)| step.number).collect()
}

/// What is wrong with a reference: where, why, what to do, and the place that tells it.
type Wrong = (Span<Plain>, String, Option<String>, Option<Label>);

impl Own<'_> {
    /// Whether a reference is to this document.
    fn is_meant(&self, reference: &Reference) -> bool {
        match reference.from {
            From::Bare => is_led_in(self.document, reference.at) && is_own(self.document, reference.at),
            From::Named => !is_quoted(self.document, reference.at),
            // 《…》第三条前款 is a paragraph of that article.
            _ => !is_quoted(self.document, reference.at) && !follows_an_article(self.document, reference.at),
        }
    }

    fn astray(&self, reference: &Reference) -> Option<Finding> {
        let (at, message, advice, place) = match &reference.range {
            Some((from, at)) if is_reversed(from, &reference.to) => self.reversed(from, *at, reference),
            _ => match reference.from {
                From::Named | From::Bare => self.absent(reference),
                _ => self.absent_nearby(reference),
            },
        }?;
        let mut finding = self.rule.finding(self.document, at, message);
        finding.advice = advice.unwrap_or(finding.advice);
        finding.related.extend(place);
        Some(finding)
    }

    fn plain(&self, at: Span<Folded>) -> Span<Plain> {
        self.document.folded.to_plain(at)
    }

    fn reversed(&self, from: &Address, at: Span<Folded>, reference: &Reference) -> Option<Wrong> {
        let message = format!("从{from}到{}，前后颠倒了", reference.to);
        let advice = "把小的编号写在前面；并核对是不是写错了编号。".to_owned();
        Some((self.plain(at), message, Some(advice), None))
    }

    /// What is wrong with a reference that counts from the beginning of the document.
    fn absent(&self, reference: &Reference) -> Option<Wrong> {
        let named = reference.from == From::Named;
        let Some(step) = reference.step(Level::Article) else {
            return self.no_item(reference).or_else(|| self.no_chapter(reference));
        };
        let of_number = |a: &&Article| (a.step.number, a.step.inserted) == (step.number, step.inserted);
        let own: Vec<&Article> = self.articles.iter().filter(of_number).collect();
        if own.is_empty() {
            let last = self.articles.iter().map(|article| article.step.number).max()?;
            // A number that is only skipped is the business of the rule on numbering.
            if !named && step.number <= last {
                return None;
            }
            let advice = format!("本文件的条到第{}条为止，请核对条款编号。", han(last));
            let place = self.articles.last().map(|a| Label { at: a.mark, note: "最后一条".to_owned() });
            return Some((
                self.plain(reference.at),
                format!("本文件没有{}", reference.to),
                Some(advice),
                place,
            ));
        }
        let wrong: Vec<Wrong> =
            own.iter().map(|article| self.within(article, reference)).collect::<Option<_>>()?;
        wrong.into_iter().next()
    }

    /// 本制度第（二十）项 of a regulation that has no articles and sixteen items.
    fn no_item(&self, reference: &Reference) -> Option<Wrong> {
        let (last, item) = (self.items?, reference.step(Level::Item)?);
        if reference.from != From::Named || item.number <= last {
            return None;
        }
        let message = format!("本文件没有第（{}）项", han(item.number));
        let advice = format!("本文件列到第（{}）项为止，请核对项的编号。", han(last));
        Some((self.plain(reference.at), message, Some(advice), None))
    }

    fn no_chapter(&self, reference: &Reference) -> Option<Wrong> {
        let step = reference.step(Level::Chapter)?;
        let last = self.chapters.iter().max().copied().unwrap_or_default();
        // A text without chapters may speak of those of another one, unless it says that it speaks of its own.
        if self.chapters.contains(&step.number) || reference.from == From::Bare && step.number <= last.max(1)
        {
            return None;
        }
        let advice = match last {
            0 => "本文件没有分章，请核对引用的编号。".to_owned(),
            last => format!("本文件的章到第{}章为止，请核对引用的编号。", han(last)),
        };
        let chapter = Address::new(vec![step]);
        Some((self.plain(reference.at), format!("本文件没有{chapter}"), Some(advice), None))
    }

    /// What is wrong with a reference that counts from its own place.
    fn absent_nearby(&self, reference: &Reference) -> Option<Wrong> {
        let i = self.articles.iter().rposition(|article| article.text.contains(reference.at))?;
        let here = self.articles.get(i)?;
        let name = Address::new(vec![here.step]);
        let word = reference.at.of(self.document.folded.as_str());
        let at = self.plain(reference.at);
        match reference.from {
            From::ArticlesBefore(count) => {
                // Of articles that are bound together each regulation begins anew.
                let first = self.articles.get(..=i)?.iter().rposition(|article| article.step.number == 1)?;
                match i.checked_sub(count as usize).filter(|&before| before >= first) {
                    Some(before) => self.within(self.articles.get(before)?, reference),
                    None => {
                        let before = if i == first {
                            "没有条".to_owned()
                        } else {
                            format!("只有{}条", i - first)
                        };
                        let advice = "写明是第几条。".to_owned();
                        Some((at, format!("“{word}”前面{before}：这是{name}"), Some(advice), None))
                    }
                }
            }
            From::ArticleAfter => {
                let next = self.articles.get(i + 1).filter(|next| next.step.number > here.step.number);
                match next {
                    Some(next) => self.within(next, reference),
                    None => {
                        let advice = "写明是第几条。".to_owned();
                        Some((at, format!("“{word}”后面没有条：{name}是最后一条"), Some(advice), None))
                    }
                }
            }
            From::ThisArticle => self.within(here, reference),
            From::ParagraphsBefore(count) => {
                let own = here.paragraphs.iter().rposition(|paragraph| paragraph.contains(reference.at))?;
                match own.checked_sub(count as usize) {
                    Some(before) => self.item(*here.paragraphs.get(before)?, here, reference),
                    None => {
                        let text = self.document.folded.as_str();
                        // A paragraph that lost its line break is a sentence.
                        let before = text.get(here.paragraphs.get(own)?.start()..reference.at.start())?;
                        if here.paragraphs.len() == 1 && before.contains('。') {
                            return None;
                        }
                        let before = if own == 0 {
                            "没有款".to_owned()
                        } else {
                            format!("只有{}款", han(own as u32))
                        };
                        let message =
                            format!("“{word}”前面{before}：这是{name}的第{}款", han(own as u32 + 1));
                        let advice =
                            "指上一条的，写“前条”或者写明第几条；指本条别的款的，写明第几款。".to_owned();
                        Some((at, message, Some(advice), None))
                    }
                }
            }
            From::ThisParagraph => {
                let own = here.paragraphs.iter().rfind(|paragraph| paragraph.contains(reference.at))?;
                self.item(*own, here, reference)
            }
            From::Named | From::Bare => None,
        }
    }

    /// What is wrong with the paragraph or item of `article` that is referred to.
    fn within(&self, article: &Article, reference: &Reference) -> Option<Wrong> {
        let Some(paragraph) = reference.step(Level::Paragraph) else {
            return self.item(article.text, article, reference);
        };
        let count = article.paragraphs.len() as u32;
        let Some(text) = article.paragraphs.get(paragraph.number as usize - 1) else {
            let name = Address::new(vec![article.step]);
            let message = format!("本文件{name}没有第{}款", han(paragraph.number));
            let advice = match count {
                0 | 1 => format!("{name}只有一款，请核对款的编号。"),
                count => format!("{name}到第{}款为止，请核对款的编号。", han(count)),
            };
            return Some((self.plain(reference.at), message, Some(advice), Some(cited(article))));
        };
        let later = article.paragraphs.get(paragraph.number as usize..).unwrap_or_default();
        self.item(self.with_its_list(*text, later), article, reference)
    }

    /// A paragraph with the rest of its list, when an item of several paragraphs parts it: those of `later` that go on with the next
    /// number.
    fn with_its_list(&self, paragraph: Span<Folded>, later: &[Span<Folded>]) -> Span<Folded> {
        let folded = &self.document.folded;
        let mut own = paragraph;
        for next in later {
            let first = folded.slice(*next).lines().find_map(list_mark);
            let last = last_item(folded.slice(own));
            match first {
                Some(mark) if last > 0 && mark.number == last + 1 => own = Span::new(own.start(), next.end()),
                Some(_) => break,
                None => {}
            }
        }
        own
    }

    /// What is wrong with the item of `article` that is referred to, which stands in `text`.
    fn item(&self, text: Span<Folded>, article: &Article, reference: &Reference) -> Option<Wrong> {
        let item = reference.step(Level::Item)?;
        let count = last_item(self.document.folded.slice(text));
        // An article without a list may have lost it on the way.
        if count == 0 || item.number <= count {
            return None;
        }
        let name = Address::new(vec![article.step]);
        let message = format!("本文件{name}没有第（{}）项", han(item.number));
        let advice = format!("{name}列到第（{}）项为止，请核对项的编号。", han(count));
        Some((self.plain(reference.at), message, Some(advice), Some(cited(article))))
    }
}

fn cited(article: &Article) -> Label {
    Label { at: article.mark, note: "所引的条".to_owned() }
}

/// Whether a range ends before it begins.
fn is_reversed(from: &Address, to: &Address) -> bool {
    let number = |step: &Step| (step.number, step.inserted);
    let pair = (from.steps().last(), to.steps().last());
    matches!(pair, (Some(a), Some(b)) if a.level == b.level && number(a) >= number(b))
        && from.steps().len() == to.steps().len()
        && from.steps().split_last().map(|(_, outer)| outer)
            == to.steps().split_last().map(|(_, outer)| outer)
}

/// Where the words of a block begin, in bytes of the folded text: the mark of an article is no reference to it.
fn behind_mark(document: &Document, block: &Block) -> usize {
    let words = block.span.of(&document.plain);
    let mark = heading(words).map_or(0, |(_, len)| len);
    document.folded.from_plain(block.span.slice(mark..words.len())).start()
}

/// The words of its paragraph before a reference, folded.
fn before(document: &Document, at: Span<Folded>) -> &str {
    let block = document.block_at(document.folded.to_plain(at));
    let start = block.map_or(0, |block| behind_mark(document, block));
    document.folded.as_str().get(start..at.start()).unwrap_or_default()
}

/// Words right before a bare reference that lead in to it.
const VERBS: [&str; 18] = [
    "违反",
    "违反了",
    "依照",
    "按照",
    "根据",
    "依据",
    "参照",
    "适用",
    "符合",
    "属于",
    "具有",
    "执行",
    "除",
    "有",
    "按",
    "见",
    "因",
    "不受",
];

/// Words that end like one of those, and speak of the text of another norm.
const AMENDING: [&str; 3] = ["删除", "废除", "免除"];

/// Words right behind one that make it one, where it begins its clause.
const BEHIND: [&str; 10] =
    ["规定", "所列", "所称", "所指", "所述", "的规定", "情形", "的情形", "之外", "以外"];

/// Whether the words around a bare reference are those of one: a verb before it, or 规定 and the like behind it.
fn is_led_in(document: &Document, at: Span<Folded>) -> bool {
    let words = before(document, at);
    let led =
        VERBS.iter().any(|verb| words.ends_with(verb)) && !AMENDING.iter().any(|word| words.ends_with(word));
    let begins = words.is_empty() || words.ends_with(['。', ',', ';', ':']);
    let text = document.folded.as_str();
    // What is said of the first part of a list is said behind its last one.
    let behind = text.get(at.end()..).unwrap_or_default();
    let behind = behind.trim_start_matches(|c: char| {
        "第、和及与或至到-0123456789()条款项一二三四五六七八九十百".contains(c)
    });
    led || begins && BEHIND.iter().any(|word| behind.starts_with(word))
}

/// Whether a reference stands in a quotation.
fn is_quoted(document: &Document, at: Span<Folded>) -> bool {
    before(document, at).matches('"').count() % 2 == 1
}

/// Whether an article is named right before a word that counts from its own place: 第三条前款.
fn follows_an_article(document: &Document, at: Span<Folded>) -> bool {
    let words = before(document, at);
    let numbered = words.trim_end_matches(|c| "一二三四五六七八九十".contains(c));
    words.ends_with(['条', '》', '法', '款', '例'])
        || numbered.len() < words.len() && numbered.ends_with("条之")
}

/// Whether nothing in the paragraph before a reference names another norm that it could be to.
pub(super) fn is_own(document: &Document, at: Span<Folded>) -> bool {
    !is_quoted(document, at) && !names_another(before(document, at))
}
