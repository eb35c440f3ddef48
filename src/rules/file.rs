//! A rule exactly as its file has it, every value with its place.

use serde::Deserialize;
use toml::{Spanned, value::Datetime};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RuleFile {
    pub(super) code: Spanned<String>,
    pub(super) title: Spanned<String>,
    pub(super) level: Spanned<String>,
    pub(super) profile: Spanned<String>,
    pub(super) applies_to: Spanned<Vec<Spanned<String>>>,
    pub(super) in_force: Option<InForce>,
    pub(super) why: String,
    pub(super) advice: String,
    #[serde(default)]
    pub(super) basis: Vec<Basis>,
    pub(super) require: Option<Spanned<Require>>,
    pub(super) forbid: Option<Spanned<Forbid>>,
    pub(super) limit: Option<Spanned<Limit>>,
    pub(super) agree: Option<Spanned<Agree>>,
    #[serde(default)]
    pub(super) example: Vec<Spanned<WrittenExample>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InForce {
    pub(super) from: Option<Spanned<Datetime>>,
    pub(super) until: Option<Spanned<Datetime>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Basis {
    pub(super) regulation: Spanned<String>,
    pub(super) at: Spanned<String>,
    pub(super) quote: Spanned<String>,
}

/// A field must be there, with something in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Require {
    pub(super) field: Spanned<String>,
    /// A time limit of that role anywhere in the document serves as well.
    pub(super) or_limit: Option<Spanned<String>>,
    /// Words anywhere in the document, outside the fields `not_in`, that serve as well.
    #[serde(default)]
    pub(super) or_words: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) not_in: Vec<Spanned<String>>,
}

/// Words must not be there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Forbid {
    /// Words as they are spoken; punctuation inside them may be there or not.
    #[serde(default)]
    pub(super) phrases: Vec<Spanned<String>>,
    /// Regular expressions.
    #[serde(default)]
    pub(super) any: Vec<Spanned<String>>,
    /// Regular expressions; what lies inside a match of one is no finding.
    #[serde(default)]
    pub(super) except: Vec<Spanned<String>>,
    /// Only in these fields.
    #[serde(default)]
    pub(super) in_fields: Vec<Spanned<String>>,
}

/// A time limit against another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Limit {
    pub(super) role: Spanned<String>,
    /// The role that it must not be longer than.
    pub(super) at_most: Spanned<String>,
}

/// Places that must say the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Agree {
    /// The roles of the time limits that must be equal wherever they stand, each with its own.
    pub(super) limits: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenExample {
    /// A document, as plain text or Markdown.
    pub(super) text: Spanned<String>,
    /// The words that are found, in order.
    pub(super) finds: Vec<String>,
    /// The words at the related places of all findings, in order; unchecked when left out.
    pub(super) related: Option<Vec<String>>,
    /// What kind of document it is; the first of applies-to when left out.
    pub(super) kind: Option<Spanned<String>>,
}
