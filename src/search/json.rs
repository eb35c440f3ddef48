//! An answer for programs.

use serde::Serialize;

use super::{Answer, Hit};

#[derive(Serialize)]
struct AnswerJson<'a> {
    query: &'a str,
    total: usize,
    elapsed_ms: f64,
    hits: Vec<HitJson<'a>>,
    /// What the query cites, when the hits are articles in which it stands word for word.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cited: Vec<HitJson<'a>>,
    /// Whether exactly these words were looked for and not found.
    fallback: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    synonyms: Vec<SynonymJson<'a>>,
    /// How many more articles contain the words in regulations that were not looked into.
    #[serde(skip_serializing_if = "is_zero")]
    elsewhere: usize,
    /// The regulations that bear the very name that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    named: Vec<NamedJson<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

#[derive(Serialize)]
struct NamedJson<'a> {
    regulation: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct SynonymJson<'a> {
    word: &'a str,
    others: &'a [String],
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[derive(Serialize)]
struct HitJson<'a> {
    regulation: &'a str,
    title: &'a str,
    at: String,
    breadcrumbs: &'a [String],
    text: &'a str,
    highlights: Vec<[usize; 2]>,
    score: f32,
    #[serde(rename = "match")]
    matched: &'static str,
    status: &'static str,
    effective: Option<String>,
    /// From when on a later edition applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    cited_by: &'a [String],
}

impl Answer {
    /// The answer to `query` for programs, on one line without its end. It took `elapsed_ms` milliseconds.
    pub fn json(&self, query: &str, elapsed_ms: f64) -> String {
        fn hit(hit: &Hit) -> HitJson<'_> {
            HitJson {
                regulation: &hit.regulation,
                title: &hit.title,
                at: hit.at.to_string(),
                breadcrumbs: &hit.breadcrumbs,
                text: &hit.text,
                highlights: hit.highlights.iter().map(|range| [range.start, range.end]).collect(),
                score: hit.score,
                matched: hit.matched.word(),
                status: hit.status.name(),
                effective: hit.effective.map(|day| day.to_string()),
                until: hit.until.map(|day| day.to_string()),
                cited_by: &hit.rules,
            }
        }
        let synonyms =
            self.synonyms.iter().map(|synonym| SynonymJson { word: &synonym.word, others: &synonym.others });
        let answer = AnswerJson {
            query,
            total: self.total,
            elapsed_ms,
            hits: self.hits.iter().map(hit).collect(),
            cited: self.cited.iter().map(hit).collect(),
            fallback: self.fallback,
            synonyms: synonyms.collect(),
            elsewhere: self.elsewhere,
            named: self.named.iter().map(|(regulation, title)| NamedJson { regulation, title }).collect(),
            notes: &self.notes,
        };
        serde_json::to_string(&answer).unwrap_or_default()
    }
}
