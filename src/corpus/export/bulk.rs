//! For Elasticsearch, OpenSearch and Quickwit: actions with documents, and what the index is to be like.
//!
//! The engines cut by characters, so that a phrase is found wherever it stands, punctuation included; and they fold what is
//! asked with the same table as the articles, so that traditional and full-width writing find the same.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{article::Article, folds};

/// The name of the index.
pub const INDEX: &str = "guiju";

/// No file is larger than this many bytes: the engines refuse requests over 100 MB, Quickwit over 10 MB unless told.
pub const LARGEST_FILE: usize = 10_000_000;

/// What users read beside these files.
pub const GUIDE: &str = include_str!("bulk.md");

/// The configuration of the index for Quickwit.
pub const QUICKWIT: &str = include_str!("quickwit.yaml");

/// The article as an action and a document, two lines. `create` is the one action that all three engines know.
pub fn lines(article: &Article) -> String {
    let mut lines = json!({ "create": { "_index": INDEX, "_id": article.id } }).to_string();
    lines.push('\n');
    lines.push_str(&super::json_line(article));
    lines
}

/// The body of `PUT /guiju` for Elasticsearch and OpenSearch: settings with `shards` shards, analysis and mapping.
pub fn index(shards: usize) -> String {
    let keyword = json!({ "type": "keyword" });
    let shown = json!({ "type": "text", "index": false });
    let date = json!({ "type": "date", "format": "yyyy-MM-dd" });
    let phrases = json!({ "type": "text", "analyzer": "guiju_characters" });
    let both = json!({
        "type": "text",
        "analyzer": "guiju_characters",
        // Pairs of characters tell more than single ones: to rank by, and quicker for phrases.
        "fields": { "pairs": { "type": "text", "analyzer": "guiju_pairs" } },
    });
    let title = json!({
        "type": "text",
        "analyzer": "guiju_characters",
        "fields": { "keyword": { "type": "keyword" } },
    });
    let folding = ["guiju_fold", "guiju_blanks", "guiju_blank"];
    let page = json!({
        "settings": {
            "index": { "number_of_shards": shards },
            "analysis": {
                "char_filter": {
                    "guiju_fold": { "type": "mapping", "mappings": mappings() },
                    "guiju_blanks": { "type": "pattern_replace", "pattern": VANISHING_BLANKS, "replacement": "" },
                    "guiju_blank": { "type": "pattern_replace", "pattern": " {2,}", "replacement": " " },
                },
                "tokenizer": {
                    "guiju_characters": { "type": "ngram", "min_gram": 1, "max_gram": 1 },
                    "guiju_pairs": { "type": "ngram", "min_gram": 2, "max_gram": 2 },
                },
                "analyzer": {
                    "guiju_characters": { "type": "custom", "char_filter": folding, "tokenizer": "guiju_characters" },
                    "guiju_pairs": { "type": "custom", "char_filter": folding, "tokenizer": "guiju_pairs" },
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "id": keyword, "regulation": keyword, "status": keyword, "category": keyword, "issuer": keyword,
                "number": keyword, "at": keyword, "effective": date, "adopted": date, "title": title,
                "breadcrumbs": phrases, "text": shown, "folded": both,
            },
        },
    });
    pretty(&page)
}

/// Blanks beside anything that is not ASCII, or at the end of a line, which folding takes away.
const VANISHING_BLANKS: &str = r" +(?=[^\x00-\x7F]|\n)|(?<=[^\x00-\x7F]|\n) +";

fn pretty(page: &Value) -> String {
    serde_json::to_string_pretty(page).unwrap_or_default() + "\n"
}

/// The table of folding as rules of a character filter.
fn mappings() -> Vec<String> {
    folds()
        .map(|(from, to)| format!("{}=>{}", rule_text(from), to.map_or(String::new(), rule_text)))
        .collect()
}

/// A character as such a rule writes it: what is neither letter nor digit by its number, since blanks, `=>` and `\` mean
/// something there.
fn rule_text(c: char) -> String {
    let mut out = String::new();
    if c.is_alphanumeric() || u32::from(c) > 0xFFFF {
        out.push(c);
    } else {
        let _ = write!(out, "\\u{:04X}", u32::from(c));
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use regex::Regex;

    use super::*;
    use crate::{corpus, text::FoldedText};

    /// A character of a rule, as the engine reads it.
    fn read(text: &str) -> Option<char> {
        match text.strip_prefix("\\u") {
            Some(hex) => char::from_u32(u32::from_str_radix(hex, 16).unwrap()),
            None => text.chars().next(),
        }
    }

    /// What the engine's character filters make of `text`.
    fn filtered(text: &str, table: &HashMap<char, Option<char>>) -> String {
        let mapped: String = text.chars().filter_map(|c| table.get(&c).copied().unwrap_or(Some(c))).collect();
        // Rust's expressions look neither ahead nor behind; these take the neighbour in and put it back.
        let before = Regex::new(r" +([^\x00-\x7F]|\n)").unwrap().replace_all(&mapped, "$1").into_owned();
        let behind = Regex::new(r"([^\x00-\x7F]|\n) +").unwrap().replace_all(&before, "$1").into_owned();
        Regex::new(" {2,}").unwrap().replace_all(&behind, " ").into_owned()
    }

    #[test]
    fn the_engine_folds_what_is_asked_as_we_do() {
        let page: Value = serde_json::from_str(&index(3)).unwrap();
        let rules = &page["settings"]["analysis"]["char_filter"]["guiju_fold"]["mappings"];
        let table: HashMap<char, Option<char>> = rules
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| {
                let (from, to) = rule.as_str().unwrap().split_once("=>").unwrap();
                (read(from).unwrap(), read(to))
            })
            .collect();
        assert!(table.len() > 3000 && table[&'辦'] == Some('办') && table[&'\u{200B}'].is_none());
        let queries =
            ["辦理　時限：２０個 工作日", "AB 崗\u{200B}位", "1. 5 日\u{3000}內", "“其他”〔2012〕 ab  cd"];
        let articles: Vec<String> =
            corpus::embedded().into_iter().map(|file| file.text.to_string()).collect();
        for text in queries.into_iter().chain(articles.iter().map(String::as_str)) {
            assert_eq!(filtered(text, &table), FoldedText::new(text).as_str());
        }
    }
}
