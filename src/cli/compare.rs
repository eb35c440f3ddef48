//! `compare`: what several regulations say on one topic, side by side.

use std::fmt::Write as _;

use serde::Serialize;

use super::{
    args::{CompareArgs, ReportFormat},
    exit::Exit,
    index::{self, Opened},
    output,
    search::{failed, filter, shortened},
};
use crate::search::{Column, Index, Options, Row, compare};

/// How many articles are looked at.
const LOOKED_AT: usize = 100;

#[derive(Serialize)]
struct ComparisonJson<'a> {
    query: &'a str,
    rows: Vec<serde_json::Map<String, serde_json::Value>>,
}

pub(super) fn run(args: &CompareArgs) -> Exit {
    let query = args.words.join(" ");
    let question = |index: &Index| {
        let options = Options {
            limit: LOOKED_AT,
            filter: filter(&args.within, &args.sources, index)?,
            synonyms: !args.no_synonyms,
            literal: false,
            day: Some(args.sources.as_of()),
        };
        index.search(&query, &options).map_err(|error| error.to_string())
    };
    let Some((Opened { exit, .. }, answer)) = index::ask(&args.sources, question) else {
        return Exit::Failed;
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(message) => return failed(&message),
    };
    let rows = compare(&answer.hits, args.sources.as_of());
    exit.max(output::out(&match args.format {
        ReportFormat::Human => human(&query, &rows),
        ReportFormat::Json => json(&query, &rows),
    }))
}

fn human(query: &str, rows: &[Row]) -> String {
    let query = shortened(query);
    if rows.is_empty() {
        return format!("没有规章说到“{query}”。换个说法，或只写一两个关键词试试。\n");
    }
    let style = output::stdout_style();
    let mut out = format!("{} 部规章说到“{query}”：\n", rows.len());
    for row in rows {
        let caution = row.caution.as_ref().map_or(String::new(), |caution| format!("（{caution}）"));
        let _ = writeln!(out, "\n《{}》{caution}", row.title);
        for (cell, column) in row.cells.iter().zip(Column::ALL) {
            // Names of one and of two characters take the same room.
            let name = if column.name().chars().count() == 1 {
                format!("{}　", column.name())
            } else {
                column.name().to_owned()
            };
            let (first, next) = (format!("  {name}  "), " ".repeat(8));
            if cell.is_empty() {
                let _ = writeln!(out, "{first}—");
            }
            for (n, quote) in cell.iter().enumerate() {
                let options = textwrap::Options::new(style.width)
                    .initial_indent(if n == 0 { &first } else { &next })
                    .subsequent_indent(&next);
                let _ = writeln!(
                    out,
                    "{}",
                    textwrap::fill(&format!("{}：“{}”", quote.at, quote.words), &options)
                );
            }
        }
    }
    out
}

fn json(query: &str, rows: &[Row]) -> String {
    let row = |row: &Row| {
        let mut map = serde_json::Map::new();
        map.insert("regulation".to_owned(), row.regulation.clone().into());
        map.insert("title".to_owned(), row.title.clone().into());
        map.insert("effective".to_owned(), row.effective.map(|day| day.to_string()).into());
        map.insert("caution".to_owned(), row.caution.clone().into());
        for (cell, column) in row.cells.iter().zip(Column::ALL) {
            let quotes = cell
                .iter()
                .map(|quote| serde_json::json!({ "at": quote.at.to_string(), "quote": quote.words }));
            map.insert(column.word().to_owned(), quotes.collect());
        }
        map
    };
    let comparison = ComparisonJson { query, rows: rows.iter().map(row).collect() };
    serde_json::to_string(&comparison).unwrap_or_default() + "\n"
}
