//! For editors: places in the units in which an editor counts, and findings in the words that stand beside the text.

use super::{
    Located, Region, Report,
    gaps::gaps,
    markdown,
    visible::{brief, clean, shown},
};
use crate::text::Lines;

/// What an editor's columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Units {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16: two for a character beyond the basic plane.
    Utf16,
    /// Unicode characters.
    Utf32,
}

impl Units {
    fn of(self, c: char) -> usize {
        match self {
            Units::Utf8 => c.len_utf8(),
            Units::Utf16 => c.len_utf16(),
            Units::Utf32 => 1,
        }
    }
}

/// The text that an editor shows, with its lines counted. Bytes are those of the text without a byte order mark, in which
/// findings are placed; lines and columns are those of the editor, from 0.
#[derive(Debug)]
pub struct EditorText<'t> {
    text: &'t str,
    lines: Lines<'t>,
    units: Units,
    /// The length of the byte order mark that the editor sent.
    mark: usize,
}

impl<'t> EditorText<'t> {
    /// Counts the lines of `text`.
    pub fn new(text: &'t str, units: Units) -> Self {
        let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        Self { text, lines: Lines::new(text), units, mark }
    }

    /// The text without a byte order mark.
    pub fn text(&self) -> &'t str {
        self.text.get(self.mark..).unwrap_or_default()
    }

    /// The line and column of byte `byte`.
    pub fn place(&self, byte: usize) -> (usize, usize) {
        let at = self.lines.position(byte + self.mark);
        let before = self.text.get(at.byte - at.in_line..at.byte).unwrap_or_default();
        (at.line - 1, before.chars().map(|c| self.units.of(c)).sum())
    }

    /// The byte at a line and column. Beyond the end of a line that is its end; inside a character its start.
    pub fn byte(&self, line: usize, column: usize) -> usize {
        let mut left = column;
        let inside = |c: &char| {
            let fits = self.units.of(*c) <= left;
            left = left.saturating_sub(self.units.of(*c));
            fits
        };
        let before: usize = self.lines.line(line + 1).chars().take_while(inside).map(char::len_utf8).sum();
        (self.lines.start(line + 1) + before).saturating_sub(self.mark)
    }

    /// The line at byte `byte` without its end, and the byte where it starts.
    pub fn line_at(&self, byte: usize) -> (usize, &'t str) {
        let line = self.lines.position(byte + self.mark).line;
        let text = self.lines.line(line);
        (self.lines.start(line).saturating_sub(self.mark), text.strip_prefix('\u{FEFF}').unwrap_or(text))
    }

    /// The text of the line at byte `byte`, up to that byte.
    pub fn line_before(&self, byte: usize) -> &'t str {
        let at = self.lines.position(byte + self.mark);
        self.text.get((at.byte - at.in_line).max(self.mark)..at.byte).unwrap_or_default()
    }

    /// Where a line of Markdown that silences what stands at `byte` belongs: above the first line of the paragraph, which it must
    /// not tear. `None` where it would tear a list or a table apart, or stand among the tags of HTML.
    fn above_paragraph(&self, byte: usize) -> Option<usize> {
        let mut line = self.lines.position(byte + self.mark).line;
        let torn = |line: &str| {
            let line = line.trim_start_matches([' ', '\t', '>']);
            line.contains('|') || is_item(line) || line.starts_with('<')
        };
        if line > 1 && self.lines.line(line).starts_with([' ', '\t', '>']) || torn(self.lines.line(line)) {
            return None;
        }
        while line > 1 && is_text(self.lines.line(line)) && is_text(self.lines.line(line - 1)) {
            line -= 1;
            if torn(self.lines.line(line)) {
                return None;
            }
        }
        Some(self.lines.start(line).saturating_sub(self.mark))
    }

    /// Where a comment can follow the words of a block of Markdown that end at `byte`: behind the marks that close them, such as
    /// those of emphasis or a link, and before the edge of a cell.
    fn behind_marks(&self, byte: usize) -> usize {
        let (start, line) = self.line_at(byte);
        let rest = line.get(byte.saturating_sub(start)..).unwrap_or_default();
        if rest.trim_start().starts_with('<') {
            return byte;
        }
        let is_row = !is_item(line.trim_start_matches([' ', '\t', '>']));
        let is_edge = |at: &usize| is_row && !rest.get(..*at).unwrap_or_default().ends_with('\\');
        let edge = rest.match_indices('|').map(|(at, _)| at).find(is_edge);
        byte + rest.get(..edge.unwrap_or(rest.len())).unwrap_or_default().trim_end().len()
    }
}

/// Whether a line of Markdown begins an item of a list.
fn is_item(line: &str) -> bool {
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = after_number.len() < line.len() && after_number.starts_with(['.', ')']);
    line.starts_with(['-', '*', '+']) || is_numbered
}

/// Whether a line of Markdown is part of a paragraph.
fn is_text(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with('#')
}

/// The comment that silences `finding` in `text`, and the byte where it is to be inserted: in Markdown a line of its own above the
/// paragraph, where it can be; else at the end of the block, where it cuts no words and adds no blank to them. Without a `reason`
/// its author still has to write one: until then it silences nothing.
pub fn silence(
    text: &EditorText<'_>,
    finding: &Located,
    reason: Option<&str>,
    is_markdown: bool,
) -> (usize, String) {
    let comment = format!("<!-- 规矩：忽略 {} 因为 {} -->", finding.rule, reason.unwrap_or("…"));
    let Region { start, block_end, .. } = finding.primary;
    if !is_markdown {
        return (block_end, comment);
    }
    match text.above_paragraph(start.byte) {
        Some(byte) => (byte, format!("{comment}{}", line_end(text.text))),
        None => (text.behind_marks(block_end), comment),
    }
}

/// How the lines of a text end.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// What is wrong and what to do, for a list of problems; with the places that it rests on, where the editor cannot list them.
pub fn message(finding: &Located, with_places: bool) -> String {
    let mut out = shown(&finding.message);
    if with_places {
        for place in &finding.related {
            let line = place.start.line;
            out.push_str(&format!("\n相关的地方：第 {line} 行“{}”", brief(&place.text, 40)));
            if !place.note.is_empty() {
                out.push_str(&format!("（{}）", shown(&place.note)));
            }
        }
    }
    out.push_str(&format!("\n怎么改：{}", shown(&finding.advice)));
    out
}

/// The rule of a finding, why it matters and the articles behind it, in Markdown.
pub fn explanation(finding: &Located) -> String {
    let Located { rule, title, level, why, advice, basis, .. } = finding;
    let help = markdown::help(rule, why, advice, basis);
    format!("**{rule} {}**（{}）\n\n{help}", markdown::escaped(&clean(title)), level.name())
}

/// What an edit does, in a few words; `None` when there is none.
pub fn edit_title(finding: &Located) -> Option<String> {
    let edit = finding.edit.as_ref().filter(|edit| !edit.changes.is_empty())?;
    let title = if edit.with.is_empty() {
        format!("删去“{}”", brief(&finding.primary.text, 30))
    } else {
        format!("改为“{}”", brief(&edit.with, 30))
    };
    Some(if edit.safe { title } else { format!("{title}（请核对）") })
}

/// What of the files was not checked, and why, a sentence each.
pub fn unchecked(report: &Report) -> Vec<String> {
    gaps(report).iter().map(|gap| format!("{}：{}", gap.reason.name(), shown(&gap.text))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::{locate, samples};

    const UNITS: [Units; 3] = [Units::Utf8, Units::Utf16, Units::Utf32];

    #[test]
    fn columns_in_the_units_of_the_editor() {
        let text = "甲\r\n第𠮷条\n";
        let at = text.find('条').unwrap();
        let columns = UNITS.map(|units| EditorText::new(text, units).place(at));
        assert_eq!(columns, [(1, 7), (1, 3), (1, 2)]);
        let marked = format!("\u{FEFF}{text}");
        let columns = UNITS.map(|units| EditorText::new(&marked, units).place(0));
        assert_eq!(columns, [(0, 3), (0, 1), (0, 1)], "an editor that sends a mark counts it");
        let utf16 = EditorText::new(text, Units::Utf16);
        assert_eq!(utf16.byte(1, 2), utf16.byte(1, 1), "half of a character");
        assert_eq!(utf16.byte(0, 99), "甲".len());
        assert_eq!(utf16.byte(99, 0), text.len());
    }

    proptest! {
        #[test]
        fn places_and_bytes_are_each_others_inverse(text in "\u{FEFF}?[甲𠮷a\r\n]{0,20}") {
            for units in UNITS {
                let editor = EditorText::new(&text, units);
                let body = editor.text();
                for (byte, _) in body.char_indices().chain([(body.len(), ' ')]) {
                    // Between a carriage return and its line feed there is no place.
                    let (before, after) = body.split_at(byte);
                    if before.ends_with('\r') && after.starts_with('\n') {
                        continue;
                    }
                    let (line, column) = editor.place(byte);
                    prop_assert_eq!(editor.byte(line, column), byte);
                }
            }
        }
    }

    fn silenced(source: &str, words: &str) -> String {
        let (document, path) = samples::markdown(source);
        let finding = locate(&document, &path, samples::finding(&document, words));
        let (at, comment) = silence(&EditorText::new(source, Units::Utf16), &finding, None, true);
        let mut out = source.to_owned();
        out.insert_str(at, &comment);
        out.replace(&*finding.rule, "C03")
    }

    #[test]
    fn a_silence_tears_no_block_apart() {
        let comment = "<!-- 规矩：忽略 C03 因为 … -->";
        assert_eq!(
            silenced("前。\n\n甲\n其他材料\n", "其他材料"),
            format!("前。\n\n{comment}\n甲\n其他材料\n")
        );
        assert_eq!(silenced("# 题\n其他材料\r\n", "其他材料"), format!("# 题\n{comment}\r\n其他材料\r\n"));
        assert_eq!(
            silenced("1. 甲\n2. 其他材料。\n", "其他材料"),
            format!("1. 甲\n2. 其他材料。{comment}\n")
        );
    }
}
