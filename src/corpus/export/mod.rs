//! The corpus for other machines: the articles as lines of JSON, for engines that are distributed already, and whole
//! regulations for other legal systems. A file a format; values in, text out. Who writes files is `cli`.
//!
//! - [`Article`]: one article with everything that finding it needs, as `guiju search` sees it;
//! - [`bulk`]: Elasticsearch, OpenSearch and Quickwit;
//! - [`sphinx`]: Sphinx and Manticore, in shards;
//! - [`akoma`]: Akoma Ntoso 3.0, a document an edition.
//!
//! What an engine finds for a phrase is what `guiju search` finds for it in quotes: every character is a token of its
//! own, and the engine gets the same table of folding (`text::fold_char`) that the articles were folded with.

pub mod akoma;
mod article;
pub mod bulk;
pub mod sphinx;
mod xml;

pub use article::{Article, articles, articles_of_all, json_line};

use crate::text::fold_char;

/// What users read beside the lines of JSON.
pub const GUIDE: &str = include_str!("jsonl.md");

/// Behind the last character that folding changes: the planes above hold no forms of others.
const FOLDED_PLANES: u32 = 0x30000;

/// Every character that is not folded to itself, with what it becomes; `None` when it vanishes.
fn folds() -> impl Iterator<Item = (char, Option<char>)> {
    (0..FOLDED_PLANES)
        .filter_map(char::from_u32)
        .map(|c| (c, fold_char(c)))
        .filter(|&(c, folded)| folded != Some(c))
}
