//! A table as a file has it, before anything is understood of it.

use std::{ops::RangeInclusive, sync::Arc};

use crate::{
    doc::Place,
    text::{Source, Span},
};

/// A sheet of a workbook, or all of a text file.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its name; none in a text file.
    pub(super) name: Option<Arc<str>>,
    /// Whether its readers do not see it unless they ask for it.
    pub(super) is_hidden: bool,
    /// The rows with anything in them, in order.
    pub(super) rows: Vec<Row>,
}

/// A row with anything in it.
#[derive(Debug)]
pub(super) struct Row {
    /// From 1.
    pub(super) number: u32,
    pub(super) is_hidden: bool,
    /// Its cells with words, in order.
    pub(super) cells: Vec<Cell>,
    /// Where it stands in a text file.
    pub(super) source: Span<Source>,
}

/// A cell with words.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// From 1.
    pub(super) column: u32,
    pub(super) text: Arc<str>,
    /// Where the words stand: of merged cells in the first one, though a reader sees them in all.
    pub(super) row: u32,
    pub(super) first_column: u32,
    /// The places of its text in a text file, counted from the start of the row: copies, and quotation marks written twice.
    pub(super) pieces: Vec<(Span<Source>, bool)>,
}

impl Cell {
    /// A cell of that text, which stands in no text file.
    pub(super) fn new(row: u32, column: u32, text: Arc<str>) -> Self {
        Self { column, text, row, first_column: column, pieces: Vec::new() }
    }

    /// Where its words stand.
    pub(super) fn place(&self) -> Place {
        Place::Sheet { row: self.row, column: self.first_column }
    }
}

impl Row {
    /// A row without anything in it yet.
    pub(super) fn new(number: u32, is_hidden: bool) -> Self {
        Self { number, is_hidden, cells: Vec::new(), source: Span::empty(0) }
    }

    /// The cell in that column.
    pub(super) fn cell(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(at)
    }

    /// The cell in that column, unless its words belong to the row above.
    pub(super) fn own_cell(&self, column: u32) -> Option<&Cell> {
        self.cell(column).filter(|cell| cell.row == self.number)
    }
}

impl Sheet {
    /// How messages name it.
    pub(super) fn called(&self) -> String {
        self.name.as_ref().map_or("这份表格".to_owned(), |name| format!("工作表“{name}”"))
    }

    /// Gives the words of the first of merged cells to all of them, and says to how many. Rows that hold nothing else stay away.
    pub(super) fn merge(&mut self, rows: RangeInclusive<u32>, columns: RangeInclusive<u32>) -> usize {
        let from = self.rows.partition_point(|row| row.number < *rows.start());
        let to = self.rows.partition_point(|row| row.number <= *rows.end());
        let Some(rows) = self.rows.get_mut(from..to) else { return 0 };
        let first = rows.first().and_then(|row| row.own_cell(*columns.start())).cloned();
        let Some(first) = first else { return 0 };
        let mut count = 0;
        for row in rows {
            for column in columns.clone() {
                if let Err(at) = row.cells.binary_search_by_key(&column, |cell| cell.column) {
                    row.cells.insert(at, Cell { column, ..first.clone() });
                    count += 1;
                }
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_say_the_same_and_stand_in_the_first() {
        let mut sheet = Sheet::default();
        for number in [1, 2, 4] {
            let mut row = Row::new(number, false);
            row.cells.push(Cell::new(number, 3, "丙".into()));
            sheet.rows.push(row);
        }
        sheet.rows[0].cells.insert(0, Cell::new(1, 1, "甲".into()));
        sheet.merge(1..=3, 1..=2);
        let seen = |row: usize, column| sheet.rows[row].cell(column).map(|cell| (&*cell.text, cell.place()));
        let first = Place::Sheet { row: 1, column: 1 };
        assert_eq!([seen(0, 2), seen(1, 1), seen(2, 1)], [Some(("甲", first)), Some(("甲", first)), None]);
        assert!(sheet.rows[1].own_cell(1).is_none() && sheet.rows[1].own_cell(3).is_some());
    }
}
