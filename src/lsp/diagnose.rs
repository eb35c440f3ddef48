//! Findings and mistakes as diagnostics.

use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Position, Range,
};

use super::{Examined, documents::Document, uri};
use crate::{
    finding::Level,
    report::{self, EditorText, Located, Region, Units},
    text::Mistake,
};

/// The name under which editors list what is reported here.
const SOURCE: &str = "guiju";

/// The range between two bytes of `text`.
pub(super) fn range(text: &EditorText<'_>, start: usize, end: usize) -> Range {
    Range::new(position(text, start), position(text, end))
}

fn position(text: &EditorText<'_>, byte: usize) -> Position {
    let (line, column) = text.place(byte);
    let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
    Position::new(count(line), count(column))
}

/// All that is to be said of `document`.
pub(super) fn diagnostics(
    document: &Document,
    examined: &Examined,
    units: Units,
    with_related: bool,
) -> Vec<Diagnostic> {
    let text = EditorText::new(&document.text, units);
    let findings = examined.report.findings.iter().filter(|finding| finding.primary.path == document.name);
    let mut all: Vec<Diagnostic> =
        findings.map(|finding| of_finding(document, &text, finding, with_related)).collect();
    all.extend(examined.mistakes.iter().map(|mistake| of_mistake(&text, mistake)));
    // Nothing is silently green, and nothing that is no fault belongs among the problems: a hint at the first line.
    all.extend(report::unchecked(&examined.report).into_iter().map(|words| Diagnostic {
        severity: Some(DiagnosticSeverity::HINT),
        ..plain(range(&text, 0, 0), words)
    }));
    all
}

/// A finding of `document`, whose text is `text`.
pub(super) fn of_finding(
    document: &Document,
    text: &EditorText<'_>,
    finding: &Located,
    with_related: bool,
) -> Diagnostic {
    let related = |place: &Region| {
        let uri = if place.path == document.name {
            document.uri.clone()
        } else {
            uri::of(place.path.as_ref().as_ref())?
        };
        let words = if place.note.is_empty() { &place.text } else { &place.note };
        let range = range(text, place.start.byte, place.end.byte);
        Some(DiagnosticRelatedInformation { location: Location { uri, range }, message: words.clone() })
    };
    let related: Vec<_> = finding.related.iter().filter_map(related).collect();
    let places = with_related && !related.is_empty();
    Diagnostic {
        severity: Some(match finding.level {
            Level::Error => DiagnosticSeverity::ERROR,
            Level::Warning => DiagnosticSeverity::WARNING,
            Level::Advice => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.rule.to_string())),
        related_information: places.then_some(related),
        ..plain(
            range(text, finding.primary.start.byte, finding.primary.end.byte),
            report::message(finding, !with_related),
        )
    }
}

/// A mistake in a file that was written for guiju, whose text is `text`.
pub(super) fn of_mistake(text: &EditorText<'_>, mistake: &Mistake) -> Diagnostic {
    let message = format!("{}\n怎么改：{}", mistake.message, mistake.advice);
    plain(range(text, mistake.at.start(), mistake.at.end()), message)
}

fn plain(range: Range, message: String) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message,
        ..Diagnostic::default()
    }
}
