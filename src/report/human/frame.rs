//! The frame of a finding: the places in their documents, then why and what to do.

use super::{
    row::{Drawn, DrawnMark, Piece, rows},
    screen::{Ink, clean, width, wrap},
};

/// What is drawn under the headline of a finding.
#[derive(Debug)]
pub(super) struct Frame {
    /// A document each, that of the finding first.
    pub(super) sheets: Vec<Sheet>,
    /// What follows, in order.
    pub(super) remarks: Vec<Remark>,
    /// The columns of the terminal.
    pub(super) width: usize,
    /// The colours.
    pub(super) ink: Ink,
}

/// The places in one document.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// How a person finds the first of them.
    pub(super) place: String,
    /// The places.
    pub(super) pieces: Vec<Piece>,
}

/// A paragraph at the foot of the frame.
#[derive(Debug)]
pub(super) struct Remark {
    label: &'static str,
    text: String,
}

impl Remark {
    /// What follows `label`, which may be empty.
    pub(super) fn new(label: &'static str, text: String) -> Self {
        Self { label, text }
    }
}

impl Frame {
    /// The frame, ending with a line feed.
    pub(super) fn draw(&self) -> String {
        let mut out = String::new();
        for (i, sheet) in self.sheets.iter().filter(|sheet| !sheet.pieces.is_empty()).enumerate() {
            let corner = if i == 0 { "╭▸" } else { "├▸" };
            for (j, line) in wrap(&sheet.place, self.room() - 1).iter().enumerate() {
                self.line(&mut out, "", if j == 0 { corner } else { "│ " }, line);
            }
            self.sheet(&mut out, sheet);
        }
        for (i, remark) in self.remarks.iter().enumerate() {
            self.remark(&mut out, remark, i + 1 == self.remarks.len());
        }
        out
    }

    /// The columns of the widest line number.
    fn gutter(&self) -> usize {
        let pieces = self.sheets.iter().flat_map(|sheet| &sheet.pieces).filter(|piece| piece.numbered);
        let last_line = |piece: &Piece| piece.line + piece.text.lines().count().saturating_sub(1);
        pieces.map(last_line).max().map_or(1, |line| line.to_string().len())
    }

    /// The columns right of the frame.
    fn room(&self) -> usize {
        self.width - self.gutter() - 3
    }

    fn line(&self, out: &mut String, number: &str, bar: &str, text: &str) {
        let gutter = self.gutter();
        let edge = format!("{number:>gutter$} {bar}");
        out.push_str(&self.ink.dim(&edge));
        if !text.is_empty() {
            out.push(' ');
            out.push_str(text);
        }
        out.push('\n');
    }

    fn sheet(&self, out: &mut String, sheet: &Sheet) {
        let mut last = None;
        for row in rows(&sheet.pieces, self.room()) {
            let Drawn { text, marks } = row.drawn(self.room());
            if text.is_empty() && marks.iter().all(|mark| mark.note.is_empty()) {
                continue;
            }
            if last.is_some_and(|last| row.line != last + 1) {
                self.line(out, "", "…", "");
            }
            last = Some(row.line);
            let number = if row.numbered { row.line.to_string() } else { String::new() };
            self.line(out, &number, "│", text.trim_end());
            for line in mark_lines(&marks, self.room(), self.ink) {
                self.line(out, "", "│", &line);
            }
        }
    }

    fn remark(&self, out: &mut String, remark: &Remark, is_last: bool) {
        let indent = width(remark.label);
        let (first, rest) = if is_last { ("╰", " ") } else { ("├", "│") };
        for (i, line) in wrap(&remark.text, self.room() - indent).iter().enumerate() {
            let head = if i == 0 { remark.label.to_owned() } else { " ".repeat(indent) };
            self.line(out, "", if i == 0 { first } else { rest }, &format!("{head}{line}"));
        }
    }
}

/// The lines under a row: one a mark, its note beside it or, where there is no room, below. Marks without a note leave
/// their line to the next one.
fn mark_lines(marks: &[DrawnMark], room: usize, ink: Ink) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // The columns taken by the last line, while it can take another mark.
    let mut open: Option<usize> = None;
    for mark in marks {
        let used = open.filter(|&used| used <= mark.column);
        if used.is_none() {
            lines.push(String::new());
        }
        let mut end = mark.column + mark.width;
        let drawn = ink.mark(&if mark.primary { "━" } else { "─" }.repeat(mark.width));
        let mut below = Vec::new();
        if let Some(line) = lines.last_mut() {
            line.push_str(&" ".repeat(mark.column - used.unwrap_or(0)));
            line.push_str(&drawn);
            if end + 1 + width(&mark.note) <= room && !mark.note.is_empty() {
                line.push(' ');
                line.push_str(&clean(&mark.note));
            } else if !mark.note.is_empty() {
                below = note_below(mark, room);
            }
        }
        if !mark.note.is_empty() {
            end = usize::MAX;
        }
        lines.append(&mut below);
        open = Some(end);
    }
    lines
}

/// The note of `mark` on lines of its own, as near to the mark as it fits.
fn note_below(mark: &DrawnMark, room: usize) -> Vec<String> {
    let column = mark.column.min(room.saturating_sub(width(&mark.note)));
    wrap(&mark.note, room - column).into_iter().map(|line| " ".repeat(column) + &line).collect()
}
