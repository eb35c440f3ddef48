//! One article with everything that an engine needs to find and to show it.

use std::collections::HashMap;

use serde::Serialize;

use crate::{law::Regulation, text::FoldedText};

/// One article of one edition; of a regulation without articles, all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Article {
    /// Unique among all articles and always the same: `time-limited-completion@2026-01-01#第三条`. A number that a
    /// regulation has twice counts on: `#第三条~2`.
    pub id: String,
    /// The id of its regulation.
    pub regulation: String,
    /// The title of its regulation.
    pub title: String,
    /// The day from which on its edition applies, as 2026-01-01; `None` when unknown.
    pub effective: Option<String>,
    /// The day on which its edition was adopted; `None` when unknown.
    pub adopted: Option<String>,
    /// 现行、已修订 or 已废止.
    pub status: &'static str,
    /// The group its regulation is filed under; empty when it is not.
    pub category: String,
    /// Who issued it; empty when unknown.
    pub issuer: String,
    /// 文号, when it has one.
    pub number: Option<String>,
    /// 第三条; empty for a whole regulation.
    pub at: String,
    /// The headings around it, from the outside in.
    pub breadcrumbs: Vec<String>,
    /// Its words, one unit a line, without its own number.
    pub text: String,
    /// `text`, folded: what phrases are looked for in.
    pub folded: String,
}

impl Article {
    /// Its title and the headings around it, folded, one a line.
    pub fn heading(&self) -> String {
        let lines: Vec<&str> =
            std::iter::once(&self.title).chain(&self.breadcrumbs).map(String::as_str).collect();
        FoldedText::new(&lines.join("\n")).as_str().to_owned()
    }
}

/// The key of an edition: `time-limited-completion@2026-01-01`, with `undated` when nobody knows from when on it applies.
pub(super) fn edition_key(regulation: &Regulation) -> String {
    let effective = regulation.edition.effective.map_or("undated".to_owned(), |day| day.to_string());
    format!("{}@{effective}", regulation.id)
}

/// The articles of `regulation`, in order, the same that `guiju search` finds.
pub fn articles(regulation: &Regulation) -> Vec<Article> {
    let key = edition_key(regulation);
    let article = |id: String, at: String, breadcrumbs: Vec<String>, text: String| Article {
        id,
        regulation: regulation.id.clone(),
        title: regulation.title.clone(),
        effective: regulation.edition.effective.map(|day| day.to_string()),
        adopted: regulation.edition.adopted.map(|day| day.to_string()),
        status: regulation.edition.status.name(),
        category: regulation.category.clone(),
        issuer: regulation.issuer.clone(),
        number: regulation.number.clone(),
        at,
        breadcrumbs,
        folded: FoldedText::new(&text).as_str().to_owned(),
        text,
    };
    let mut times: HashMap<String, usize> = HashMap::new();
    let found: Vec<Article> = regulation
        .articles()
        .map(|provision| {
            let at = provision.at.from_article().to_string();
            let time = times.entry(at.clone()).or_default();
            *time += 1;
            let id = if *time == 1 { format!("{key}#{at}") } else { format!("{key}#{at}~{time}") };
            article(id, at, regulation.breadcrumbs(provision), regulation.words(provision))
        })
        .collect();
    if found.is_empty() {
        return vec![article(key, String::new(), Vec::new(), regulation.whole_words())];
    }
    found
}

/// The articles of `regulations`, one after the other. Only those of one regulation are held at a time, and what is read
/// of it for that is let go again.
pub fn articles_of_all<'r>(
    regulations: impl IntoIterator<Item = &'r Regulation>,
) -> impl Iterator<Item = Article> {
    // A clone shares the text but not the provisions, which a regulation keeps once they have been asked for.
    regulations.into_iter().flat_map(|regulation| articles(&regulation.clone()))
}

/// The article as one line of JSON, its line feed included.
pub fn json_line(article: &Article) -> String {
    // Strings and lists of strings: nothing in it can fail.
    serde_json::to_string(article).unwrap_or_default() + "\n"
}
