//! Where the characters of an HTML text stand: a tokenizer's text token laid beside the bytes that it was made from.

use html5gum::{Token, Tokenizer};

use crate::text::{Source, Span};

/// A piece of the text of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'s> {
    /// Words that stand in the source as they are.
    Copy(&'s str),
    /// What one thing in the source (a character reference) stands for.
    Written(String),
}

/// Cuts `value`, the text that the tokenizer made of `region` of `source`, into pieces with their places.
///
/// The tokenizer decides what the text is; the source only says where. Should the two ever fail to match, what is left
/// of the text stands for what is left of the region, so that no word is lost. `raw` text has no character references.
pub(super) fn pieces<'s>(
    value: &str,
    source: &'s str,
    region: Span<Source>,
    raw: bool,
    mut sink: impl FnMut(Piece<'s>, Span<Source>),
) {
    let text = region.of(source);
    if text == value && !text.contains('\0') {
        return sink(Piece::Copy(text), region);
    }
    let (mut at, mut from) = (0, 0);
    let mut left = value;
    let copy = |range: std::ops::Range<usize>, sink: &mut dyn FnMut(Piece<'s>, Span<Source>)| {
        if let Some(words) = text.get(range.clone()).filter(|words| !words.is_empty()) {
            sink(Piece::Copy(words), region.slice(range));
        }
    };
    while let (Some(rest), Some(wanted)) = (text.get(at..), left.chars().next()) {
        let found = rest.chars().next();
        match step(rest, left, raw) {
            Step::Copy { source, value } => {
                at += source;
                left = left.get(value..).unwrap_or_default();
            }
            Step::Reference { source, decoded } => {
                copy(from..at, &mut sink);
                left = left.get(decoded.len()..).unwrap_or_default();
                sink(Piece::Written(decoded), region.slice(at..at + source));
                at += source;
                from = at;
            }
            Step::Skip { source, value } => {
                copy(from..at, &mut sink);
                at += source;
                from = at;
                left = left.get(value..).unwrap_or_default();
            }
            Step::Lost => {
                debug_assert!(false, "text and source differ at {found:?} and {wanted:?}");
                copy(from..at, &mut sink);
                return sink(Piece::Written(left.to_owned()), region.slice(at..text.len()));
            }
        }
    }
    copy(from..at, &mut sink);
}

/// How the head of the source and the head of the text agree, in bytes of each.
enum Step {
    Copy { source: usize, value: usize },
    Reference { source: usize, decoded: String },
    Skip { source: usize, value: usize },
    Lost,
}

fn step(source: &str, value: &str, raw: bool) -> Step {
    if !raw
        && source.starts_with('&')
        && let Some((len, decoded)) = reference(source)
        && value.starts_with(&decoded)
    {
        return Step::Reference { source: len, decoded };
    }
    match (source.chars().next(), value.chars().next()) {
        // An end tag without a name is dropped without a token.
        (Some('<'), Some(_)) if source.starts_with("</>") && !value.starts_with("</>") => {
            Step::Skip { source: "</>".len(), value: 0 }
        }
        // A browser draws nothing for it, wherever it stands.
        (Some('\0'), Some(c @ ('\0' | '\u{FFFD}'))) => Step::Skip { source: 1, value: c.len_utf8() },
        (Some('\r'), Some('\n')) => {
            Step::Copy { source: 1 + usize::from(source.starts_with("\r\n")), value: 1 }
        }
        (Some(a), Some(b)) if a == b => Step::Copy { source: a.len_utf8(), value: b.len_utf8() },
        _ => Step::Lost,
    }
}

/// The character reference at the head of `source`: its length and what it stands for.
fn reference(source: &str) -> Option<(usize, String)> {
    let candidate = candidate(source)?;
    let mut value = Vec::new();
    for token in Tokenizer::new(candidate) {
        if let Ok(Token::String(text)) = token {
            value.extend_from_slice(&text.value);
        }
    }
    let value = String::from_utf8(value).ok()?;
    if value == candidate {
        return None;
    }
    // What follows a reference without semicolon (&ampC) is its own text: the tails are the same. A reference stands
    // for one character at least, even when that is a semicolon.
    let first = value.chars().next().map_or(0, char::len_utf8);
    let same = candidate
        .bytes()
        .rev()
        .zip(value.bytes().rev())
        .take(value.len() - first)
        .take_while(|(a, b)| a == b && a.is_ascii())
        .count();
    Some((candidate.len() - same, value.get(..value.len() - same)?.to_owned()))
}

/// What could be a reference at the head of `source`.
fn candidate(source: &str) -> Option<&str> {
    /// `&CounterClockwiseContourIntegral;`, the longest name there is, and a character more.
    const LONGEST_NAME: usize = 34;
    let body = source.strip_prefix('&')?;
    let len = match body.strip_prefix('#') {
        Some(number) => {
            let hex = number.starts_with(['x', 'X']);
            let digits = number.get(usize::from(hex)..)?;
            let count =
                digits.bytes().take_while(|b| if hex { b.is_ascii_hexdigit() } else { b.is_ascii_digit() });
            1 + usize::from(hex) + count.count()
        }
        None => body.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric).count(),
    };
    let end = 1 + len + usize::from(body.as_bytes().get(len) == Some(&b';'));
    source.get(..end).filter(|candidate| candidate.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_measured_exactly() {
        for (source, expected) in [
            ("&amp;", Some((5, "&"))),
            ("&ampC", Some((4, "&"))),
            ("&#65306;20", Some((8, "："))),
            ("&#xFF1A ", Some((7, "："))),
            ("&semi;;", Some((6, ";"))),
            ("&#59;;", Some((5, ";"))),
            ("&#49;1", Some((5, "1"))),
            ("&nbsp", Some((5, "\u{A0}"))),
            ("&ltt", Some((3, "<"))),
            ("&fjlig;", Some((7, "fj"))),
            ("&CounterClockwiseContourIntegral;x", Some((33, "∳"))),
            ("&#0;", Some((4, "\u{FFFD}"))),
            ("&wrong;", None),
            ("& ", None),
            ("&", None),
            ("&#;", None),
            ("&#x;", None),
        ] {
            let found = reference(source);
            assert_eq!(found.as_ref().map(|(len, text)| (*len, text.as_str())), expected, "{source}");
        }
    }
}
