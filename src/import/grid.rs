//! Tables as rows of Markdown, which is how a corpus file has them.

use std::fmt::Write as _;

use super::{layout, lines::length};

/// A line break inside a cell.
pub(super) const BREAK: &str = "<br>";
/// No table has more rows or columns.
pub(super) const LARGEST: usize = 2_000;
/// A cell with more characters holds a text, and its table only puts that on the page.
const LONGEST: usize = 200;

/// The rows of a table; `None` for one that only puts texts on a page: with a single column, or with texts in its cells.
pub(super) fn rows(cells: &[Vec<String>]) -> Option<String> {
    let columns = cells.iter().map(Vec::len).max().filter(|&columns| columns > 1)?;
    let is_text =
        |cell: &String| length(cell) > LONGEST || cell.split(BREAK).any(|line| layout::unit(line).is_some());
    if cells.len() < 2
        || cells.len().saturating_mul(columns) > LARGEST * 20
        || cells.iter().flatten().any(is_text)
    {
        return None;
    }
    let mut out = String::new();
    for (n, row) in cells.iter().enumerate() {
        for column in 0..columns {
            let cell = row.get(column).map_or("", |cell| cell.trim());
            let _ = write!(out, "| {} ", cell.replace('\n', " ").replace('|', "\\|"));
        }
        out.push_str("|\n");
        if n == 0 {
            out.push_str(&"|---".repeat(columns));
            out.push_str("|\n");
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
    }

    #[test]
    fn rows_of_data_and_layout() {
        assert_eq!(
            rows(&table(&[&["岗位", "时限"], &["受理", "1天<br>2天"], &["审批|发证"]])).as_deref(),
            Some("| 岗位 | 时限 |\n|---|---|\n| 受理 | 1天<br>2天 |\n| 审批\\|发证 |  |\n")
        );
        assert_eq!(rows(&table(&[&["甲"], &["乙"]])), None);
        assert_eq!(rows(&table(&[&["导航", "第一条 甲。"], &["乙", "丙"]])), None);
    }
}
