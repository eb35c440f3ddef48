//! The terminal report. A finding is shown through miette's traits, but by our own handler and source window: prose in
//! Chinese needs columns in characters, windows of a sentence, and both places of a contradiction in one frame.

mod frame;
mod row;
mod screen;
#[cfg(test)]
mod tests;

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, Severity, SourceCode, SourceSpan, SpanContents,
};

use self::{
    frame::{Frame, Remark, Sheet},
    row::Piece,
    screen::{Ink, clean, clip, wrap},
};
use super::{
    Located, Region, Report, Summary,
    gaps::{Gap, gaps},
    locate::region_in,
    visible::article,
};
use crate::{
    finding::{Citation, Level},
    text::{Lines, Mistake, Source, Span},
};

/// How the terminal wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether colours may be used; if not, there is not one escape byte in the report.
    pub color: bool,
    /// How many columns there are.
    pub width: usize,
}

/// Headings are named in the first line of a frame up to this many columns.
const HEADING: usize = 40;

/// The report for people, ending with an account of everything that was looked at.
pub fn human(report: &Report, style: Style) -> String {
    let mut out = String::new();
    for finding in in_order_of_documents(report) {
        out.push_str(&rendered(&Shown::finding(finding), style));
        out.push('\n');
    }
    let gaps = gaps(report);
    for Gap { reason, path, text } in &gaps {
        let _ = writeln!(out, "{} {}：{}", reason.name(), clean(path), clean(text));
    }
    if !gaps.is_empty() {
        out.push('\n');
    }
    out.push_str(&account(&report.summary));
    out
}

/// Mistakes in files that users write for guiju (rules, guiju.toml, regulations), shown like findings.
pub fn mistakes(mistakes: &[Mistake], style: Style) -> String {
    let shown = mistakes.iter().map(|mistake| {
        let text = &mistake.file.text;
        let path: Arc<str> = mistake.file.path.as_str().into();
        let region = region_in(text, &Lines::new(text), &path, mistake.at);
        rendered(&Shown::mistake(mistake, &region), style)
    });
    shown.collect::<Vec<_>>().join("\n")
}

/// The findings of one document together, the documents as the report has them.
pub(super) fn in_order_of_documents(report: &Report) -> Vec<&Located> {
    let order: std::collections::HashMap<&str, usize> =
        report.documents.iter().enumerate().map(|(i, document)| (&*document.path, i)).collect();
    let mut findings: Vec<&Located> = report.findings.iter().collect();
    findings.sort_by_key(|finding| order.get(&*finding.primary.path).copied().unwrap_or(usize::MAX));
    findings
}

/// The articles word by word, then why, a line each; empty when there is nothing to say.
pub(super) fn reason(basis: &[Citation], why: &str) -> String {
    let articles = basis.iter().map(article);
    let why = Some(why.to_owned()).filter(|why| !why.is_empty());
    articles.chain(why).collect::<Vec<_>>().join("\n")
}

/// The closing line.
pub(super) fn account(summary: &Summary) -> String {
    let checked = summary.documents - summary.unknown - summary.unruled;
    let found = match (checked, summary.findings()) {
        (0, 0) if summary.unreadable + summary.unknown + summary.unruled > 0 => {
            "没有一个文件能够检查。".to_owned()
        }
        (0, 0) => "没有检查任何文件，请核对路径和文件类型。".to_owned(),
        (documents, 0) => format!("没有发现问题；检查了 {documents} 个文件。"),
        (documents, findings) => {
            let levels = Level::ALL.into_iter().filter(|&level| summary.count(level) > 0);
            let levels: Vec<String> =
                levels.map(|level| format!("{} {}", level.name(), summary.count(level))).collect();
            let fixable = match summary.fixable {
                0 => String::new(),
                n => format!("；{n} 处可自动改"),
            };
            // With none of the files read as a whole there is nothing to say of how many were checked.
            let of =
                if documents == 0 { String::new() } else { format!("；检查了 {documents} 个文件") };
            format!("发现 {findings} 处（{}{fixable}）{of}。", levels.join("、"))
        }
    };
    let fixed = if summary.fixed > 0 { format!("已改 {} 处。", summary.fixed) } else { String::new() };
    let rest: Vec<String> = [
        ("豁免", summary.suppressed, ""),
        ("基线", summary.baselined, ""),
        ("没有改动的行上", summary.unchanged, ""),
        ("未能检查", summary.unreadable, " 个文件"),
        ("文种不明", summary.unknown, " 个文件"),
        ("没有适用规则", summary.unruled, " 个文件"),
    ]
    .into_iter()
    .filter(|&(_, count, _)| count > 0)
    .map(|(what, count, unit)| format!("{what} {count}{unit}"))
    .collect();
    if rest.is_empty() {
        format!("{fixed}{found}\n")
    } else {
        format!("{fixed}{found}另有 {}。\n", rest.join("、"))
    }
}

/// A finding or a mistake as miette sees it.
#[derive(Debug, Default)]
struct Shown<'r> {
    severity: Severity,
    message: &'r str,
    code: Option<&'r str>,
    help: String,
    reason: Option<Reason>,
    /// The places in the document of the finding, that of the finding first; their spans count bytes of that document.
    places: Vec<Place<'r>>,
    /// The places in other documents, a document each.
    elsewhere: Vec<Shown<'r>>,
}

/// Why it matters; miette calls it the cause.
#[derive(Debug)]
struct Reason(String);

/// A region and what is written beside its mark.
#[derive(Debug)]
struct Place<'r> {
    region: &'r Region,
    label: String,
}

impl<'r> Shown<'r> {
    fn finding(finding: &'r Located) -> Self {
        let primary = &finding.primary;
        let label = match &finding.field {
            Some(field) if primary.note.is_empty() => format!("全文没有“{field}”"),
            _ => primary.note.clone(),
        };
        let severity = severity(finding.level);
        let mut shown = Self { severity, places: vec![Place { region: primary, label }], ..Self::default() };
        for region in &finding.related {
            shown.add(region);
        }
        let fix = match &finding.edit {
            Some(edit) if finding.is_fixable() && edit.safe => "（可用 --fix 自动改）",
            Some(_) if finding.is_fixable() => "（可用 --fix=all 自动改）",
            _ => "",
        };
        Self {
            message: &finding.message,
            code: Some(&finding.rule),
            help: format!("{}{fix}", finding.advice),
            reason: Some(reason(&finding.basis, &finding.why))
                .filter(|reason| !reason.is_empty())
                .map(Reason),
            ..shown
        }
    }

    fn mistake(mistake: &'r Mistake, region: &'r Region) -> Self {
        Self {
            message: &mistake.message,
            help: mistake.advice.clone(),
            places: vec![Place { region, label: String::new() }],
            ..Self::default()
        }
    }

    /// Adds a place: to the others of its document, or as the first of another one.
    fn add(&mut self, region: &'r Region) {
        let mut files =
            std::iter::once(&mut self.places).chain(self.elsewhere.iter_mut().map(|s| &mut s.places));
        let same_file = |places: &&mut Vec<Place<'_>>| {
            places.first().is_some_and(|first| first.region.path == region.path)
        };
        if let Some(places) = files.find(same_file) {
            let label = places.first().map(|first| note_beside(first.region, region)).unwrap_or_default();
            places.push(Place { region, label });
        } else {
            let places = vec![Place { region, label: region.note.clone() }];
            self.elsewhere.push(Shown { severity: self.severity, places, ..Self::default() });
        }
    }
}

/// The note of a place that is not the first of its document, after what the reader needs to find it.
fn note_beside(first: &Region, region: &Region) -> String {
    let anchor = region.anchor.as_deref().filter(|_| region.anchor != first.anchor).unwrap_or_default();
    let heading = region.headings.last().filter(|_| region.headings != first.headings);
    let heading = heading.map(|heading| format!("「{}」", clip(heading, HEADING))).unwrap_or_default();
    let blank = if anchor.is_empty() || !heading.is_empty() || region.note.is_empty() { "" } else { " " };
    format!("{anchor}{heading}{blank}{}", region.note)
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Advice => Severity::Advice,
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Reason {}
impl Diagnostic for Reason {}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}
impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.map(|code| Box::new(format!("guiju explain {code}")) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        // What has a message of its own has its own place first; other documents only have places beside it.
        let first = usize::from(!self.message.is_empty());
        Some(Box::new(self.places.iter().enumerate().map(move |(i, place)| {
            let label = Some(place.label.clone()).filter(|label| !label.is_empty());
            if i < first {
                LabeledSpan::new_primary_with_span(label, bytes_of(place.region))
            } else {
                LabeledSpan::new_with_span(label, bytes_of(place.region))
            }
        })))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.elsewhere.iter().map(|shown| shown as &dyn Diagnostic)))
    }

    fn diagnostic_source(&self) -> Option<&dyn Diagnostic> {
        self.reason.as_ref().map(|reason| reason as &dyn Diagnostic)
    }
}

/// The document is gone by now; what is left to read are the excerpts around the places. Lines are counted from 0 and
/// columns in characters; an excerpt that ends with a line feed runs to the end of its line; a package has no lines.
impl SourceCode for Shown<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let place = self.places.iter().find(|place| bytes_of(place.region) == *span);
        let region = place.ok_or(MietteError::OutOfBounds)?.region;
        let excerpt = &region.excerpt;
        let lines = if region.anchor.is_some() { 0 } else { excerpt.text.lines().count() };
        let (line, column) = (excerpt.start.line - 1, excerpt.start.column - 1);
        let at = SourceSpan::from((excerpt.start.byte, excerpt.text.len()));
        let data = excerpt.text.as_bytes();
        Ok(Box::new(MietteSpanContents::new_named(name_of(region), data, at, line, column, lines)))
    }
}

fn bytes_of(region: &Region) -> SourceSpan {
    (region.start.byte, region.end.byte - region.start.byte).into()
}

/// How a person finds the place: the file, the headings and, in a package, the paragraph or cell.
fn name_of(region: &Region) -> String {
    let mut name = region.path.to_string();
    for (i, heading) in region.headings.iter().enumerate() {
        let _ = write!(name, "{}「{}」", if i == 0 { " " } else { "" }, clip(heading, HEADING));
    }
    if let Some(anchor) = &region.anchor {
        let _ = write!(name, "{}{anchor}", if region.headings.is_empty() { " " } else { "" });
    }
    name
}

/// Renders any miette diagnostic the way a Chinese editor reads it: what, where, why, what to do, and the code last.
#[derive(Debug)]
struct ChineseHandler {
    style: Style,
}

impl miette::ReportHandler for ChineseHandler {
    fn debug(&self, diagnostic: &dyn Diagnostic, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match diagnostic.severity() {
            Some(Severity::Advice) => Level::Advice,
            Some(Severity::Warning) => Level::Warning,
            Some(Severity::Error) | None => Level::Error,
        };
        let ink = Ink::new(self.style.color, level);
        let width = self.style.width.max(screen::NARROWEST);
        let head = format!("{}：", level.name());
        let indent = screen::width(&head);
        for (i, line) in wrap(&diagnostic.to_string(), width - indent).iter().enumerate() {
            let head = if i == 0 { ink.loud(&head) } else { " ".repeat(indent) };
            writeln!(f, "{head}{}", ink.bold(line))?;
        }
        let mut sheets = vec![sheet(diagnostic)];
        sheets.extend(diagnostic.related().into_iter().flatten().map(sheet));
        f.write_str(&Frame { sheets, remarks: remarks(diagnostic), width, ink }.draw())
    }
}

fn rendered(diagnostic: &dyn Diagnostic, style: Style) -> String {
    struct Debugged<'d>(ChineseHandler, &'d dyn Diagnostic);
    impl fmt::Display for Debugged<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            miette::ReportHandler::debug(&self.0, self.1, f)
        }
    }
    Debugged(ChineseHandler { style }, diagnostic).to_string()
}

/// What stands between the source window and the end of the frame.
fn remarks(diagnostic: &dyn Diagnostic) -> Vec<Remark> {
    let why = diagnostic.diagnostic_source().map(|reason| Remark::new("为什么：", reason.to_string()));
    let help = diagnostic.help().map(|help| Remark::new("怎么改：", help.to_string()));
    let code = diagnostic.code().map(|code| {
        let more = diagnostic.url().map(|url| format!(" 详见：{url}")).unwrap_or_default();
        Remark::new("", format!("〔{code}〕{more}"))
    });
    why.into_iter().chain(help).chain(code).collect()
}

/// The places of `diagnostic` in one document, with the text around them.
fn sheet(diagnostic: &dyn Diagnostic) -> Sheet {
    let mut sheet = Sheet::default();
    let Some(source) = diagnostic.source_code() else { return sheet };
    for label in diagnostic.labels().into_iter().flatten() {
        let Ok(contents) = source.read_span(label.inner(), 0, 0) else { continue };
        let Ok(text) = std::str::from_utf8(contents.data()) else { continue };
        let from = contents.span().offset();
        let mark = Span::<Source>::new(label.offset() - from, label.offset() - from + label.len());
        if sheet.pieces.is_empty() {
            sheet.place = contents.name().unwrap_or_default().to_owned();
            if contents.line_count() > 0 {
                let before = Span::<Source>::new(0, mark.start()).of(text).chars().count();
                let (line, column) = (contents.line() + 1, contents.column() + before + 1);
                let blank = if sheet.place.ends_with('」') { "" } else { " " };
                let _ = write!(sheet.place, "{blank}第{line}行第{column}字");
            }
        }
        sheet.pieces.push(Piece {
            line: contents.line() + 1,
            column: contents.column() + 1,
            byte: from,
            text: text.to_owned(),
            mark: mark.range(),
            numbered: contents.line_count() > 0,
            primary: label.primary(),
            note: label.label().unwrap_or_default().to_owned(),
        });
    }
    sheet
}
