//! Checking: what somebody pasted or dropped, what was found in it, and what to do about that.

mod document;
mod download;
mod finding;
mod form;
mod grid;
mod list;
mod marks;
mod mend;
mod sheet;
mod tray;

pub(super) use finding::finding;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use self::{
    download::Download,
    finding::{Held, Numbered},
    mend::Outcome,
    tray::Tray,
};
use super::{
    Here, Shelf,
    bench::Bench,
    page::{self, Look, PASTED, page},
    problem::Problem,
    upload::Upload,
};
use crate::{
    finding::Level,
    report::{Located, Report},
};

pub(super) async fn form(headers: HeaderMap) -> Markup {
    let main = html! { h1 { "检查办事指南和告知文书" } (form::boxes("")) };
    page("检查", "/check", &Look::of(&headers), &main)
}

/// How much of the page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    /// The files, each with what was found in it alone.
    Results,
    /// All but the files: what they come to together, and say against each other.
    Across,
}

pub(super) async fn check(
    State(site): Here,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let look = Look::of(&headers);
    let answered = |bench: &Bench<'_>, upload: Upload| -> Result<_, Problem> {
        let part = match upload.field("part") {
            "" => Part::Whole,
            "results" => Part::Results,
            "across" => Part::Across,
            _ => return Err(Problem::bad("part 只有 results 和 across 两种。")),
        };
        let mut tray = Tray::of(&upload)?;
        let outcome = mend::apply(&upload, &mut tray, bench);
        let main = answer(&tray, &outcome, part, bench);
        Ok((part, outcome, main))
    };
    let (part, outcome, main) = site.check(None, request, answered).await??;
    let main = if part == Part::Whole { page::result("检查结果", "/check", &look, &main) } else { main };
    let status = match outcome {
        Outcome::Checked | Outcome::Done(_) => StatusCode::OK,
        Outcome::Refused(_) | Outcome::Elsewhere(..) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, main).into_response())
}

fn answer(tray: &Tray, outcome: &Outcome, part: Part, bench: &Bench<'_>) -> Markup {
    if tray.sheets.is_empty() {
        return html! { h1 { "检查办事指南和告知文书" } (outcome.markup()) (form::boxes("")) };
    }
    let report = bench.report(tray.sheets.clone(), None);
    let page = Page::new(tray, &report, bench.shelf, part);
    let sheets = || tray.sheets.iter().enumerate();
    match part {
        Part::Across => {
            html! { (account(&report)) (form::desk(None)) (page.between(false)) (page.elsewhere()) }
        }
        Part::Results => html! {
            (outcome.markup())
            @for (index, sheet) in sheets() { (sheet::sheet(&page, index, sheet)) }
        },
        Part::Whole => html! {
            h1 { "检查结果" }
            (outcome.markup())
            (account(&report))
            (form::desk(Some(tray)))
            @for (index, sheet) in sheets() { (sheet::sheet(&page, index, sheet)) }
            (page.between(true))
            (page.elsewhere())
            h2 { "再查一份" }
            (form::boxes(&pasted(tray)))
        },
    }
}

/// How much was looked at, and what it came to: first what was not checked, which is no good news.
fn account(report: &Report) -> Markup {
    let summary = &report.summary;
    let checked = summary.documents - summary.unknown;
    let names = report.unreadable.iter().map(|unread| format!("“{}”", unread.path)).collect::<Vec<_>>();
    let is_all = summary.unreadable + summary.unknown == 0;
    html! {
        p.account role="status" {
            @if summary.unreadable > 0 {
                strong { "读不了的 " (summary.unreadable) " 个，没有检查：" (names.join("、")) "。" }
            }
            @if summary.unknown > 0 { strong { "看不出文种的 " (summary.unknown) " 个，没有按规则检查。" } }
            @if checked == 0 { "没有检查任何文件。" }
            @else { @if !is_all { "其余" } "检查了 " (checked) " 个文件，" }
            @if summary.findings() > 0 {
                "查出 " (summary.findings()) " 处："
                @for level in Level::ALL.into_iter().filter(|level| summary.count(*level) > 0) {
                    span class=(format!("level {}", level.word())) { (level.name()) " " (summary.count(level)) } " "
                }
            } @else if checked > 0 { "没有查出问题。" }
            @if summary.suppressed > 0 { "豁免 " (summary.suppressed) " 处。" }
        }
    }
}

/// The pasted text as it is now, so that its author can go on with it.
fn pasted(tray: &Tray) -> String {
    let sheet = tray.sheets.iter().find(|sheet| sheet.name.starts_with(PASTED));
    let text = sheet.map(|sheet| String::from_utf8_lossy(&sheet.bytes)).unwrap_or_default();
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).collect()
}

/// The files of a page with their findings, numbered as they stand on it.
struct Page<'p> {
    tray: &'p Tray,
    report: &'p Report,
    shelf: &'p Shelf,
    part: Part,
    /// The findings of each file.
    found: Vec<Vec<Numbered<'p>>>,
    /// Those whose places lie in several files.
    across: Vec<Numbered<'p>>,
    /// Those that lie in none of the files: in guiju.toml.
    elsewhere: Vec<Numbered<'p>>,
}

impl<'p> Page<'p> {
    fn new(tray: &'p Tray, report: &'p Report, shelf: &'p Shelf, part: Part) -> Self {
        let mut numbers = tray.first_finding..;
        let mut numbered = |wanted: &dyn Fn(&Located) -> bool| -> Vec<Numbered<'p>> {
            let found = report.findings.iter().filter(|found| wanted(found));
            found.zip(&mut numbers).map(|(found, number)| Numbered { number, found }).collect()
        };
        let spans = |found: &Located| found.related.iter().any(|place| place.path != found.primary.path);
        let own = tray.sheets.iter().filter(|_| part != Part::Across);
        let found = own
            .map(|sheet| numbered(&|found: &Located| found.primary.path == sheet.name && !spans(found)))
            .collect();
        let across = numbered(&spans);
        let is_here = |found: &Located| tray.sheets.iter().any(|sheet| sheet.name == found.primary.path);
        let elsewhere = numbered(&|found: &Located| !spans(found) && !is_here(found));
        Self { tray, report, shelf, part, found, across, elsewhere }
    }

    /// The findings of the file called `name` alone.
    fn of(&self, name: &str) -> &[Numbered<'p>] {
        let index = self.tray.sheets.iter().position(|sheet| &*sheet.name == name);
        index.and_then(|index| self.found.get(index)).map_or(&[], Vec::as_slice)
    }

    /// All findings that have a mark.
    fn all(&self) -> impl Iterator<Item = &Numbered<'p>> {
        // Sent one by one, files do not know of each other.
        self.found.iter().flatten().chain(self.across.iter().filter(|_| self.part == Part::Whole))
    }

    /// Whether one of the places of a finding lies in the file called `name`.
    fn has_place(&self, name: &str) -> bool {
        let mut places = self
            .all()
            .flat_map(|numbered| std::iter::once(&numbered.found.primary).chain(&numbered.found.related));
        places.any(|place| &*place.path == name)
    }

    /// The file of that name, with its number on the page.
    fn held(&self, name: &str) -> Option<Held<'p>> {
        let mut sheets = self.tray.sheets.iter().zip(self.tray.first..);
        sheets.find(|(sheet, _)| &*sheet.name == name).map(|(sheet, number)| (number, sheet))
    }

    /// Where to come back when finding number `number`, in the file of number `sheet`, is gone: the one that has its number then, the
    /// one before, or the file.
    fn after(&self, number: usize, sheet: usize) -> String {
        let own = sheet.checked_sub(self.tray.first).and_then(|index| self.found.get(index));
        let own = own.map_or(&[][..], Vec::as_slice);
        let place = own.iter().position(|numbered| numbered.number == number);
        match place {
            Some(place) if place + 1 < own.len() => format!("/check#f{number}"),
            Some(place) if place > 0 => format!("/check#f{}", number - 1),
            _ => format!("/check#sheet{sheet}"),
        }
    }

    /// What files say against each other. `is_marked` tells whether they stand on this page.
    fn between(&self, is_marked: bool) -> Markup {
        html! {
            @if !self.across.is_empty() {
                section.across aria-labelledby="across" {
                    h2 #across { "几个文件之间（" (self.across.len()) " 处）" }
                    ol.findings { @for numbered in &self.across { (numbered.entry(None, self, is_marked)) } }
                }
            }
        }
    }

    fn elsewhere(&self) -> Markup {
        html! {
            @if !self.elsewhere.is_empty() {
                section.elsewhere aria-labelledby="elsewhere" {
                    h2 #elsewhere { "guiju.toml" }
                    ol.findings { @for numbered in &self.elsewhere { (numbered.entry(None, self, true)) } }
                }
            }
        }
    }
}

pub(super) async fn annotated(site: Here, request: Request) -> Result<Response, Problem> {
    kept(site, request, |upload, tray, bench| download::annotated(tray, upload.field("which"), bench)).await
}

pub(super) async fn fixed(site: Here, request: Request) -> Result<Response, Problem> {
    kept(site, request, |upload, tray, _| download::fixed(tray, upload.field("which"))).await
}

pub(super) async fn report(site: Here, request: Request) -> Result<Response, Problem> {
    kept(site, request, |upload, tray, bench| download::report(tray, upload.field("format"), bench)).await
}

/// What `make` makes of the files that were sent, to be kept.
async fn kept(
    State(site): Here,
    request: Request,
    make: fn(&Upload, &Tray, &Bench<'_>) -> Result<Download, Problem>,
) -> Result<Response, Problem> {
    let make = move |bench: &Bench<'_>, upload: Upload| make(&upload, &Tray::of(&upload)?, bench);
    let Download { name, kind, bytes } = site.check(None, request, make).await??;
    Ok(page::download(&name, kind, bytes))
}
