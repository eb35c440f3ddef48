//! A regulation, or provisions of it, for programs: one object a line.

use serde::Serialize;

use super::{Shown, at, breadcrumbs};
use crate::{
    corpus::{Citing, Corpus, Law},
    law::{Date, Level, Place, Provision, Regulation},
    rules::Duties,
};

#[derive(Serialize)]
struct ShownJson<'a> {
    regulation: &'a str,
    title: &'a str,
    number: Option<&'a str>,
    at: String,
    breadcrumbs: Vec<String>,
    text: String,
    status: &'static str,
    effective: Option<String>,
    /// Why the text does not apply any more, in a sentence.
    ended: Option<String>,
    cited_by: Vec<&'a str>,
    citing: Vec<CitingJson<'a>>,
    editions: Vec<Option<String>>,
}

#[derive(Serialize)]
struct NotHeldJson<'a> {
    regulation: Option<&'a str>,
    title: &'a str,
    number: Option<&'a str>,
    at: String,
    text: Option<&'a str>,
    note: String,
    ended: Option<String>,
    citing: Vec<CitingJson<'a>>,
}

#[derive(Serialize)]
struct CitingJson<'a> {
    regulation: &'a str,
    title: &'a str,
    at: String,
}

#[derive(Serialize)]
struct DutiesJson<'a> {
    regulation: &'a str,
    title: &'a str,
    duties: usize,
    uncited: Vec<UncitedJson>,
}

#[derive(Serialize)]
struct UncitedJson {
    at: String,
    text: String,
    of_documents: bool,
}

/// One object for the whole, or one for each provision.
pub fn shown(shown: &Shown<'_>) -> String {
    if shown.provisions.is_empty() {
        return line(&object(shown, None));
    }
    shown.provisions.iter().map(|provision| line(&object(shown, Some(provision)))).collect()
}

fn object<'a>(shown: &'a Shown<'_>, provision: Option<&Provision>) -> ShownJson<'a> {
    let regulation = shown.regulation;
    ShownJson {
        regulation: &regulation.id,
        title: &regulation.title,
        number: regulation.number.as_deref(),
        at: provision.map_or(String::new(), |provision| at(provision).to_string()),
        breadcrumbs: provision.map_or(Vec::new(), |provision| breadcrumbs(regulation, provision)),
        text: provision.map_or_else(|| whole(regulation), |provision| regulation.words(provision)),
        status: regulation.edition.status.name(),
        effective: regulation.edition.effective.map(|day| day.to_string()),
        ended: shown.ended.as_ref().map(ToString::to_string),
        cited_by: shown.rules_of(provision).into_iter().map(|rule| &*rule.code).collect(),
        citing: shown.citing_of(provision).iter().map(citing).collect(),
        editions: shown.editions.iter().map(|day| day.map(|day| day.to_string())).collect(),
    }
}

fn citing<'a>(citing: &Citing<'a>) -> CitingJson<'a> {
    let Citing { regulation, article } = citing;
    CitingJson { regulation: &regulation.id, title: &regulation.title, at: at(article).to_string() }
}

/// All of its text as a reader sees it: no heading marks, one line a unit.
fn whole(regulation: &Regulation) -> String {
    let lines = regulation.body_text().lines().map(|line| line.trim_start_matches('#').trim());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// One object for a law whose text is not held: it has neither `text` nor `regulation`.
pub fn not_held(corpus: &Corpus, law: &Law, places: &[Place], as_of: Date) -> String {
    line(&NotHeldJson {
        regulation: None,
        title: &law.title,
        number: law.number.as_deref(),
        at: places.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        text: None,
        note: corpus.not_held(law, places, as_of),
        ended: corpus.law_ended(law, as_of).map(|ended| ended.to_string()),
        citing: corpus.citing_law(law, places, as_of).iter().map(citing).collect(),
    })
}

/// A list with an object for each regulation.
pub fn uncited(all: &[Duties<'_>]) -> String {
    let of = |duties: &Duties<'_>| -> Vec<UncitedJson> {
        let articles =
            duties.uncited.iter().filter(|uncited| uncited.article.level() == Some(Level::Article));
        let object = articles.map(|uncited| UncitedJson {
            at: at(uncited.article).to_string(),
            text: duties.regulation.words(uncited.article),
            of_documents: uncited.is_of_documents,
        });
        object.collect()
    };
    let list: Vec<DutiesJson<'_>> = all
        .iter()
        .map(|duties| DutiesJson {
            regulation: &duties.regulation.id,
            title: &duties.regulation.title,
            duties: duties.total,
            uncited: of(duties),
        })
        .collect();
    line(&list)
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).map_or(String::new(), |json| json + "\n")
}
