//! Text in XML.

/// Stands for what XML 1.0 cannot hold.
pub(super) const LOST: char = '\u{FFFD}';

/// `text` for the content or an attribute of an element. Control characters and noncharacters, which XML has no way to
/// write, become U+FFFD: a phrase across one is found neither before nor after.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push('\n'),
            // A parser would make a line feed of the one and a blank of the other.
            '\r' | '\t' => out.push_str(&format!("&#{};", c as u32)),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push(LOST),
            _ => out.push(c),
        }
    }
    out
}
