//! What a search is asked for, and what it answers.

use std::ops::Range;

use super::{Filter, Synonym};
use crate::law::{Address, Date, Status};

/// How a query is to be answered.
#[derive(Debug, Clone)]
pub struct Options {
    /// At most so many hits.
    pub limit: usize,
    /// Which regulations are looked into.
    pub filter: Filter,
    /// Whether words also stand for their synonyms.
    pub synonyms: bool,
    /// Whether a few words find only the articles that contain them, and not all that are alike.
    pub literal: bool,
    /// The day whose edition a citation means when the filter admits several.
    pub day: Option<Date>,
}

impl Default for Options {
    fn default() -> Self {
        Self { limit: 10, filter: Filter::default(), synonyms: true, literal: true, day: None }
    }
}

/// What a query found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// How many articles were found, those beyond the limit included. Of a ranked answer: how many have anything in
    /// common with the query.
    pub total: usize,
    /// How many of them are of which regulation, by its place among all of the index.
    pub(super) tally: Vec<(usize, usize)>,
    /// The best of them, best first.
    pub hits: Vec<Hit>,
    /// Articles that the query cites, when it also stands in articles word for word: those are the hits then.
    pub cited: Vec<Hit>,
    /// The regulations that bear the very name that was asked for, by id and title.
    pub named: Vec<(String, String)>,
    /// Whether exactly these words were looked for and no article contains them, so that the hits are only alike.
    pub fallback: bool,
    /// The synonyms that were looked for as well.
    pub synonyms: Vec<Synonym>,
    /// How many more articles contain the words in regulations that the filter leaves out.
    pub elsewhere: usize,
    /// What is to be said about how the query was understood.
    pub notes: Vec<String>,
}

/// Why an article was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matched {
    /// The query cites it.
    Cited,
    /// It contains the words of the query.
    Exact,
    /// It contains them with a synonym in the place of one.
    Synonym,
    /// It has much in common with the query.
    Alike,
    /// It can be read as what was typed in pinyin.
    Pinyin,
}

impl Matched {
    /// The name for programs.
    pub fn word(self) -> &'static str {
        match self {
            Matched::Cited => "citation",
            Matched::Exact => "exact",
            Matched::Synonym => "synonym",
            Matched::Alike => "similar",
            Matched::Pinyin => "pinyin",
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Matched::Cited => "条款",
            Matched::Exact => "原文",
            Matched::Synonym => "同义",
            Matched::Alike => "相近",
            Matched::Pinyin => "拼音",
        }
    }
}

impl Hit {
    /// What must be said with its words, because they do not apply on `day`: the regulation is repealed, its edition an
    /// older one, or not yet in force.
    pub fn caution(&self, day: Date) -> Option<String> {
        if self.status == Status::Repealed {
            return Some("已废止".to_owned());
        }
        if let Some(until) = self.until.filter(|until| *until <= day) {
            return Some(format!("旧版本，{until} 起已有新的"));
        }
        self.effective.filter(|from| day < *from).map(|from| format!("{from} 起才施行"))
    }
}

/// One article that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The id of its regulation.
    pub regulation: String,
    /// The title of its regulation.
    pub title: String,
    /// Its address, such as 第三条; empty for a whole regulation without articles.
    pub at: Address,
    /// The headings around it, from the outside in.
    pub breadcrumbs: Vec<String>,
    /// Its words, one unit a line, without its own number.
    pub text: String,
    /// The stretches of `text`, in characters, that the query found: sorted, none touching another.
    pub highlights: Vec<Range<usize>>,
    /// How good it is; only for comparing hits of one answer, in which it never rises.
    pub score: f32,
    /// The state of its regulation.
    pub status: Status,
    /// The day from which on its regulation applies, when known.
    pub effective: Option<Date>,
    /// The day from which on a later edition of its regulation applies.
    pub until: Option<Date>,
    /// The codes of the rules that rest on it.
    pub rules: Vec<String>,
    /// Why it was found.
    pub matched: Matched,
}
