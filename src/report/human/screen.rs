//! What a terminal does with text: how many columns it takes, what must not reach it raw, colours, line breaks.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar;

use crate::{finding::Level, report::visible::stand_in};

pub(super) use crate::report::visible::clean;

/// Below this many columns the report does not fold any further.
pub(super) const NARROWEST: usize = 40;

/// How many columns `c` takes once it is clean.
pub(super) fn columns(c: char) -> usize {
    stand_in(c).map_or_else(|| c.width().unwrap_or(0), |visible| visible.len())
}

/// How many columns `text` takes once it is clean. Characters of ambiguous width count as one.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The head of `text` that takes at most `room` columns, with an ellipsis if that is not all.
pub(super) fn clip(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut used = 1;
    let mut fits = |c: &char| {
        used += columns(*c);
        used <= room
    };
    let mut out: String = text.chars().take_while(|c| fits(c)).collect();
    out.push('…');
    out
}

/// `text`, clean, in lines of at most `room` columns, broken as Chinese is: no 。 begins a line, no 《 ends one.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let options = textwrap::Options::new(room).word_splitter(textwrap::WordSplitter::NoHyphenation);
    let lines = |paragraph: &str| -> Vec<String> {
        textwrap::wrap(&clean(paragraph), &options).into_iter().map(String::from).collect()
    };
    text.split('\n').flat_map(lines).collect()
}

/// The colours of one finding; without colour, none of the words changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    color: bool,
    level: AnsiColor,
}

impl Ink {
    /// The colours for a finding of `level`.
    pub(super) fn new(color: bool, level: Level) -> Self {
        let level = match level {
            Level::Error => AnsiColor::Red,
            Level::Warning => AnsiColor::Yellow,
            Level::Advice => AnsiColor::Cyan,
        };
        Self { color, level }
    }

    /// The level's own word.
    pub(super) fn loud(self, text: &str) -> String {
        self.paint(text, Style::new().fg_color(Some(self.level.into())).bold())
    }

    /// What is wrong.
    pub(super) fn bold(self, text: &str) -> String {
        self.paint(text, Style::new().bold())
    }

    /// The marks under the words.
    pub(super) fn mark(self, text: &str) -> String {
        self.paint(text, Style::new().fg_color(Some(self.level.into())))
    }

    /// The frame.
    pub(super) fn dim(self, text: &str) -> String {
        self.paint(text, Style::new().dimmed())
    }

    fn paint(self, text: &str, style: Style) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_document_reaches_the_terminal_unseen() {
        assert_eq!(
            clean("甲\u{1b}[31m\u{200b}乙\u{202e}\t丙\r\u{9b}"),
            "甲\\u{1b}[31m\\u{200b}乙\\u{202e}    丙\\u{d}\\u{9b}"
        );
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = c.to_string();
            assert!(!clean(&text).chars().any(char::is_control), "{c:?}");
            assert_eq!(width(&text), width(&clean(&text)), "{c:?}");
        }
    }

    #[test]
    fn chinese_is_two_columns_wide_also_beyond_the_basic_plane() {
        assert_eq!((width("𠮷"), width("第5条"), width("\u{200b}")), (2, 5, 8));
        assert_eq!(clip("办理程序和时限", 9), "办理程序…");
        assert_eq!(clip("办理程序", 8), "办理程序");
    }

    #[test]
    fn no_stop_begins_a_line_and_no_bracket_ends_one() {
        let lines = wrap("窗口受理以后应当在五日以内办结。依照《限时办结制度》第三条，\n另起一行", 16);
        assert_eq!(
            lines,
            ["窗口受理以后应当", "在五日以内办结。", "依照《限时办结制", "度》第三条，", "另起一行"]
        );
        assert_eq!(wrap("窗口受理以后应当办结。好", 20), ["窗口受理以后应当办", "结。好"]);
        assert_eq!(wrap("窗口受理以后《制度》", 14), ["窗口受理以后", "《制度》"]);
    }
}
