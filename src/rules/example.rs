//! Examples of a rule: documents with what the rule must find in them, run one rule at a time.

use std::fmt;

use super::{
    across::{Stated, across},
    days::Days,
    fields::Fields,
    file::{Examples, WrittenExample},
    rule::Rule,
    verb::Fact,
};
use crate::{
    doc::{Document, Kind},
    law::Date,
    read::{Contents, Format, Unreadable, contents},
    text::{Source, Span},
};

/// A document with what a rule must find in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The document, as Markdown (plain text is Markdown as well); a list of items as comma-separated values.
    pub text: String,
    /// The words of each finding, in order.
    pub finds: Vec<String>,
    /// The names of what is missing, in order; unchecked when `None`, and then `finds` has the title for each.
    pub lacks: Option<Vec<String>>,
    /// The words of their related places, in order; unchecked when `None`.
    pub related: Option<Vec<String>>,
    /// What kind of document it is.
    pub kind: Option<Kind>,
    /// A document of the same item that it must agree with.
    pub beside: Option<String>,
    /// Where it stands in the rule's file.
    pub at: Span<Source>,
}

/// How an example failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// 漏报: words that should have been found.
    Missing(String),
    /// 误报: words that should not have been found.
    Noisy(String),
    /// 位置不对: as many findings as expected, but at other words.
    Misplaced {
        /// The words that were expected.
        wanted: String,
        /// The words that were found.
        found: String,
    },
    /// The example could not be read as a document.
    Unreadable(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Missing(words) => write!(f, "漏报：应当查出“{words}”"),
            Failure::Noisy(words) => write!(f, "误报：不应当查出“{words}”"),
            Failure::Misplaced { wanted, found } => {
                write!(f, "位置不对：应当查出“{wanted}”，查出的是“{found}”")
            }
            Failure::Unreadable(reason) => write!(f, "例子读不了：{reason}"),
        }
    }
}

impl Rule {
    /// Its examples, read from its file when somebody asks for them.
    pub fn examples(&self) -> Vec<Example> {
        let written: Option<Examples> = self.file.toml(Span::new(0, self.file.text.len())).ok();
        let written = written.map_or_else(Vec::new, |written| written.example);
        written.iter().map(|example| self.example(example.get_ref())).collect()
    }

    fn example(&self, written: &WrittenExample) -> Example {
        let kind = written.kind.as_ref().and_then(|word| word.get_ref().parse().ok());
        let span = written.text.span();
        Example {
            text: written.text.get_ref().clone(),
            finds: written.finds.clone(),
            lacks: written.lacks.clone(),
            related: written.related.clone(),
            kind: kind.or(self.applies_to.first().copied()),
            beside: written.beside.clone(),
            at: Span::new(span.start, span.end),
        }
    }

    /// Runs one of the rule's examples, as a document of its own day, or else of one on which the rule holds.
    pub fn try_example(&self, example: &Example, fields: &Fields, as_of: Date) -> Vec<Failure> {
        let read = |text: &str, kind| documents(text, kind, fields);
        let documents = match read(&example.text, example.kind) {
            Ok(documents) => documents,
            Err(unreadable) => return vec![Failure::Unreadable(unreadable.reason)],
        };
        if let Some(beside) = &example.beside {
            return match read(beside, None) {
                Ok(beside) => self.try_together(example, &[documents, beside], as_of),
                Err(unreadable) => vec![Failure::Unreadable(unreadable.reason)],
            };
        }
        let holds = if self.in_force.contains(&as_of) { as_of } else { *self.in_force.end() };
        let (mut lacking, mut said, mut related) = (Vec::new(), Vec::new(), Vec::new());
        for document in &documents {
            let words = |label: &crate::finding::Label| label.at.of(&document.plain).to_owned();
            let days = Days { own: document.date.unwrap_or(holds), today: as_of };
            for finding in self.run(document, days) {
                let at_title = finding.primary.at == document.headline();
                related.extend(finding.related.iter().map(words));
                match &finding.field {
                    Some(field) if example.lacks.is_some() && at_title => lacking.push(field.to_string()),
                    _ => said.push(words(&finding.primary)),
                }
            }
        }
        let mut failures = compare(&example.finds, &said);
        failures.extend(example.lacks.iter().flat_map(|lacks| compare(lacks, &lacking)));
        failures.extend(example.related.iter().flat_map(|wanted| compare(wanted, &related)));
        failures
    }

    /// Runs an example of two files: what they contradict each other in, and nothing else.
    fn try_together(&self, example: &Example, files: &[Vec<Document>], as_of: Date) -> Vec<Failure> {
        let documents = files.iter().enumerate();
        let documents = documents.flat_map(|(i, file)| file.iter().map(move |document| (i, document)));
        let stated = documents.flat_map(|(i, document)| {
            let said = move |fact: Fact| Stated {
                rule: self,
                document: i.to_string().into(),
                topic: fact.topic,
                value: fact.value,
                place: fact.label.at.of(&document.plain).to_owned(),
            };
            self.facts(document, as_of).into_iter().map(said)
        });
        let conflicts = across(stated.collect());
        let found: Vec<String> = conflicts.iter().map(|conflict| conflict.primary.clone()).collect();
        let mut failures = compare(&example.finds, &found);
        if let Some(related) = &example.related {
            let all: Vec<String> = conflicts.into_iter().flat_map(|conflict| conflict.related).collect();
            failures.extend(compare(related, &all));
        }
        failures
    }
}

/// The document that an example is, or those of a list of items, which is written as in a .csv file.
fn documents(text: &str, kind: Option<Kind>, fields: &Fields) -> Result<Vec<Document>, Unreadable> {
    let format = if kind == Some(Kind::List) { Format::Csv } else { Format::Markdown };
    Ok(match contents(text.trim_start().as_bytes(), format, &fields.table, kind)? {
        Contents::Document(document) => vec![*document],
        Contents::List(list) => list.items().iter().filter_map(|item| list.document(item)).collect(),
    })
}

fn compare(wanted: &[String], found: &[String]) -> Vec<Failure> {
    if wanted.len() == found.len() {
        let pairs = wanted.iter().zip(found).filter(|(wanted, found)| wanted != found);
        return pairs
            .map(|(wanted, found)| Failure::Misplaced { wanted: wanted.clone(), found: found.clone() })
            .collect();
    }
    let mut extra: Vec<&String> = found.iter().collect();
    let mut failures = Vec::new();
    for words in wanted {
        match extra.iter().position(|found| *found == words) {
            Some(i) => drop(extra.remove(i)),
            None => failures.push(Failure::Missing(words.clone())),
        }
    }
    failures.extend(extra.into_iter().map(|words| Failure::Noisy(words.clone())));
    failures
}
