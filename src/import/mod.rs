//! Import: raw material (a text with web pages' furniture, page numbers, several regulations run together) becomes
//! regulations, with an account of every character that was taken away or changed. Pure: text in, values out.
//!
//! Only what is certain is mended. Faults of the material itself (a missing number, a wrong term, a quotation that never
//! ends) stay, for whoever checks the corpus to find; what looks damaged is listed as a doubt.

mod account;
mod announced;
mod breaks;
mod characters;
mod chrome;
mod contents;
mod facts;
mod genre;
mod grid;
mod html;
mod id;
mod json;
mod layout;
mod ledger;
mod lines;
mod links;
mod marks;
mod nested;
mod numbered;
mod pages;
mod pdf;
mod pinyin;
mod print;
mod punctuation;
mod raw;
mod reason;
mod report;
mod script;
mod split;
mod stretch;
mod title;
mod word;

pub use account::Sum;
pub use facts::Facts;
pub use id::Ids;
pub use json::json;
pub use ledger::{At, Entry, Ledger, Work};
pub use print::print;
pub use raw::{Aside, Form, Raw, raw};
pub use reason::{Kind, Reason};
pub use report::{Account, Made, State, human, summary};

use std::collections::HashSet;

use regex::Regex;

use crate::{
    corpus::Corpus,
    law::{Body, Edition, Level, Regulation, Status, provisions},
    text::SourceFile,
};

/// What a text was made into.
#[derive(Debug, Clone)]
pub struct Imported<'t> {
    /// The text as it is now, with everything that was done to it.
    pub ledger: Ledger<'t>,
    /// The regulations in it, in order.
    pub found: Vec<Found>,
}

/// A regulation that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its title.
    pub title: String,
    /// What the text says about it.
    pub facts: Facts,
    /// Its body in the working text.
    pub at: At,
    /// How many articles it has: 第N条, or without them its outermost numbered units.
    pub articles: usize,
    /// What is odd about the whole of it.
    pub doubts: Vec<Reason>,
    /// The id of a text that is a corpus file already, which stays as it is.
    pub own_id: Option<String>,
}

/// Makes regulations of `source`. `fallback` is the title of a text that has none.
pub fn import<'t>(source: &'t str, fallback: &str) -> Imported<'t> {
    if let Some(imported) = already(source) {
        return imported;
    }
    let mut ledger = Ledger::new(source);
    characters::clean(&mut ledger);
    pinyin::strip(&mut ledger);
    script::simplify(&mut ledger);
    marks::close(&mut ledger);
    let ends = chrome::strip(&mut ledger);
    contents::leaders(&mut ledger);
    pages::join(&mut ledger);
    punctuation::widen(&mut ledger);
    breaks::split(&mut ledger);
    nested::mark(&mut ledger);
    contents::strip(&mut ledger);
    numbered::titles(&mut ledger);
    let plan = split::plan(&ledger, &ends, fallback);
    let laid = layout::lay_out(&mut ledger, plan);
    let mut found: Vec<Found> = laid.into_iter().map(|laid| found(&ledger, laid)).collect();
    let mut titles = HashSet::new();
    for found in &mut found {
        if !titles.insert(found.title.clone()) {
            found.doubts.push(Reason::SameTitle);
        }
    }
    Imported { ledger, found }
}

/// Makes regulations of a file's text, and lists what stands beside it in the file.
pub fn import_raw<'t>(raw: &'t Raw, fallback: &str) -> Imported<'t> {
    let mut imported = import(&raw.text, fallback);
    for aside in &raw.asides {
        imported.ledger.set_aside(aside.at, aside.words.as_str(), aside.reason);
    }
    if raw.truncated {
        imported.found.iter_mut().for_each(|found| found.doubts.push(Reason::Truncated));
    }
    imported
}

/// Lists the regulations whose title one of an earlier source has.
pub fn doubt_same_titles<'i, 't: 'i>(sources: impl Iterator<Item = &'i mut Imported<'t>>) {
    let mut earlier: HashSet<String> = HashSet::new();
    for imported in sources {
        let own: Vec<String> = imported.found.iter().map(|found| found.title.clone()).collect();
        for found in imported.found.iter_mut().filter(|found| earlier.contains(&found.title)) {
            found.doubts.push(Reason::SameTitleElsewhere);
        }
        earlier.extend(own);
    }
}

/// A text that is a corpus file already: its front matter says so, and its author answers for the rest.
fn already(source: &str) -> Option<Imported<'_>> {
    if !source.trim_start_matches('\u{FEFF}').starts_with("+++") {
        return None;
    }
    let (corpus, _) = Corpus::load(&[SourceFile::new("规章.md", source)]);
    let regulation = corpus.regulations().first()?;
    let found = Found {
        title: regulation.title.clone(),
        facts: Facts::default(),
        at: At::new(0, source.len()),
        articles: regulation.articles().count(),
        doubts: Vec::new(),
        own_id: Some(regulation.id.clone()),
    };
    Some(Imported { ledger: Ledger::new(source), found: vec![found] })
}

fn found(ledger: &Ledger<'_>, laid: layout::Laid) -> Found {
    let body = laid.at.of(ledger.text());
    let articles = provisions(body, 0).iter().filter(|unit| unit.level() == Some(Level::Article)).count();
    let mut doubts = Vec::new();
    if articles == 0 {
        doubts.push(Reason::Unnumbered);
    }
    if laid.part.made_title == Some(Reason::TitleMade) {
        doubts.push(Reason::Untitled);
    }
    if laid.part.unlike {
        doubts.push(Reason::Unlike);
    }
    if is_cut_off(body) {
        doubts.push(Reason::CutOff);
    }
    Found { title: laid.part.title, facts: laid.part.facts, at: laid.at, articles, doubts, own_id: None }
}

/// Whether a text ends in the middle: at a mark that wants something after it, or inside a quotation.
fn is_cut_off(body: &str) -> bool {
    let last = body.lines().next_back().unwrap_or_default();
    let opened = last.matches('“').count() > last.matches('”').count();
    opened || last.ends_with(['：', ':', '，', '、', '（', '《', '“'])
}

impl Found {
    /// The corpus file of this regulation, under `id`.
    pub fn file(&self, imported: &Imported<'_>, id: &str) -> String {
        let body = self.at.of(imported.ledger.text());
        if self.own_id.is_some() {
            return body.to_owned();
        }
        print(&Regulation {
            id: id.to_owned(),
            title: self.title.clone(),
            aliases: Vec::new(),
            category: String::new(),
            issuer: self.facts.issuer.clone().unwrap_or_default(),
            number: self.facts.number.clone(),
            edition: Edition {
                adopted: self.facts.adopted,
                effective: self.facts.effective,
                status: Status::InForce,
            },
            replaces: Vec::new(),
            references: Vec::new(),
            variants: Vec::new(),
            body: Body::new(body.into(), 0),
        })
    }
}

/// A pattern of this module: a constant, and tested.
#[allow(clippy::expect_used)]
fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this module")
}

#[cfg(test)]
mod tests;
