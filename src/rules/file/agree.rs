//! [agree] as a rule's file has it.

use serde::Deserialize;
use toml::Spanned;

/// Places that must say the same: one of the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in super::super) struct Agree {
    /// The roles of the time limits that must be equal wherever they stand, each with its own.
    pub(in super::super) limits: Option<Vec<Spanned<String>>>,
    /// Groups of words for one thing, of which a document uses one.
    pub(in super::super) terms: Option<Vec<Spanned<Vec<Spanned<String>>>>>,
    /// Endings of titles: two titles in 《》 that end so and are alike but not equal mean one document.
    pub(in super::super) titles: Option<Vec<Spanned<String>>>,
    /// A term has one definition.
    pub(in super::super) definitions: Option<Spanned<bool>>,
    /// Duties whose time limit is the same in all documents of a collection.
    pub(in super::super) duties: Option<Duties>,
    /// Things that a document says once, or alike.
    pub(in super::super) said: Option<Vec<Said>>,
    /// Fields whose values, under the same label, name one place.
    pub(in super::super) places: Option<Vec<Spanned<String>>>,
    /// Pairs of words that cannot both be true.
    pub(in super::super) opposites: Option<Vec<Opposites>>,
    /// Fields of which one label has one value.
    pub(in super::super) fields: Option<Vec<Spanned<String>>>,
    /// Subjects whose words stand only in documents about them.
    pub(in super::super) subjects: Option<Vec<Subject>>,
    /// Names of forms that tell a subject, beside `subjects`.
    pub(in super::super) forms: Option<Forms>,
    /// What the documents of one item say alike.
    pub(in super::super) items: Option<Items>,
    /// Words of `subjects` count in these fields only.
    #[serde(default)]
    pub(in super::super) in_fields: Vec<Spanned<String>>,
    /// Words of those groups of `terms` that all regulations of a collection say in one way.
    #[serde(default)]
    pub(in super::super) across: Vec<Spanned<String>>,
    /// Regular expressions; words inside a match of one are none of the `terms`.
    #[serde(default)]
    pub(in super::super) except: Vec<Spanned<String>>,
}

/// What the documents of one item of one organ say alike.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Items {
    /// The roles of time limits.
    #[serde(default)]
    pub(in super::super) limits: Vec<Spanned<String>>,
    /// The fields that tell what is charged.
    #[serde(default)]
    pub(in super::super) fees: Vec<Spanned<String>>,
    /// Limits of notices that are over within another limit of the item.
    #[serde(default)]
    pub(in super::super) within: Vec<Within>,
}

/// A limit of a notice that is over within another limit of the item.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Within {
    /// The role of the limit that is bounded.
    pub(in super::super) role: Spanned<String>,
    /// What it is called in findings.
    pub(in super::super) name: String,
    /// The role of the limit that bounds it.
    pub(in super::super) of: Spanned<String>,
    /// The notices in which it stands.
    pub(in super::super) notices: Vec<Spanned<String>>,
}

/// Something that a document says, and the regular expressions of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Said {
    pub(in super::super) name: String,
    /// Regular expressions; a group `at` marks the words that must be the same.
    pub(in super::super) any: Vec<Spanned<String>>,
    /// Regular expressions; what lies inside a match of one is not compared.
    #[serde(default)]
    pub(in super::super) except: Vec<Spanned<String>>,
    /// Regular expressions; a document with a match of one must say it.
    #[serde(default)]
    pub(in super::super) when: Vec<Spanned<String>>,
    /// Whether it is a day that does not lie before the one on which the document was adopted, as its front matter says.
    #[serde(default, rename = "after-adoption")]
    pub(in super::super) after_adoption: bool,
}

/// Words of one subject, and the titles of documents about it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Subject {
    pub(in super::super) any: Vec<Spanned<String>>,
    pub(in super::super) home: Vec<Spanned<String>>,
}

/// Names of application forms, whose subject must be that of the document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Forms {
    /// Regular expressions with a group `at` for the name and in it a group `subject` for what is applied for.
    pub(in super::super) any: Vec<Spanned<String>>,
    /// Words of subjects that tell no item from another.
    pub(in super::super) general: Vec<String>,
    /// Regular expressions of titles of documents on several items.
    #[serde(default)]
    pub(in super::super) several: Vec<Spanned<String>>,
}

/// Two things that a document cannot say at once.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Opposites {
    /// What contradicts what, as a sentence.
    pub(in super::super) message: String,
    pub(in super::super) one: Side,
    pub(in super::super) other: Side,
}

/// One of them: words, in certain fields or anywhere.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(in super::super) struct Side {
    #[serde(default)]
    pub(in super::super) in_fields: Vec<Spanned<String>>,
    pub(in super::super) any: Vec<Spanned<String>>,
    #[serde(default)]
    pub(in super::super) except: Vec<Spanned<String>>,
}

/// What duties consist of: an act on a matter under certain circumstances.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Duties {
    pub(in super::super) acts: Vec<Act>,
    /// What acts are on. Others are known by their own words.
    #[serde(default)]
    pub(in super::super) matters: Vec<Matter>,
    /// Circumstances for each of which a duty may have a limit of its own.
    #[serde(default)]
    pub(in super::super) circumstances: Vec<Circumstance>,
    /// What is counted until something follows from it.
    #[serde(default)]
    pub(in super::super) events: Vec<Circumstance>,
    /// Regular expressions of what follows. A clause that is long enough is told apart by its own words.
    #[serde(default)]
    pub(in super::super) outcomes: Vec<Spanned<String>>,
    /// What the law lists, and regulations that repeat it list alike.
    #[serde(default)]
    pub(in super::super) lists: Vec<List>,
}

/// A list, and what stands in it, in the order in which it is told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct List {
    pub(in super::super) name: String,
    pub(in super::super) members: Spanned<Vec<String>>,
}

/// An act, and the regular expression of the words that speak of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Act {
    pub(in super::super) name: String,
    pub(in super::super) said: Spanned<String>,
    /// Whether it is a duty by itself, on whatever matter.
    #[serde(default)]
    pub(in super::super) alone: bool,
    /// A regular expression of the objects that it has anyway, so that naming them makes no other duty. Of one that is a duty by
    /// itself, any other object makes one.
    pub(in super::super) usual: Option<Spanned<String>>,
    /// Whether it lasts for the time and is not done within it.
    #[serde(default)]
    pub(in super::super) lasts: bool,
    /// Whether the verbs behind it only say what for.
    #[serde(default)]
    pub(in super::super) leads: bool,
    /// A regular expression of the stage and the case from which it follows anyway, so that naming them makes no other duty.
    pub(in super::super) after: Option<Spanned<String>>,
}

/// What an act is on, and the regular expression of the words that speak of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Matter {
    pub(in super::super) name: String,
    pub(in super::super) said: Spanned<String>,
    /// The names of the acts that are done to it; any, when none are named.
    #[serde(default)]
    pub(in super::super) acts: Vec<Spanned<String>>,
}

/// A circumstance, and the regular expression of the words that speak of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct Circumstance {
    pub(in super::super) name: String,
    pub(in super::super) said: Spanned<String>,
}
