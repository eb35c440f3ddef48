//! What stands behind the words at a place: the rule that found them, the article that they cite.

use std::fmt::Write as _;

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position, Uri};
use serde::Deserialize;

use super::{Examined, Shelf, diagnose::range, documents::Document};
use crate::{
    corpus::Resolution,
    finding::Citation,
    law::{Address, citations},
    report::{self, EditorText, Units},
    text::{FoldedText, Span},
};

/// How many characters of an article are shown beside the text.
const MOST: usize = 1500;

/// What is known of the words at `at`.
pub(super) fn hover(
    document: &Document,
    examined: &Examined,
    shelf: &Shelf,
    at: Position,
    units: Units,
) -> Option<Hover> {
    let text = EditorText::new(&document.text, units);
    let byte = text.byte(at.line as usize, at.character as usize);
    let mut parts = Vec::new();
    let mut whole: Option<Span<crate::text::Source>> = None;
    for finding in examined.report.findings.iter().filter(|finding| finding.primary.path == document.name) {
        let place = Span::new(finding.primary.start.byte, finding.primary.end.byte);
        if place.start() <= byte && byte <= place.end() {
            whole = Some(whole.map_or(place, |other| other.join(place)));
            // A rule may find several things missing at one title.
            let words = report::explanation(finding);
            if !parts.contains(&words) {
                parts.push(words);
            }
        }
    }
    if let Some((place, words)) = cited(&text, byte, shelf) {
        whole = whole.or(Some(place));
        parts.push(words);
    }
    let whole = whole?;
    let value = parts.join("\n\n---\n\n");
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }),
        range: Some(range(&text, whole.start(), whole.end())),
    })
}

/// The article that the words around `byte` cite, in Markdown, with the place of the citation.
fn cited(text: &EditorText<'_>, byte: usize, shelf: &Shelf) -> Option<(Span<crate::text::Source>, String)> {
    let (start, line) = text.line_at(byte);
    let inside = byte - start;
    let mention = citations(&FoldedText::new(line))
        .into_iter()
        .find(|mention| mention.at.start() <= inside && inside <= mention.at.end())?;
    let words = match shelf.corpus.resolve(mention.at.of(line), shelf.as_of) {
        Resolution::One(regulation, provisions) => {
            let mut out = format!("**《{}》**（{}）", regulation.title, regulation.edition.status.name());
            for provision in provisions {
                let _ = write!(out, "\n\n{}", quoted(&regulation.words(provision)));
            }
            out
        }
        Resolution::NoSuchProvision(regulation, at) => format!("《{}》没有{at}", regulation.title),
        Resolution::NotHeld(law, places) => shelf.corpus.not_held(law, &places, shelf.as_of),
        _ => return None,
    };
    let at = Span::new(start + mention.at.start(), start + mention.at.end());
    Some((at, words))
}

fn quoted(words: &str) -> String {
    let (words, rest) = match words.char_indices().nth(MOST) {
        Some((cut, _)) => (words.get(..cut).unwrap_or_default(), "…"),
        None => (words, ""),
    };
    words.lines().map(|line| format!("> {}", report::escaped(line))).collect::<Vec<_>>().join("  \n") + rest
}

/// The argument of the command that opens an article.
#[derive(Debug, Deserialize)]
pub(super) struct Cited {
    citation: Written,
    /// The document that rests on it.
    pub(super) document: Uri,
}

#[derive(Debug, Deserialize)]
struct Written {
    regulation: String,
    title: String,
    at: Address,
    edition: Option<String>,
    quote: String,
}

impl Cited {
    /// The article that is meant.
    pub(super) fn citation(self) -> Citation {
        let Written { regulation, title, at, edition, quote } = self.citation;
        let edition = edition.and_then(|day| day.parse().ok());
        Citation { regulation, title, at, edition, quote }
    }
}

/// The words of `citation`, for a message.
pub(super) fn words(citation: &Citation, shelf: &Shelf) -> String {
    let as_of = citation.edition.unwrap_or(shelf.as_of);
    let held = shelf.corpus.provision(&citation.regulation, &citation.at, as_of);
    let words = held.map_or(citation.quote.clone(), |(regulation, provision)| regulation.words(provision));
    format!("《{}》{}：{words}", citation.title, citation.at)
}
