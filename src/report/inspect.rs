//! What was understood of a document: its kind, fields, time limits and citations, each with its place.

use std::fmt::Write as _;

use serde::Serialize;

use super::{json::PositionItem, locate::Locator};
use crate::{
    doc::Document,
    finding::Label,
    law::{Address, Bound, CitationMention, TimeLimit},
    text::{Plain, Span, masked},
};

#[derive(Serialize)]
struct Inspected<'d> {
    path: &'d str,
    kind: Option<&'static str>,
    kind_name: Option<&'static str>,
    title: Option<&'d str>,
    fields: Vec<FieldSeen<'d>>,
    limits: Vec<LimitSeen<'d>>,
    citations: Vec<CitationSeen<'d>>,
}

#[derive(Serialize)]
struct FieldSeen<'d> {
    field: &'d str,
    label: &'d str,
    value: String,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct LimitSeen<'d> {
    text: &'d str,
    amount: f64,
    from_amount: Option<f64>,
    unit: &'static str,
    bound: Option<&'static str>,
    origin: Option<&'d str>,
    excludes: Option<&'d str>,
    role: &'static str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct CitationSeen<'d> {
    text: &'d str,
    title: Option<&'d str>,
    number: Option<&'d str>,
    at: Option<String>,
    status: Option<&'static str>,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Place {
    start: PositionItem,
    end: PositionItem,
    anchor: Option<String>,
}

/// What is known of the regulation that a citation names: its state, for those that are held.
pub type StatusOf<'f> = &'f dyn Fn(&CitationMention) -> Option<&'static str>;

/// One JSON object, on one line.
pub fn inspect_json(document: &Document, path: &str, status_of: StatusOf<'_>) -> String {
    let seen = inspected(document, path, status_of);
    serde_json::to_string(&seen).unwrap_or_default()
}

/// The same for people.
pub fn inspect_human(document: &Document, path: &str, status_of: StatusOf<'_>) -> String {
    let seen = inspected(document, path, status_of);
    let mut out = format!("{path}\n  文种：{}\n", seen.kind_name.unwrap_or("不明（可用 --kind 指定）"));
    let _ = writeln!(out, "  标题：{}", seen.title.unwrap_or("（没有找到）"));
    let _ = writeln!(out, "  要素 {} 个", seen.fields.len());
    for field in &seen.fields {
        let label = if field.label.is_empty() { "（标题）" } else { field.label };
        let value = if field.value.is_empty() {
            "（空）".to_owned()
        } else {
            field.value.replace('\n', "\n      ")
        };
        let _ = writeln!(out, "    {} ← {label}  {}\n      {value}", field.field, field.place);
    }
    let _ = writeln!(out, "  时限 {} 个", seen.limits.len());
    for limit in &seen.limits {
        let from = limit.from_amount.map_or(String::new(), |from| format!("{from}—"));
        let _ = write!(
            out,
            "    {}  {}时限 {from}{}{}  {}",
            limit.text, limit.role, limit.amount, limit.unit, limit.place
        );
        let notes = [limit.bound, limit.origin, limit.excludes];
        let notes: Vec<&str> = notes.into_iter().flatten().collect();
        let _ = writeln!(
            out,
            "{}",
            if notes.is_empty() { String::new() } else { format!("  {}", notes.join("；")) }
        );
    }
    let _ = writeln!(out, "  引用 {} 处", seen.citations.len());
    for citation in &seen.citations {
        let status = citation.status.map_or(String::new(), |status| format!("  {status}"));
        let _ = writeln!(out, "    {}  {}{status}", citation.text, citation.place);
    }
    out
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.anchor {
            Some(anchor) => f.write_str(anchor),
            None => write!(f, "第{}行第{}字", self.start.line, self.start.column),
        }
    }
}

fn inspected<'d>(document: &'d Document, path: &'d str, status_of: StatusOf<'_>) -> Inspected<'d> {
    let plain = document.plain.as_str();
    let shared = path.into();
    let locator = Locator::new(document, &shared);
    let place = |at: Span<Plain>| {
        let region = locator.region(&Label { at, note: String::new() });
        Place {
            start: PositionItem::of(region.start),
            end: PositionItem::of(region.end),
            anchor: region.anchor,
        }
    };
    let field = |field: &'d crate::doc::Field| FieldSeen {
        field: &field.name,
        label: field.label.of(plain),
        value: masked(&field.text(plain)).into_owned(),
        place: place(field.span()),
    };
    let limit = |limit: &TimeLimit| LimitSeen {
        text: limit.at.of(plain),
        amount: limit.amount.as_f64(),
        from_amount: limit.from_amount.map(crate::text::Amount::as_f64),
        unit: limit.unit.name(),
        bound: limit.bound.map(Bound::name),
        origin: limit.origin.map(|at| at.of(plain)),
        excludes: limit.excludes.map(|at| at.of(plain)),
        role: limit.role.name(),
        place: place(limit.at),
    };
    let citation = |mention: &'d CitationMention| CitationSeen {
        text: mention.at.of(plain),
        title: mention.title.as_deref(),
        number: mention.number.as_deref(),
        at: (!mention.provisions.is_empty())
            .then(|| mention.provisions.iter().map(Address::to_string).collect::<Vec<_>>().join("、")),
        status: status_of(mention),
        place: place(mention.at),
    };
    Inspected {
        path,
        kind: document.kind.map(crate::doc::Kind::word),
        kind_name: document.kind.map(crate::doc::Kind::name),
        title: document.title.map(|title| title.of(plain)),
        fields: document.fields.iter().map(field).collect(),
        limits: document.limits.iter().map(limit).collect(),
        citations: document.citations.iter().map(citation).collect(),
    }
}
