//! A regulation, or provisions of it, with all that is known of them: the rules that rest on them, the articles that cite them,
//! the other editions.

mod json;
mod unclear;

pub use json::{not_held, shown, uncited};
pub use unclear::unclear;

use crate::{
    corpus::{Citing, Corpus, Ended},
    law::{Address, Date, Level, Provision, Regulation},
    rules::{Rule, RuleSet},
};

/// What is shown, with all that is known of it.
#[derive(Debug)]
pub struct Shown<'c> {
    /// Where it stands.
    pub corpus: &'c Corpus,
    /// The rules that may rest on it.
    pub rules: &'c RuleSet,
    /// The day whose citations are meant.
    pub as_of: Date,
    /// The edition that is shown.
    pub regulation: &'c Regulation,
    /// None for all of it.
    pub provisions: Vec<&'c Provision>,
    /// Why it does not apply any more.
    pub ended: Option<Ended>,
    /// The first days of its editions, where known.
    pub editions: Vec<Option<Date>>,
}

impl<'c> Shown<'c> {
    /// `provisions` of `regulation`, or all of it where there are none, on `as_of`.
    pub fn new(
        corpus: &'c Corpus,
        rules: &'c RuleSet,
        as_of: Date,
        regulation: &'c Regulation,
        provisions: Vec<&'c Provision>,
    ) -> Self {
        let editions = corpus.editions(&regulation.id).map(|edition| edition.edition.effective).collect();
        let ended = corpus.ended(regulation, as_of);
        Self { corpus, rules, as_of, regulation, provisions, ended, editions }
    }

    /// The rules that rest on the regulation, or on the article of `provision`; none rests on a chapter.
    pub fn rules_of(&self, provision: Option<&Provision>) -> Vec<&'c Rule> {
        match provision.map(|provision| provision.at.article()) {
            None => self.rules.resting_on(&self.regulation.id, None),
            Some(Some(article)) => self.rules.resting_on(&self.regulation.id, Some(&article)),
            Some(None) => Vec::new(),
        }
    }

    /// The articles of other regulations that cite it.
    pub fn citing_of(&self, provision: Option<&Provision>) -> Vec<Citing<'c>> {
        self.corpus.citing(self.regulation, provision.map(|provision| &provision.at), self.as_of)
    }
}

/// The address of a provision without the levels that no citation needs.
pub fn at(provision: &Provision) -> Address {
    let short = provision.at.from_article();
    if short.steps().is_empty() { provision.at.clone() } else { short }
}

/// The headings around a provision; a chapter has not itself around it.
pub fn breadcrumbs(regulation: &Regulation, provision: &Provision) -> Vec<String> {
    let mut around = regulation.breadcrumbs(provision);
    if provision.level() < Some(Level::Article) {
        around.pop();
    }
    around
}

/// What stands before the first numbered unit, a line each: why the regulation was made, or all of one that numbers nothing.
pub fn preamble(regulation: &Regulation) -> impl Iterator<Item = &str> {
    let body = regulation.body_text();
    let start = regulation.text().len() - body.len();
    let end =
        regulation.provisions().first().map_or(body.len(), |first| first.span.start().saturating_sub(start));
    let words = body.get(..end).unwrap_or_default().lines().map(str::trim);
    words.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Words of a provision as an official document cites them: `《限时办结制度》第三条：“…”`, on one line. `caution` is what must be said
/// with words that do not apply.
pub fn quotation(title: &str, caution: Option<&str>, at: &Address, words: &str) -> String {
    let words: String = words.lines().map(str::trim).collect();
    // Quotes inside quotes are single ones.
    let words = words.replace('“', "‘").replace('”', "’");
    let caution = caution.map_or(String::new(), |caution| format!("（{caution}）"));
    format!("《{title}》{caution}{at}：“{words}”")
}
