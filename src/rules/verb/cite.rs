//! `cite`: what a document cites exists, is in force, and has the article that is named.

mod abolished;
mod annex;
mod basis;
mod breach;
mod contents;
mod misspelt;
mod own;
mod reference;

use std::sync::Arc;

use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        pattern::Pattern,
        rule::Rule,
    },
    Days, Verb,
    norm::place_of,
};
use crate::{
    corpus::Corpus,
    doc::Document,
    finding::Finding,
    law::{Address, CitationMention, Date, Level},
    text::{FoldedText, head},
};

/// What must hold of a citation.
#[derive(Debug, Clone)]
pub(in super::super) struct Cite {
    must: Must,
    cited: Corpus,
    contents: Vec<contents::Content>,
    in_fields: Vec<Arc<str>>,
    vague: Vec<Pattern>,
    abolished: Vec<abolished::Abolished>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Must {
    /// The centre's regulations that are named, and their articles, exist; so do the document's own articles.
    Regulation,
    /// A national law of that name exists.
    Law,
    /// The law is in force on the day of the document.
    InForce,
    /// The law has the article.
    Article,
    /// A basis is named, down to the article.
    Provision,
    /// The annexes that are spoken of are there.
    Annex,
    /// The document's own articles whose breach has consequences lay down a duty.
    Duty,
}

impl Cite {
    const NAMES: [(&'static str, Must); 7] = [
        ("规章存在", Must::Regulation),
        ("法律存在", Must::Law),
        ("法律有效", Must::InForce),
        ("法条存在", Must::Article),
        ("引到条款", Must::Provision),
        ("附件存在", Must::Annex),
        ("罚则有义务", Must::Duty),
    ];

    pub(in super::super) fn compile(
        written: &Spanned<file::Cite>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let names = Self::NAMES.map(|(name, _)| name);
        let must = compiler.word(&written.get_ref().must, "要求", &names, |word| {
            Self::NAMES.iter().find(|(name, _)| *name == word).map(|&(_, must)| must)
        })?;
        Ok(Self {
            must,
            cited: compiler.context.cited.clone(),
            contents: contents::compile(&written.get_ref().contents, compiler)?,
            in_fields: compiler.fields(&written.get_ref().in_fields)?,
            vague: compiler.patterns(&written.get_ref().vague)?,
            abolished: abolished::compile(&written.get_ref().abolished, compiler)?,
        })
    }
}

impl Verb for Cite {
    fn run(&self, rule: &Rule, document: &Document, days: Days) -> Vec<Finding> {
        let as_of = days.own;
        match self.must {
            Must::Provision => return self.without_provision(rule, document),
            Must::Annex => return annex::missing(rule, document),
            Must::Duty => return breach::without_duty(rule, document),
            _ => {}
        }
        let mut findings: Vec<Finding> = Vec::new();
        for mention in document.citations.iter().filter(|mention| !is_historical(document, mention)) {
            let said = match self.must {
                Must::Regulation => self.regulation(document, mention, as_of),
                Must::Law => self.law(mention),
                Must::InForce if self.is_told_past(document, mention) => None,
                Must::InForce => self.in_force(mention, as_of),
                Must::Article => self.article(mention, as_of).or_else(|| self.misplaced(document, mention)),
                Must::Provision | Must::Annex | Must::Duty => None,
            };
            if let Some((message, advice)) = said {
                let mut finding = rule.finding(document, mention.at, message);
                finding.advice = advice.unwrap_or(finding.advice);
                findings.push(finding);
            }
        }
        findings.extend(self.abolished(rule, document, as_of));
        if self.must == Must::Regulation {
            findings.extend(own::missing(rule, document));
        }
        findings
    }
}

/// What is wrong with a citation, and what to do when the rule's own advice does not say it.
type Said = Option<(String, Option<String>)>;

impl Cite {
    fn regulation(&self, document: &Document, mention: &CitationMention, as_of: Date) -> Said {
        let title = mention.title.as_deref()?;
        // As it is written, with its own quotation marks.
        let words = mention.at.of(&document.plain);
        let written = words.split_once('》').map_or(words, |(title, _)| title).trim_start_matches('《');
        if self.cited.law(title).is_some() {
            return None;
        }
        match self.cited.named(title, as_of) {
            Some(regulation) => {
                let missing = mention.provisions.iter().find(|at| regulation.provision(at).is_none())?;
                let advice = format!("全文共 {} 条，请核对条款编号。", regulation.articles().count());
                Some((format!("《{written}》没有{missing}"), Some(advice)))
            }
            // A document number is that of somebody who issues documents, and leads there; so is that of a standard.
            None if is_the_centres_own(title)
                && mention.number.is_none()
                && !is_standard(document, mention)
                && !is_part_here(document, title) =>
            {
                let near = self.cited.most_like(title, as_of).map(|near| &near.title);
                // 《某市政务服务中心AB岗制度》 among regulations of nobody in particular: they need not hold it.
                if let Some(place) = place_of(title)
                    && near.is_none_or(|near| !near.starts_with(place))
                {
                    return None;
                }
                let advice = near.map(|near| format!("是不是《{near}》？请核对名称，或者补上这项制度。"));
                Some((format!("规章库里没有《{written}》"), advice))
            }
            None => None,
        }
    }

    fn in_force(&self, mention: &CitationMention, as_of: Date) -> Said {
        let law = self.cited.law(mention.title.as_deref()?)?;
        let until = law.repealed_on(as_of)?;
        let mut message = format!("《{}》自{}起已经失效", law.title, chinese_date(until));
        if !law.replaced_by.is_empty() {
            let titles: Vec<String> = law.replaced_by.iter().map(|title| format!("《{title}》")).collect();
            message.push_str(&format!("，由{}代替", titles.join("、")));
        }
        Some((message, None))
    }

    /// Whether the paragraph that cites a law says elsewhere that it is one of the past: 《婚姻法》已经废止，旧文章里引用《婚姻法》的说法请不要再用.
    fn is_told_past(&self, document: &Document, mention: &CitationMention) -> bool {
        let law = |mention: &CitationMention| self.cited.law(mention.title.as_deref()?).map(|law| &law.title);
        let (Some(own), Some(block)) = (law(mention), document.block_at(mention.at)) else { return false };
        document.citations.iter().any(|other| {
            block.span.contains(other.at) && law(other) == Some(own) && is_historical(document, other)
        })
    }

    fn article(&self, mention: &CitationMention, as_of: Date) -> Said {
        let law = self.cited.law(mention.title.as_deref()?)?;
        if law.repealed_on(as_of).is_some() {
            return None;
        }
        // An edition that is named stands for itself; else any edition that has the article will do.
        let last = law.last_article(as_of)?;
        let beyond = mention.provisions.iter().find(|at| number(at).is_some_and(|n| n > last))?;
        Some((
            format!("《{}》没有{beyond}", law.title),
            Some(format!("这部法律共 {last} 条，请核对条款编号。")),
        ))
    }
}

/// Whether a title is that of a part of the document itself, which collects several.
fn is_part_here(document: &Document, title: &str) -> bool {
    // 第三章　预约服务制度
    const NUMBER: usize = 4;
    // From the end on, where most lines differ from the title at once; a text may have thousands of lines and of titles.
    let wanted = FoldedText::new(title);
    let wanted: Vec<char> = wanted.as_str().chars().rev().filter(|c| c.is_alphanumeric()).collect();
    // A line with more than the number and a few marks is no name.
    const MOST: usize = 48;
    let mut names = document.blocks.iter().filter(|block| block.span.len() <= title.len() + MOST);
    names.any(|block| {
        let words = document.folded.slice(document.folded.from_plain(block.span));
        let mut words = words.chars().rev().filter(|c| c.is_alphanumeric());
        wanted.iter().all(|c| words.next() == Some(*c)) && words.count() <= NUMBER
    })
}

/// Whether the number of a standard stands behind a title: 《…规范》（GB/T 32169.2—2015）.
fn is_standard(document: &Document, mention: &CitationMention) -> bool {
    let at = document.folded.from_plain(mention.at);
    let after = document.folded.as_str().get(at.end()..).unwrap_or_default();
    let number = after.trim_start_matches([' ', '(']);
    ["gb", "db", "iso", "ga", "jr", "zw"].iter().any(|kind| number.starts_with(kind))
}

/// Whether a title is one that only a centre's own regulation has: norms of others end in 规定, 细则 and the like as well.
fn is_the_centres_own(title: &str) -> bool {
    let of_the_state = title.ends_with("会计制度") || title.ends_with("财务制度");
    let of_a_centre = ["政务服务中心", "便民服务中心", "窗口"].iter().any(|word| title.contains(word));
    let ends = |endings: &[&str]| endings.iter().any(|ending| title.ends_with(ending));
    !of_the_state
        && (title.ends_with("制度")
            || of_a_centre && ends(&["办法", "规定", "细则", "规范", "公约", "规则", "守则"]))
}

/// The number of the article that an address names.
fn number(at: &Address) -> Option<u32> {
    at.at(Level::Article).map(|step| step.number)
}

/// 原《公司登记管理条例》, 当时的《合同法》, 《…》已废止, 《…》同时废止: the document itself says that it speaks of the past.
fn is_historical(document: &Document, mention: &CitationMention) -> bool {
    let at = document.folded.from_plain(mention.at);
    let text = document.folded.as_str();
    let before = text.get(..at.start()).unwrap_or_default();
    let after = text.get(at.end()..).unwrap_or_default();
    let clause = head(after).split(['。', '\n', ';']).next().unwrap_or_default();
    const PAST: [&str; 7] = ["原", "原来的", "当时", "当时的", "时有效的", "时施行的", "时实施的"];
    PAST.iter().any(|word| before.ends_with(word))
        || ["废止", "失效", "停止执行", "改为", "改引", "改按", "代替", "取代", "起按照《"]
            .iter()
            .any(|word| clause.contains(word))
}

fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
