//! What a mistake must make the program say, and whether it says it.

use std::ops::Range;

use guiju::{
    doc::Document,
    finding::{Finding, Level},
};

use super::{
    format::Sample,
    paper::{Place, TITLE},
};
use crate::linting::exists;

/// The finding that a mistake must bring about.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    /// The rule that the catalogue names for it.
    pub(super) rule: &'static str,
    /// Rules under which it may lawfully be reported besides or instead.
    pub(super) or: Vec<&'static str>,
    /// Rules that may speak as well, since the mistake took something else away with it.
    pub(super) besides: Vec<&'static str>,
    /// Places that must all be shown.
    pub(super) places: Vec<u8>,
    /// The field that must be named as missing.
    pub(super) field: Option<&'static str>,
    /// More about the mistake, for people.
    pub(super) about: &'static str,
    /// The place may be shown just before the mark (the number of an item stands before its words).
    pub(super) is_before: bool,
}

impl Expected {
    pub(super) fn at(rule: &'static str, places: &[u8]) -> Self {
        Self {
            rule,
            or: Vec::new(),
            besides: Vec::new(),
            places: places.to_vec(),
            field: None,
            about: "",
            is_before: false,
        }
    }

    pub(super) fn or(mut self, rules: &[&'static str]) -> Self {
        self.or.extend(rules);
        self
    }

    pub(super) fn about(mut self, words: &'static str) -> Self {
        self.about = words;
        self
    }

    /// Whether the rule has been written; only then it can be asked for.
    pub(super) fn is_counted(&self) -> bool {
        exists(self.rule)
    }

    fn has_code(&self, code: &str) -> bool {
        self.rule == code || self.or.contains(&code)
    }
}

/// A finding with its places in the text of the file.
pub(super) struct Found {
    pub(super) rule: String,
    pub(super) level: Level,
    field: Option<String>,
    places: Vec<Range<usize>>,
    /// For people.
    pub(super) said: String,
}

pub(super) fn found(document: &Document, finding: &Finding) -> Found {
    let labels = std::iter::once(&finding.primary).chain(&finding.related);
    let words = finding.primary.at.of(&document.plain);
    Found {
        rule: finding.rule.to_string(),
        level: finding.level,
        field: finding.field.as_deref().map(str::to_owned),
        places: labels.map(|label| document.anchors.to_source(label.at).range()).collect(),
        // One finding for all places of a document is the same one whichever of them is the first.
        said: match finding.message.split_once("，全文共") {
            Some(_) => format!("{} 全文", finding.rule),
            None => format!("{} “{words}” {}", finding.rule, finding.message),
        },
    }
}

/// What became of a mistake.
pub(super) struct Outcome {
    pub(super) is_found: bool,
    /// Findings that the clean document had not and that are not the mistake.
    pub(super) noise: Vec<String>,
}

/// Compares what is found in a spoiled document with what must be found and with what the clean one gave.
pub(super) fn judge(expected: &Expected, sample: &Sample, clean: &[Found], spoiled: &[Found]) -> Outcome {
    let places: &[Place] = &sample.places;
    let near = |at: &Range<usize>, want: &Range<usize>| near(&sample.text, at, want, expected.is_before);
    // What says nothing may be shown itself or named as missing.
    let is_named_by = |found: &Found| {
        let named = found.field.is_some() && expected.field.is_none_or(|f| found.field.as_deref() == Some(f));
        found.rule == expected.rule && expected.places == [TITLE] && named
    };
    let right: Vec<&Found> = spoiled.iter().filter(|found| expected.has_code(&found.rule)).collect();
    let is_shown = |index: &u8| {
        let wanted = || places.iter().filter(|(other, _)| other == index).map(|(_, at)| at);
        right.iter().flat_map(|found| &found.places).any(|at| wanted().any(|want| near(at, want)))
    };
    let is_named = expected.field.is_none_or(|field| {
        right.iter().any(|found| found.rule != expected.rule || found.field.as_deref() == Some(field))
    });
    let is_old = |found: &Found| clean.iter().any(|old| old.said == found.said);
    let is_mistake = |found: &Found| {
        let at_place = |at: &Range<usize>| places.iter().any(|(_, want)| near(at, want));
        let may_speak = expected.has_code(&found.rule) || expected.besides.contains(&found.rule.as_str());
        is_named_by(found) || may_speak && found.places.iter().any(at_place)
    };
    let noise = spoiled.iter().filter(|found| !is_old(found) && !is_mistake(found));
    Outcome {
        is_found: right.iter().any(|found| is_named_by(found))
            || !right.is_empty() && is_named && expected.places.iter().all(is_shown),
        noise: noise.map(|found| found.said.clone()).collect(),
    }
}

/// Whether two places of `text` overlap, or the first ends a list mark before the second, tags between them aside.
fn near(text: &str, at: &Range<usize>, want: &Range<usize>, is_before: bool) -> bool {
    const LONGEST_MARK: usize = 40;
    let apart = |from: usize| {
        let mut in_tag = false;
        let outside = |c: &char| {
            let counts = !in_tag && *c != '<';
            in_tag = *c == '<' || in_tag && *c != '>';
            counts
        };
        let between = text.get(from..want.start)?;
        Some(between.chars().filter(outside).map(char::len_utf8).sum::<usize>())
    };
    at.start < want.end && want.start < at.end
        || is_before && [at.end, at.start].into_iter().filter_map(apart).any(|apart| apart < LONGEST_MARK)
}
