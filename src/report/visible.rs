//! What of a text must not leave the program as it is, whatever the format: reports end up on terminals, in logs of CI and on
//! pages, and a document must not be able to move a cursor, turn the direction of writing or hide characters there.

use serde::Serialize;

use crate::{finding::Citation, text::masked};

/// How `c` is written, where that is not as itself; a tab would put marks under a line out of place.
pub(super) fn stand_in(c: char) -> Option<String> {
    match c {
        '\t' => Some("    ".to_owned()),
        _ if is_hidden(c) => Some(c.escape_unicode().to_string()),
        _ => None,
    }
}

/// Whether `c` does something to a reader's screen instead of being seen there, or is no character at all.
fn is_hidden(c: char) -> bool {
    let hidden = matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}');
    hidden || c.is_control()
}

/// `text` as it can be shown: on one line, every character of it visible.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match stand_in(c) {
            Some(visible) => out.push_str(&visible),
            None => out.push(c),
        }
    }
    out
}

/// Words of a document as they can be shown: clean, and without what identifies a person.
pub fn shown(text: &str) -> String {
    clean(&masked(text))
}

/// Words of a document for a title or a cell: as [`shown`], and cut after `most` characters.
pub fn brief(text: &str, most: usize) -> String {
    let text = shown(text);
    match text.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}

/// An article with its words, as a reader is told of it.
pub(super) fn article(citation: &Citation) -> String {
    let Citation { title, at, quote, .. } = citation;
    let quote = if quote.is_empty() { String::new() } else { format!("：“{quote}”") };
    clean(&format!("《{title}》{at}{quote}"))
}

/// `value` as indented JSON, ending with a line feed. What is hidden is escaped in strings, the only place where JSON
/// can have it: nothing is lost, and nothing reaches a terminal.
pub(super) fn json(value: &impl Serialize) -> String {
    // Structures of words and numbers, written to memory: there is nothing that could fail.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c != '\n' && is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}
