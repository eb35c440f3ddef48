//! A rule exactly as its file has it, every value with its place.

mod agree;

use serde::Deserialize;
use toml::{Spanned, value::Datetime};

pub(super) use agree::{
    Act, Agree, Circumstance, Duties, Forms, Items, List, Matter, Opposites, Said, Side, Subject,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RuleFile {
    pub(super) code: Spanned<String>,
    pub(super) title: Spanned<String>,
    pub(super) level: Spanned<String>,
    pub(super) profile: Spanned<String>,
    pub(super) applies_to: Spanned<Vec<Spanned<String>>>,
    /// Of notices, only those of these kinds.
    #[serde(default)]
    pub(super) notices: Vec<Spanned<String>>,
    /// Whether it also holds for forms that are still to be filled in.
    #[serde(default = "yes")]
    pub(super) forms: bool,
    pub(super) in_force: Option<InForce>,
    /// Whether it also holds for a page of the web, whose own navigation is no leftover.
    #[serde(default = "yes")]
    pub(super) pages: bool,
    /// Cases in which the findings are graver or slighter than `level`; the first that fits counts.
    #[serde(default)]
    pub(super) grade: Vec<Grade>,
    /// What the official inspection of government websites calls it.
    pub(super) indicator: Option<Spanned<String>>,
    pub(super) why: String,
    pub(super) advice: String,
    #[serde(default)]
    pub(super) basis: Vec<Basis>,
    pub(super) require: Option<Spanned<Require>>,
    pub(super) forbid: Option<Spanned<Forbid>>,
    pub(super) replace: Option<Spanned<Replace>>,
    pub(super) format: Option<Spanned<Format>>,
    pub(super) limit: Option<Spanned<Limit>>,
    pub(super) tiers: Option<Spanned<Tiers>>,
    pub(super) agree: Option<Spanned<Agree>>,
    pub(super) cite: Option<Spanned<Cite>>,
    pub(super) sequence: Option<Spanned<Sequence>>,
    pub(super) pair: Option<Spanned<Pair>>,
    pub(super) count: Option<Spanned<Count>>,
    pub(super) differ: Option<Spanned<Differ>>,
    pub(super) repeat: Option<Spanned<Repeat>>,
    #[serde(default)]
    pub(super) example: Vec<Spanned<WrittenExample>>,
}

/// The examples of a rule's file, and nothing else of it.
#[derive(Debug, Deserialize)]
pub(super) struct Examples {
    #[serde(default)]
    pub(super) example: Vec<Spanned<WrittenExample>>,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InForce {
    pub(super) from: Option<Spanned<Datetime>>,
    pub(super) until: Option<Spanned<Datetime>>,
}

/// A case in which a finding has another level. All the conditions that are given must hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Grade {
    pub(super) level: Spanned<String>,
    /// Regular expressions: the title has a match of one.
    #[serde(default)]
    pub(super) title: Vec<Spanned<String>>,
    /// Regular expressions: the document has a match of one.
    #[serde(default)]
    pub(super) when: Vec<Spanned<String>>,
    /// Regular expressions: the words found lie within a match of one.
    #[serde(default)]
    pub(super) around: Vec<Spanned<String>>,
    /// One of these fields has content.
    #[serde(default)]
    pub(super) has: Vec<Spanned<String>>,
    /// The document has a time limit of that role.
    pub(super) has_limit: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Basis {
    pub(super) regulation: Spanned<String>,
    pub(super) at: Spanned<String>,
    pub(super) quote: Spanned<String>,
}

/// A field must be there, with something in it; or words of several kinds must be, each of which is an element.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Require {
    pub(super) field: Option<Spanned<String>>,
    /// What a document of that kind must say, by name.
    #[serde(default)]
    pub(super) elements: Vec<Element>,
    /// That the document is more than a fragment.
    #[serde(default)]
    pub(super) whole: bool,
    /// Regular expressions; only a document with a match of one needs anything.
    #[serde(default)]
    pub(super) when: Vec<Spanned<String>>,
    /// Matches of `when` count in these fields only; each needs the elements, in its own line.
    #[serde(default)]
    pub(super) when_in: Vec<Spanned<String>>,
    /// Regular expressions; a document with a match of one needs nothing.
    #[serde(default)]
    pub(super) unless: Vec<Spanned<String>>,
    /// A time limit of that role anywhere in the document serves as well.
    pub(super) or_limit: Option<Spanned<String>>,
    /// Words anywhere in the document, outside the fields `not_in`, that serve as well.
    #[serde(default)]
    pub(super) or_words: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) not_in: Vec<Spanned<String>>,
    /// Regular expressions; words inside a match of one serve neither `or_words` nor `says`.
    #[serde(default)]
    pub(super) except: Vec<Spanned<String>>,
    /// A label serves even with nothing behind it: values are the business of another rule.
    #[serde(default)]
    pub(super) or_label: bool,
    /// Regular expressions of whole values that are none.
    #[serde(default)]
    pub(super) hollow: Vec<Spanned<String>>,
    /// What the field, all values of its labels together, must say.
    #[serde(default)]
    pub(super) says: Vec<Element>,
    /// Regular expressions; a field with a match of one need say nothing else.
    #[serde(default)]
    pub(super) or_says: Vec<Spanned<String>>,
}

/// Something that a document must say: words of one of these expressions, or a field. With neither, the element of that name
/// in fields.toml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Element {
    pub(super) name: Spanned<String>,
    #[serde(default)]
    pub(super) any: Vec<Spanned<String>>,
    /// Regular expressions; words inside a match of one do not count.
    #[serde(default)]
    pub(super) except: Vec<Spanned<String>>,
    /// Regular expressions of words that only seem to say it; when nothing else does, they are what is shown.
    #[serde(default)]
    pub(super) vague: Vec<Spanned<String>>,
    /// A field that serves as well, when there is something in it.
    pub(super) field: Option<Spanned<String>>,
    /// Regular expressions; only a document with a match of one needs the element.
    #[serde(default)]
    pub(super) when: Vec<Spanned<String>>,
    /// Regular expressions; a document with a match of one does not need it.
    #[serde(default)]
    pub(super) unless: Vec<Spanned<String>>,
    /// Of notices, only those of these kinds need it.
    #[serde(default)]
    pub(super) notices: Vec<Spanned<String>>,
    /// How grave its lack is, where that differs from the rule's own level.
    pub(super) level: Option<Spanned<String>>,
    /// Whether a form must say it too: what people fill in is not there yet.
    #[serde(default = "yes")]
    pub(super) forms: bool,
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
    /// Regular expressions on the text as it stands, widths, traditional characters and inserted readings included.
    #[serde(default)]
    pub(super) as_written: Vec<Spanned<String>>,
    /// The same, of what is only worth a look, whatever the level of the rule.
    #[serde(default)]
    pub(super) slight: Vec<Spanned<String>>,
    /// Regular expressions; what lies inside a match of one is no finding.
    #[serde(default)]
    pub(super) except: Vec<Spanned<String>>,
    /// Regular expressions that the whole value of a field must not be; needs `in_fields`.
    #[serde(default)]
    pub(super) values: Vec<Spanned<String>>,
    /// More of them, each for some fields or on a condition.
    #[serde(default)]
    pub(super) hollow: Vec<Hollow>,
    /// Whether a label with nothing behind it is found as well; needs `in_fields`.
    #[serde(default)]
    pub(super) empty: bool,
    /// Only in these fields.
    #[serde(default)]
    pub(super) in_fields: Vec<Spanned<String>>,
    /// Not in these fields.
    #[serde(default)]
    pub(super) not_in: Vec<Spanned<String>>,
    /// Regular expressions; only in a document with a match of one is anything forbidden.
    #[serde(default)]
    pub(super) when: Vec<Spanned<String>>,
    /// Regular expressions; in a document with a match of one nothing is forbidden.
    #[serde(default)]
    pub(super) unless: Vec<Spanned<String>>,
    /// Whether a document that says it in several places has one fault, not several.
    #[serde(default)]
    pub(super) once: bool,
    /// More that is forbidden, each on conditions of its own.
    #[serde(default)]
    pub(super) also: Vec<Forbid>,
}

/// Whole values that certain fields must not have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Hollow {
    pub(super) in_fields: Spanned<Vec<Spanned<String>>>,
    pub(super) values: Vec<Spanned<String>>,
    /// Regular expressions; in a document with a match of one these values are right.
    #[serde(default)]
    pub(super) unless: Vec<Spanned<String>>,
}

/// A time limit against another, or how limits are written: one of `at-most`, `sum-at-most`, `units`,
/// `due`, `written`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Limit {
    pub(super) role: Option<Spanned<String>>,
    /// The role, or the fixed limit, that it must not be longer than.
    pub(super) at_most: Option<Spanned<String>>,
    /// The role that the sum of all limits of `role` must not be longer than.
    pub(super) sum_at_most: Option<Spanned<String>>,
    /// The units in which it may be given.
    #[serde(default)]
    pub(super) units: Vec<Spanned<String>>,
    /// A further role whose limits may be given in other units, but in none beside these.
    pub(super) mixed: Option<Spanned<String>>,
    /// The law that the document quotes must bear it out.
    #[serde(default)]
    pub(super) quoted: bool,
    /// How a date is counted from another one and the limit between them.
    pub(super) due: Option<Spanned<String>>,
    /// What must hold of every limit as it is written.
    pub(super) written: Option<Spanned<String>>,
    /// Only in a document whose 办件类型 names this type of case.
    pub(super) case: Option<String>,
    /// Regular expressions; only in a document with a match of one.
    #[serde(default)]
    pub(super) when: Vec<Spanned<String>>,
    /// Regular expressions; not in a document with a match of one.
    #[serde(default)]
    pub(super) unless: Vec<Spanned<String>>,
    /// Regular expressions; what lies in a sentence with a match of one is no finding.
    #[serde(default)]
    pub(super) except: Vec<Spanned<String>>,
}

/// Words to write otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Replace {
    /// Wrong words and the right ones.
    #[serde(default)]
    pub(super) words: Vec<Replacement>,
    /// Regular expressions of wrong words, and what to write.
    #[serde(default)]
    pub(super) patterns: Vec<PatternReplacement>,
    /// Whether the right words are right wherever the wrong ones stand, so that no person need look.
    #[serde(default)]
    pub(super) safe: bool,
    /// Regular expressions; what lies inside a match of one is no finding.
    #[serde(default)]
    pub(super) except: Vec<Spanned<String>>,
    /// Not in these fields.
    #[serde(default)]
    pub(super) not_in: Vec<Spanned<String>>,
    /// Regular expressions; a document with a match of one is left as it is.
    #[serde(default)]
    pub(super) unless: Vec<Spanned<String>>,
    /// More places than this in a document make one finding, at the first of them and without an edit.
    pub(super) at_most: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Replacement {
    pub(super) wrong: Spanned<String>,
    pub(super) right: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PatternReplacement {
    /// A regular expression; a group `at` marks the words to replace.
    pub(super) find: Spanned<String>,
    /// What to write; `${name}` stands for the words of that group, folded.
    pub(super) write: String,
    /// Whether it is right wherever it stands; as the rule says when left out.
    pub(super) safe: Option<bool>,
}

/// Something that has a form of its own: a telephone number, a date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Format {
    pub(super) of: Spanned<String>,
}

/// Grades of an amount that must meet end to end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tiers {
    /// The units in which they are counted.
    pub(super) units: Vec<Spanned<String>>,
}

/// Fields that must not say the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Differ {
    /// The telephone numbers of these two fields.
    pub(super) phones: Spanned<Vec<Spanned<String>>>,
}

/// Words or paragraphs that stand twice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Repeat {
    /// Words that never stand twice in a row.
    pub(super) words: Vec<Spanned<String>>,
    /// Regular expressions; what lies inside a match of one is no finding.
    #[serde(default)]
    pub(super) except: Vec<Spanned<String>>,
    /// A paragraph of at least that many characters stands only once.
    pub(super) paragraphs: usize,
    /// Words for one thing: two sections whose titles differ in nothing else are one.
    #[serde(default)]
    pub(super) alike: Vec<Vec<Spanned<String>>>,
}

/// Citations of laws and regulations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Cite {
    pub(super) must: Spanned<String>,
    /// What articles of laws say, in words by which a sentence that cites another article is known.
    #[serde(default)]
    pub(super) contents: Vec<Content>,
    /// The fields in which a guide gives its basis.
    #[serde(default)]
    pub(super) in_fields: Vec<Spanned<String>>,
    /// Regular expressions of words that only claim a basis and name none.
    #[serde(default)]
    pub(super) vague: Vec<Spanned<String>>,
    /// Business that no law knows any more.
    #[serde(default)]
    pub(super) abolished: Vec<Spanned<Abolished>>,
}

/// Business that has been abolished.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Abolished {
    /// A regular expression of its name.
    pub(super) said: Spanned<String>,
    /// The first day on which there is none.
    pub(super) from: Spanned<Datetime>,
    /// By which law.
    pub(super) by: String,
    /// In which documents, where other rules look after it in the others.
    #[serde(default, rename = "applies-to")]
    pub(super) applies_to: Option<Spanned<Vec<Spanned<String>>>>,
}

/// What an article of a law says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Content {
    pub(super) law: Spanned<String>,
    pub(super) at: Spanned<String>,
    /// A regular expression of what no other article of the law says.
    pub(super) said: Spanned<String>,
}

/// Numbers that follow one another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sequence {
    pub(super) of: Spanned<String>,
}

/// Marks that open and close.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pair {
    /// Each an opening and a closing mark (《》).
    pub(super) marks: Vec<Spanned<String>>,
}

/// A number that a text announces (下列四项), and the items that follow.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Count {
    /// The words behind the number (项、种、类).
    pub(super) units: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenExample {
    /// A document, as plain text or Markdown.
    pub(super) text: Spanned<String>,
    /// The words that are found, in order.
    #[serde(default)]
    pub(super) finds: Vec<String>,
    /// The names of what is found missing, in order; those findings stand at the title, and `finds` need not repeat it.
    pub(super) lacks: Option<Vec<String>>,
    /// The words at the related places of all findings, in order; unchecked when left out.
    pub(super) related: Option<Vec<String>>,
    /// What kind of document it is; the first of applies-to when left out.
    pub(super) kind: Option<Spanned<String>>,
    /// Another document that stands beside it; words of both are found.
    pub(super) beside: Option<String>,
}

impl WrittenExample {
    /// Whether something must be found in it.
    pub(super) fn is_finding(&self) -> bool {
        !self.finds.is_empty() || self.lacks.as_ref().is_some_and(|lacks| !lacks.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::{
        agree::{List, Within},
        *,
    };
    use crate::rules::SCHEMA;

    /// The keys that `T` may have, as the reader of TOML names them when it meets one that it may not.
    fn keys<T: DeserializeOwned + std::fmt::Debug>() -> Vec<String> {
        let error = toml::from_str::<T>("no-such-key = 1").unwrap_err();
        let mut keys: Vec<String> =
            error.message().split('`').skip(3).step_by(2).map(str::to_owned).collect();
        keys.sort();
        keys
    }

    #[test]
    fn the_schema_knows_every_key_and_no_other() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        let in_schema = |of: &serde_json::Value| {
            let mut keys: Vec<String> = of["properties"].as_object().unwrap().keys().cloned().collect();
            keys.sort();
            keys
        };
        assert_eq!(in_schema(&schema), keys::<RuleFile>());
        let mut told = 0;
        macro_rules! alike {
            ($($table:ident)*) => {$({
                assert_eq!(in_schema(&schema["$defs"][stringify!($table)]), keys::<$table>(), stringify!($table));
                told += 1;
            })*};
        }
        alike!(InForce Grade Basis Require Element Forbid Hollow Limit Replace Replacement PatternReplacement Format
            Tiers Agree Forms Items Within Said Differ Repeat Subject Opposites Side Duties List Act Matter Circumstance Cite Content Abolished Sequence Pair Count WrittenExample);
        assert_eq!(schema["$defs"].as_object().unwrap().len(), told);
    }
}
