//! Comma-separated values (.csv, .tsv), with the place of every piece of a cell.

use super::sheet::{Cell, Row, Sheet};
use crate::{
    read::Unreadable,
    text::{Lines, Source, Span},
};

/// Characters between the cells of a row, the likeliest first.
const SEPARATORS: [char; 4] = [',', '\t', ';', '，'];

/// Reads all of `text`.
///
/// # Errors
/// When a quotation mark is never closed: where its cell ends nobody can tell.
pub(super) fn sheet(text: &str) -> Result<Sheet, Unreadable> {
    let (from, separator) = separator(text);
    let mut sheet = Sheet::default();
    let (mut at, mut number) = (from, 0);
    while at < text.len() {
        number += 1;
        let (row, next) = row(text, at, number, separator)?;
        if !row.cells.is_empty() {
            sheet.rows.push(row);
        }
        at = next;
    }
    Ok(sheet)
}

/// Where the rows begin, and what stands between cells: what a first line `sep=;` says, else the likeliest.
fn separator(text: &str) -> (usize, char) {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if let Some(told) = first.trim_end().strip_prefix("sep=").and_then(|told| told.chars().next()) {
        return (first.len(), told);
    }
    // The first line that has any is a title or the head, and no sentence.
    let head = text.lines().find(|line| line.contains(SEPARATORS)).unwrap_or_default();
    let count = |separator: &char| head.matches(*separator).count();
    // ， stands in sentences as well: it parts cells only where nothing else does.
    let usual = SEPARATORS.iter().take(3).rev().max_by_key(|separator| count(separator));
    let separator = usual.filter(|separator| count(separator) > 0).copied();
    (0, separator.unwrap_or('，'))
}

/// The row that begins at byte `from`, and where the next one begins.
fn row(text: &str, from: usize, number: u32, separator: char) -> Result<(Row, usize), Unreadable> {
    let mut row = Row::new(number, false);
    let (mut at, mut column) = (from, 0);
    loop {
        column += 1;
        let (pieces, end) = cell(text, at, separator)?;
        let words: String =
            pieces.iter().map(|&(at, is_copy)| if is_copy { at.of(text) } else { "\"" }).collect();
        if !words.trim().is_empty() {
            let from_row = |at: Span<Source>| Span::new(at.start() - from, at.end() - from);
            let pieces = pieces.into_iter().map(|(at, is_copy)| (from_row(at), is_copy)).collect();
            row.cells.push(Cell { pieces, ..Cell::new(number, column, words.into()) });
        }
        let rest = text.get(end..).unwrap_or_default();
        if let Some(rest) = rest.strip_prefix(separator) {
            at = text.len() - rest.len();
            continue;
        }
        row.source = Span::new(from, end);
        let rest = rest.strip_prefix('\r').unwrap_or(rest);
        return Ok((row, text.len() - rest.strip_prefix('\n').unwrap_or(rest).len()));
    }
}

/// The places of a cell's words in the text, and whether they stand there as they are.
type Pieces = Vec<(Span<Source>, bool)>;

/// The cell that begins at byte `from`, and where it ends.
fn cell(text: &str, from: usize, separator: char) -> Result<(Pieces, usize), Unreadable> {
    let rest = text.get(from..).unwrap_or_default();
    let ends = |c: char| c == separator || c == '\n' || c == '\r';
    if !rest.starts_with('"') {
        let end = from + rest.find(ends).unwrap_or(rest.len());
        return Ok((vec![(Span::new(from, end), true)], end));
    }
    let (mut pieces, mut at) = (Vec::new(), from + 1);
    loop {
        let Some(quote) = text.get(at..).and_then(|rest| rest.find('"')) else {
            let line = Lines::new(text).position(from).line;
            return Err(Unreadable::new(format!(
                "第 {line} 行有一个双引号没有闭合，分不清单元格到哪里为止。请用 Excel 或 WPS 打开，核对后另存为 .xlsx 或 CSV UTF-8"
            )));
        };
        let quote = at + quote;
        pieces.push((Span::new(at, quote), true));
        let after = text.get(quote + 1..).unwrap_or_default();
        if after.starts_with('"') {
            pieces.push((Span::new(quote, quote + 2), false));
            at = quote + 2;
        } else {
            // What stands between the closing mark and the next separator belongs to the cell all the same.
            let tail = after.find(ends).unwrap_or(after.len());
            if tail > 0 {
                pieces.push((Span::new(quote + 1, quote + 1 + tail), true));
            }
            return Ok((pieces, quote + 1 + tail));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<(u32, String)>> {
        let sheet = sheet(text).unwrap();
        let cell = |cell: &Cell| (cell.column, cell.text.to_string());
        sheet.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect()
    }

    fn row(cells: &[(u32, &str)]) -> Vec<(u32, String)> {
        cells.iter().map(|&(column, text)| (column, text.to_owned())).collect()
    }

    #[test]
    fn separators_quotes_and_line_breaks() {
        let expected = [row(&[(1, "甲"), (3, "乙，\"丙\"\n丁")]), row(&[(2, "戊")])];
        for separator in [",", "\t", ";"] {
            let text = "甲,,\"乙，\"\"丙\"\"\n丁\"\r\n\r\n,戊".replace(',', separator);
            assert_eq!(cells(&text), expected, "{separator}");
            assert_eq!(sheet(&text).unwrap().rows[1].number, 3);
        }
        assert_eq!(cells("sep=|\n甲|乙,丙\n"), [row(&[(1, "甲"), (2, "乙,丙")])]);
        assert_eq!(cells("甲\t乙\n丙\t1,2,3,4\n")[1], row(&[(1, "丙"), (2, "1,2,3,4")]));
        assert_eq!(cells("甲，乙\n"), [row(&[(1, "甲"), (2, "乙")])]);
    }

    #[test]
    fn pieces_count_from_the_start_of_the_row() {
        let text = "甲\n乙,\"丙\"\"丁\"\n";
        let sheet = sheet(text).unwrap();
        let row = &sheet.rows[1];
        let own = row.source.of(text);
        assert_eq!(own, "乙,\"丙\"\"丁\"");
        let words: Vec<&str> = row.cells[1].pieces.iter().map(|(at, _)| at.of(own)).collect();
        assert_eq!(words, ["丙", "\"\"", "丁"]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_said() {
        let error = sheet("事项名称,时限\n甲,\"乙\n").unwrap_err();
        assert!(error.reason.contains("第 2 行") && error.reason.contains("双引号"), "{error}");
    }
}
