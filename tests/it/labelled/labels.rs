//! tests/labelled.toml as written, and where its words stand in a document. The file's header says what each key means.

use guiju::{
    doc::{Document, Origin},
    finding::{Finding, Level},
    text::{Plain, Span},
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    document: Vec<Labelled>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labelled {
    pub(super) path: String,
    pub(super) kind: String,
    /// The kind of notice in words of the catalogue, for readers.
    #[serde(rename = "notice")]
    _notice: Option<String>,
    encoding: Option<String>,
    pub(super) finds: Vec<Fault>,
    #[serde(default)]
    pub(super) advice: Vec<Fault>,
    #[serde(default)]
    pub(super) either: Vec<Fault>,
    #[serde(default)]
    pub(super) cross: Vec<Fault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fault {
    pub(super) rule: String,
    #[serde(default)]
    or: Vec<String>,
    level: Option<String>,
    text: Option<String>,
    #[serde(default)]
    pub(super) related: Vec<String>,
    field: Option<String>,
    pub(super) with: Option<String>,
    #[serde(default)]
    pub(super) reason: String,
}

/// Every labelled document.
pub(super) fn labels(file: &str) -> Vec<Labelled> {
    let labels: Labels = toml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    labels.document
}

impl Labelled {
    /// The encoding that was read must be the one that was labelled. GBK is the smaller part of GB18030, and readers may
    /// name either.
    pub(super) fn has_encoding_of(&self, document: &Document) -> bool {
        let Origin::Text { encoding, .. } = &document.origin else { return self.encoding.is_none() };
        let plain = |name: &str| name.to_lowercase().replace("gb18030", "gbk");
        plain(encoding) == plain(self.encoding.as_deref().unwrap_or("UTF-8"))
    }
}

impl Fault {
    /// Whether a finding of the rule `code` may report it.
    pub(super) fn has_code(&self, code: &str) -> bool {
        self.rule == code || self.or.iter().any(|other| other == code)
    }

    pub(super) fn level(&self) -> Option<Level> {
        self.level.as_deref().map(|word| Level::from_word(word).unwrap())
    }

    /// The words or the field, for people.
    pub(super) fn words(&self) -> &str {
        self.text.as_deref().or(self.field.as_deref()).unwrap_or_default()
    }

    /// Where its words stand, the primary place first, each place wherever it occurs. A label whose words are not in its
    /// document is a slip.
    pub(super) fn places(&self, document: &Document, path: &str) -> Vec<Vec<Span<Plain>>> {
        // The other places of a contradiction between documents are in the other one.
        let related = if self.with.is_some() { &[] } else { self.related.as_slice() };
        let places = self.text.iter().chain(related).map(|words| {
            let places = occurrences(&document.plain, words);
            assert!(!places.is_empty(), "{path}: “{words}” of {} is not there", self.rule);
            places
        });
        places.collect()
    }

    /// Whether `finding` reports it: a rule that may, at one of its places. A missing field has none, and what was not found
    /// in a field's value may be shown at the field's label.
    pub(super) fn is_reported_by(&self, finding: &Finding, document: &Document, path: &str) -> bool {
        if !self.has_code(&finding.rule) {
            return false;
        }
        let mut places = self.places(document, path);
        // What says nothing is shown itself or named as missing.
        let is_named = self.field.is_some() && finding.field.as_deref().is_some_and(|name| self.names(name));
        if is_named && !places.is_empty() {
            return true;
        }
        if places.is_empty() {
            // A rule that asks for what is in a field (its unit) shows what is there in place of it.
            let name = self.field.as_deref().unwrap_or_default();
            let in_field = document.fields_named(name).any(|field| field.span().overlaps(finding.primary.at));
            return finding.field.as_deref().map_or(in_field, |missing| self.names(missing));
        }
        if let Some(name) = &finding.field {
            let labels = document
                .fields_named(name)
                .filter(|field| places.iter().flatten().any(|place| field.span().overlaps(*place)));
            let labels = labels.map(|field| field.label).collect();
            places.push(labels);
        }
        let shown = std::iter::once(&finding.primary).chain(&finding.related).map(|label| label.at);
        shown.into_iter().any(|at| places.iter().flatten().any(|place| place.overlaps(at)))
    }

    /// Whether the label's field is the one that a rule calls `missing`: notices have no table of names, so two
    /// characters in common (救济途径, 复议诉讼途径) make it the same.
    fn names(&self, missing: &str) -> bool {
        let name = self.field.as_deref().unwrap_or_default();
        let pairs = |word: &str| -> Vec<[char; 2]> {
            let chars: Vec<char> = word.chars().filter(|c| *c != '、').collect();
            chars.windows(2).map(|pair| [pair[0], pair[1]]).collect()
        };
        let missing_pairs = pairs(missing);
        pairs(name).iter().any(|pair| missing_pairs.contains(pair))
    }

    /// How many of its places `findings` show, of how many.
    pub(super) fn shown(&self, findings: &[&Finding], document: &Document, path: &str) -> (usize, usize) {
        let places = self.places(document, path);
        let labels =
            findings.iter().flat_map(|finding| std::iter::once(&finding.primary).chain(&finding.related));
        let spans: Vec<Span<Plain>> = labels.map(|label| label.at).collect();
        let is_shown = |place: &&Vec<Span<Plain>>| place.iter().any(|p| spans.iter().any(|s| s.overlaps(*p)));
        (places.iter().filter(is_shown).count(), places.len())
    }
}

/// Where `words` stand in `plain`, whatever blanks are in between.
pub(super) fn occurrences(plain: &str, words: &str) -> Vec<Span<Plain>> {
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let starts: Vec<(usize, char)> = plain.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let (text, words) = (bare(plain), bare(words));
    // The start of every byte of `text` in `plain`.
    let at: Vec<(usize, usize)> =
        starts.iter().flat_map(|&(i, c)| vec![(i, i + c.len_utf8()); c.len_utf8()]).collect();
    text.match_indices(&words).map(|(i, _)| Span::new(at[i].0, at[i + words.len() - 1].1)).collect()
}
