//! The account for programs: the same facts as for people, one entry a change.

use serde::Serialize;

use super::{
    Sum,
    report::{Account, State},
};
use crate::text::{Lines, Position, Source, Span};

#[derive(Serialize)]
struct ReportJson<'a> {
    schema_version: u32,
    files: Vec<FileJson<'a>>,
    unreadable: Vec<UnreadableJson<'a>>,
}

#[derive(Serialize)]
struct UnreadableJson<'a> {
    path: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct FileJson<'a> {
    path: &'a str,
    characters: serde_json::Value,
    regulations: Vec<RegulationJson<'a>>,
    entries: Vec<EntryJson<'a>>,
}

#[derive(Serialize)]
struct RegulationJson<'a> {
    title: &'a str,
    file: &'a str,
    written: bool,
    state: String,
    articles: usize,
    doubts: Vec<&'static str>,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    kind: &'static str,
    reason: &'static str,
    why: &'static str,
    start: PlaceJson,
    end: PlaceJson,
    was: &'a str,
    now: &'a str,
    /// Where the characters stood in the source that are gone since, in bytes.
    taken: Vec<[usize; 2]>,
}

#[derive(Serialize)]
struct PlaceJson {
    line: usize,
    column: usize,
    byte: usize,
}

impl From<Position> for PlaceJson {
    fn from(at: Position) -> Self {
        Self { line: at.line, column: at.column, byte: at.byte }
    }
}

/// The account of a run: of every file, and those that could not be read.
pub fn json(accounts: &[Account<'_>], unreadable: &[(String, String)]) -> String {
    let report = ReportJson {
        schema_version: 1,
        files: accounts.iter().map(file).collect(),
        unreadable: unreadable.iter().map(|(path, reason)| UnreadableJson { path, reason }).collect(),
    };
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

fn file<'a>(account: &Account<'a>) -> FileJson<'a> {
    let imported = account.imported;
    let sum = Sum::of(imported);
    let listed: serde_json::Map<String, serde_json::Value> =
        sum.listed.iter().map(|(kind, count)| (kind.word().to_owned(), (*count).into())).collect();
    let lines = Lines::new(imported.ledger.source());
    FileJson {
        path: account.path,
        characters: serde_json::json!({"read": sum.read, "kept": sum.kept, "listed": listed, "balances": sum.balances()}),
        regulations: imported
            .found
            .iter()
            .zip(account.made)
            .map(|(found, made)| RegulationJson {
                title: &found.title,
                file: &made.name,
                written: made.state == State::Written,
                state: made.state.words(),
                articles: found.articles,
                doubts: found.doubts.iter().map(|doubt| doubt.words()).collect(),
            })
            .collect(),
        entries: imported
            .ledger
            .entries()
            .iter()
            .map(|entry| EntryJson {
                kind: entry.reason.kind().word(),
                reason: entry.reason.word(),
                why: entry.reason.words(),
                start: lines.position(entry.at.start()).into(),
                end: lines.position(entry.at.end()).into(),
                was: &entry.was,
                now: &entry.now,
                taken: entry.taken.iter().map(|span: &Span<Source>| [span.start(), span.end()]).collect(),
            })
            .collect(),
    }
}
