//! A row of the source window: one line of the document, of it the sentence around the marks, and the marks.

use std::ops::Range;

use super::screen::{clean, columns, width};
use crate::text::masked;

/// An excerpt of a document and the words in it that are to be marked.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The line in which the excerpt starts, from 1.
    pub(super) line: usize,
    /// The column in which it starts, from 1; another one means that the line was cut before it.
    pub(super) column: usize,
    /// The byte of the document at which it starts.
    pub(super) byte: usize,
    /// Its text; without a line feed at the end the line was cut after it.
    pub(super) text: String,
    /// The bytes of the text to mark.
    pub(super) mark: Range<usize>,
    /// Whether the reader could count lines up to it.
    pub(super) numbered: bool,
    /// Whether it is the place of the finding itself.
    pub(super) primary: bool,
    /// What to write beside the mark.
    pub(super) note: String,
}

/// A line of the document, or what is known of it, with its marks from left to right.
#[derive(Debug)]
pub(super) struct Row {
    /// Its number, from 1.
    pub(super) line: usize,
    /// Whether the number means anything to the reader.
    pub(super) numbered: bool,
    byte: usize,
    text: String,
    cut_before: bool,
    cut_after: bool,
    marks: Vec<Mark>,
}

#[derive(Debug)]
struct Mark {
    at: Range<usize>,
    primary: bool,
    note: String,
}

/// A row as it is drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    /// The text.
    pub(super) text: String,
    /// What is marked in it.
    pub(super) marks: Vec<DrawnMark>,
}

/// A mark as it is drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DrawnMark {
    /// The columns before it.
    pub(super) column: usize,
    /// How many columns it takes.
    pub(super) width: usize,
    /// Whether it is the place of the finding itself.
    pub(super) primary: bool,
    /// What to write beside it.
    pub(super) note: String,
}

/// The rows in which `pieces` stand, from top to bottom. Pieces of one line share a row if their marks fit into `room`
/// columns.
pub(super) fn rows(pieces: &[Piece], room: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = pieces.iter().flat_map(rows_of).collect();
    rows.sort_by_key(|row| (row.line, row.byte));
    let mut joined: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        match joined.last_mut() {
            Some(last) if last.can_take(&row, room) => last.take(row),
            _ => joined.push(row),
        }
    }
    for row in &mut joined {
        row.marks.sort_by_key(|mark| (mark.at.start, mark.at.end));
    }
    joined
}

/// The lines over which the marked words of `piece` run; of many, the first and the last.
fn rows_of(piece: &Piece) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut from, mut line) = (0, piece.line);
    for chunk in lines_with_ends(&piece.text) {
        let text = chunk.trim_end_matches(['\n', '\r']);
        let inside = |at: usize| at.clamp(from, from + text.len()) - from;
        let indent = if from > 0 { text.len() - text.trim_start().len() } else { 0 };
        let (start, end) = (inside(piece.mark.start).max(indent), inside(piece.mark.end));
        if start < end || rows.is_empty() {
            rows.push(Row {
                line,
                numbered: piece.numbered,
                byte: piece.byte + from,
                text: masked(text).into_owned(),
                cut_before: from == 0 && piece.column > 1,
                cut_after: text.len() == chunk.len(),
                marks: vec![Mark { at: start..end.max(start), primary: piece.primary, note: String::new() }],
            });
        }
        from += chunk.len();
        line += 1;
    }
    if rows.len() > 3 {
        rows.drain(1..rows.len() - 1);
    }
    if let Some(mark) = rows.last_mut().and_then(|row| row.marks.first_mut()) {
        mark.note.clone_from(&piece.note);
    }
    rows
}

/// The lines of `text`, each with its end; a carriage return that no line feed follows ends one as well.
fn lines_with_ends(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.find(['\n', '\r']).map_or(rest.len(), |i| {
            i + if rest.get(i..).is_some_and(|tail| tail.starts_with("\r\n")) { 2 } else { 1 }
        });
        let (line, tail) = rest.split_at_checked(end)?;
        rest = tail;
        (!line.is_empty()).then_some(line)
    })
}

impl Row {
    /// The bytes from the first mark to the last.
    fn marked(&self) -> Range<usize> {
        let start = self.marks.iter().map(|mark| mark.at.start).min().unwrap_or(0);
        let end = self.marks.iter().map(|mark| mark.at.end).max().unwrap_or(0);
        start..end
    }

    fn width_of(&self, at: Range<usize>) -> usize {
        width(self.text.get(at).unwrap_or_default())
    }

    /// Whether `next`, which starts here or later, is of the same line, adjoins, and its marks fit beside these.
    fn can_take(&self, next: &Row, room: usize) -> bool {
        let offset = next.byte - self.byte.min(next.byte);
        if self.line != next.line || offset > self.text.len() {
            return false;
        }
        let (here, there) = (self.marked(), next.marked());
        let (start, end) = (here.start.min(offset + there.start), here.end.max(offset + there.end));
        let known = self.text.len();
        let beyond = next.text.get(known - offset..end.max(known) - offset).unwrap_or_default();
        self.width_of(start.min(known)..end.min(known)) + width(beyond) + 2 <= room
    }

    fn take(&mut self, next: Row) {
        let offset = next.byte - self.byte;
        if let Some(beyond) = next.text.get(self.text.len() - offset..) {
            self.text.push_str(beyond);
            self.cut_after = next.cut_after;
        }
        self.marks.extend(
            next.marks
                .into_iter()
                .map(|mark| Mark { at: mark.at.start + offset..mark.at.end + offset, ..mark }),
        );
    }

    /// The row in `room` columns: the whole line if it fits, else the sentence, else what fits around the marks.
    pub(super) fn drawn(&self, room: usize) -> Drawn {
        let shown = self.window(room);
        let before = if shown.start > 0 || self.cut_before { "…" } else { "" };
        let after = if shown.end < self.text.len() || self.cut_after { "…" } else { "" };
        let marks = self.marks.iter().map(|mark| {
            let start = mark.at.start.clamp(shown.start, shown.end);
            let end = mark.at.end.clamp(start, shown.end);
            DrawnMark {
                column: width(before) + self.width_of(shown.start..start),
                width: self.width_of(start..end).max(1),
                primary: mark.primary,
                note: mark.note.clone(),
            }
        });
        let marks = marks.collect();
        Drawn { text: format!("{before}{}{after}", clean(self.text.get(shown).unwrap_or_default())), marks }
    }

    fn window(&self, room: usize) -> Range<usize> {
        let (all, marked) = (0..self.text.len(), self.marked());
        let fits = |at: &Range<usize>| {
            let cut_after = at.end < all.end || self.cut_after;
            let cuts = usize::from(at.start > 0 || self.cut_before) + usize::from(cut_after);
            // A mark at the end, from where nothing is seen, is drawn behind the text.
            let ends = self.width_of(marked.start..at.end.max(marked.start)) == 0;
            let behind = usize::from(ends && !cut_after);
            self.width_of(at.clone()) + cuts + behind <= room
        };
        if fits(&all) {
            return all;
        }
        let sentence = self.sentence(&marked, &['。', '！', '？']);
        if fits(&sentence) {
            return sentence;
        }
        let clause = self.sentence(&marked, &['。', '！', '？', '；']);
        if fits(&clause) { clause } else { self.around(&marked, &sentence, room) }
    }

    /// From after the last stop before `marked` to the first one after it, closing quotation marks included.
    fn sentence(&self, marked: &Range<usize>, stops: &[char]) -> Range<usize> {
        let closing = ['”', '’', '」', '』', '）', ')', '"'];
        let before = self.text.get(..marked.start).unwrap_or_default();
        let inside = before
            .rfind(stops)
            .and_then(|i| before.get(i..))
            .map_or(before, |rest| rest.trim_start_matches(stops).trim_start_matches(closing));
        let start = marked.start - inside.trim_start().len();
        let words = self.text.get(marked.clone()).unwrap_or_default();
        let rest = self.text.get(marked.end..).unwrap_or_default();
        if words.ends_with(stops) {
            return start..marked.end;
        }
        let Some(stop) = rest.find(stops) else { return start..self.text.len() };
        let tail = rest.get(stop..).unwrap_or_default();
        let tail = tail.trim_start_matches(stops).trim_start_matches(closing);
        start..self.text.len() - tail.len()
    }

    /// As much of `sentence` on both sides of `marked` as `room` has; the beginning of `marked` if that is too long itself.
    fn around(&self, marked: &Range<usize>, sentence: &Range<usize>, room: usize) -> Range<usize> {
        let room = room.saturating_sub(2);
        let words = self.text.get(marked.clone()).unwrap_or_default();
        let spare = room.saturating_sub(width(words));
        let before = self.text.get(sentence.start..marked.start).unwrap_or_default();
        let after = self.text.get(marked.end..sentence.end).unwrap_or_default();
        // What one side does not need, the other may have.
        let left = (spare / 2).max(spare.saturating_sub(width(after)));
        let lead = fitting(before.chars().rev(), left);
        let tail = fitting(after.chars(), spare - self.width_of(marked.start - lead..marked.start));
        if spare == 0 {
            return marked.start..marked.start + fitting(words.chars(), room);
        }
        marked.start - lead..marked.end + tail
    }
}

/// The bytes of the first of `chars` that fit into `room` columns.
fn fitting(chars: impl Iterator<Item = char>, room: usize) -> usize {
    let mut used = 0;
    let within = chars.take_while(|&c| {
        used += columns(c);
        used <= room
    });
    within.map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A piece that is the whole line, with `words` marked.
    fn piece(text: &str, words: &str) -> Piece {
        let start = text.find(words).expect("the words stand in the text");
        Piece {
            line: 1,
            column: 1,
            byte: 0,
            text: format!("{text}\n"),
            mark: start..start + words.len(),
            numbered: true,
            primary: true,
            note: String::new(),
        }
    }

    /// The text of the only row, and under each mark the words that a reader sees above it.
    fn seen(pieces: &[Piece], room: usize) -> (String, Vec<String>) {
        let rows = rows(pieces, room);
        assert_eq!(rows.len(), 1);
        let drawn = rows[0].drawn(room);
        assert!(width(&drawn.text) <= room, "{}", drawn.text);
        let under = |mark: &DrawnMark| {
            let mut column = 0;
            let above = drawn.text.chars().filter(|&c| {
                let at = column;
                column += columns(c);
                at >= mark.column && at < mark.column + mark.width
            });
            above.collect()
        };
        let words = drawn.marks.iter().map(under).collect();
        (drawn.text, words)
    }

    #[test]
    fn marks_stand_under_the_words_whatever_their_width() {
        for (text, words) in [
            ("𠮷某A1，自受理之日起5个working日", "5个working日"),
            ("a\tb　其他材料", "其他材料"),
            ("甲\u{1b}[0m\u{200b}其他\u{202e}材料", "其他\u{202e}材料"),
            ("“兜底”——其他材料①", "其他材料①"),
        ] {
            assert_eq!(seen(&[piece(text, words)], 76).1, [clean(words)], "{text:?}");
        }
    }

    #[test]
    fn a_long_paragraph_is_cut_to_the_sentence() {
        let text = format!("{}。申请人还应提交其他材料。{}。", "甲".repeat(60), "乙".repeat(60));
        let (shown, marked) = seen(&[piece(&text, "其他材料")], 60);
        assert_eq!(shown, "…申请人还应提交其他材料。…");
        assert_eq!(marked, ["其他材料"]);
    }

    #[test]
    fn a_long_sentence_is_cut_around_the_mark_wherever_it_is() {
        let sea = "甲".repeat(60);
        let middle = format!("{sea}其他材料{sea}");
        let (shown, marked) = seen(&[piece(&middle, "其他材料")], 40);
        assert_eq!(shown, "…甲甲甲甲甲甲甲其他材料甲甲甲甲甲甲甲甲…");
        assert_eq!(marked, ["其他材料"]);
        let (shown, marked) = seen(&[piece(&format!("其他材料{sea}"), "其他材料")], 20);
        assert_eq!((shown.as_str(), marked[0].as_str()), ("其他材料甲甲甲甲甲…", "其他材料"));
        let (shown, marked) = seen(&[piece(&format!("{sea}其他材料"), "其他材料")], 20);
        assert_eq!((shown.as_str(), marked[0].as_str()), ("…甲甲甲甲甲其他材料", "其他材料"));
        let (shown, marked) = seen(&[piece(&middle, &middle)], 20);
        assert_eq!((shown.as_str(), marked[0].as_str()), ("甲甲甲甲甲甲甲甲甲…", "甲甲甲甲甲甲甲甲甲"));
    }

    #[test]
    fn an_empty_mark_is_seen_at_the_end_too() {
        let mut end = piece("联系电话：", "");
        end.mark = "联系电话：".len().."联系电话：".len();
        let drawn = rows(&[end], 40)[0].drawn(40);
        assert_eq!((drawn.marks[0].column, drawn.marks[0].width), (10, 1));
    }

    #[test]
    fn two_places_of_a_line_share_it_when_both_fit() {
        let text = format!("承诺5日{}法定20日", "甲".repeat(10));
        let (shown, marked) = seen(&[piece(&text, "20日"), piece(&text, "5日")], 60);
        assert_eq!(shown, text);
        assert_eq!(marked, ["5日", "20日"]);
        assert_eq!(rows(&[piece(&text, "20日"), piece(&text, "5日")], 24).len(), 2);
    }

    #[test]
    fn cut_excerpts_of_a_line_are_joined_where_they_overlap() {
        let line = "甲甲甲承诺5日乙乙乙法定20日丙丙丙";
        let cut = |from: &str, to: &str, words: &str| {
            let (start, end) = (line.find(from).unwrap(), line.find(to).unwrap());
            let text = line.get(start..end).unwrap();
            let at = text.find(words).unwrap();
            Piece {
                text: text.to_owned(),
                byte: start,
                column: 2,
                mark: at..at + words.len(),
                ..piece(line, words)
            }
        };
        let (shown, marked) = seen(&[cut("承诺", "法定", "5日"), cut("乙乙", "丙丙", "20日")], 60);
        assert_eq!(shown, "…承诺5日乙乙乙法定20日…");
        assert_eq!(marked, ["5日", "20日"]);
        assert_eq!(rows(&[cut("承诺", "乙乙", "5日"), cut("法定", "丙丙", "20日")], 60).len(), 2);
    }

    #[test]
    fn words_over_several_lines_are_marked_on_the_first_and_the_last() {
        let mut long = piece("一\r\n二\r三\n  四\n五", "一\r\n二\r三\n  四");
        long.note = "注".to_owned();
        let found: Vec<(usize, String)> =
            rows(&[long], 40).iter().map(|row| (row.line, row.drawn(40).text)).collect();
        assert_eq!(found, [(1, "一".to_owned()), (4, "  四".to_owned())]);
    }
}
