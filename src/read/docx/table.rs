//! The tables of a Word document: the real grid behind `gridSpan` and `vMerge`.

use std::collections::HashMap;

use crate::doc::Cell;
use crate::read::xml::Element;

/// The tables that are being read, and the cells of all of them.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// `None` for a cell that is merged into the one above or before it.
    cells: Vec<Option<Cell>>,
    open: Vec<Table>,
    open_cells: Vec<OpenCell>,
    count: u32,
}

#[derive(Debug)]
struct Table {
    number: u32,
    row: u32,
    column: u32,
    header: bool,
    /// For each column the cell that the next row may continue.
    above: HashMap<u32, usize>,
    /// The cell before in the row.
    before: Option<usize>,
}

/// A cell that is being read.
#[derive(Debug)]
struct OpenCell {
    index: usize,
    cell: Cell,
    down: Merge,
    across: Merge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Merge {
    No,
    Begins,
    Continues,
}

impl Merge {
    fn read(element: &Element<'_>) -> Self {
        if element.val().as_deref() == Some("restart") { Merge::Begins } else { Merge::Continues }
    }
}

/// The widest table that Word makes has 63 columns.
const MOST_COLUMNS: u32 = 1_000;

impl Tables {
    /// A table begins, perhaps inside a cell.
    pub(super) fn begin(&mut self) {
        self.count += 1;
        let (number, above) = (self.count, HashMap::new());
        self.open.push(Table { number, row: 0, column: 1, header: false, above, before: None });
    }

    /// The innermost table ends.
    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    /// The next row of the innermost table begins.
    pub(super) fn begin_row(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.row += 1;
            (table.column, table.header, table.before) = (1, false, None);
        }
    }

    /// A property of the row at hand.
    pub(super) fn row_property(&mut self, name: &str, element: &Element<'_>) {
        let Some(table) = self.open.last_mut() else { return };
        match name {
            "tblHeader" => table.header = element.is_on(),
            "gridBefore" => table.column += element.number("val").unwrap_or(0).min(MOST_COLUMNS),
            _ => {}
        }
    }

    /// A cell begins; `false` outside any table.
    pub(super) fn begin_cell(&mut self) -> bool {
        let Some(&Table { number, row, column, header, .. }) = self.open.last() else { return false };
        let cell = Cell { table: number, row, column, rows: 1, columns: 1, header };
        self.open_cells.push(OpenCell { index: self.cells.len(), cell, down: Merge::No, across: Merge::No });
        self.cells.push(Some(cell));
        true
    }

    /// A property of the cell at hand.
    pub(super) fn cell_property(&mut self, name: &str, element: &Element<'_>) {
        let Some(open) = self.open_cells.last_mut() else { return };
        match name {
            "gridSpan" => open.cell.columns = element.number("val").unwrap_or(1).clamp(1, MOST_COLUMNS),
            "vMerge" => open.down = Merge::read(element),
            "hMerge" => open.across = Merge::read(element),
            _ => {}
        }
    }

    /// The cell at hand: its index, and what is known of it so far.
    pub(super) fn cell(&self) -> Option<(usize, Cell)> {
        self.open_cells.last().map(|open| (open.index, open.cell))
    }

    /// The cell of that index when all is read; `None` for one that is merged into another.
    pub(super) fn finished(&self, index: usize) -> Option<Cell> {
        self.cells.get(index).copied().flatten()
    }

    /// A cell ends: it stands for itself, or makes the one that it continues larger.
    pub(super) fn end_cell(&mut self) {
        let (Some(open), Some(table)) = (self.open_cells.pop(), self.open.last_mut()) else { return };
        let column = open.cell.column;
        table.column = table.column.saturating_add(open.cell.columns);
        let above = table.above.get(&column).copied().filter(|_| open.down == Merge::Continues);
        let before = table.before.filter(|_| open.across == Merge::Continues);
        let merged = above.is_some_and(|index| match self.cells.get_mut(index) {
            Some(Some(cell)) if cell.row + cell.rows == open.cell.row => {
                cell.rows += 1;
                true
            }
            _ => false,
        }) || before.is_some_and(|index| match self.cells.get_mut(index) {
            Some(Some(cell)) => {
                cell.columns = cell.columns.saturating_add(open.cell.columns);
                true
            }
            _ => false,
        });
        if !merged {
            // A continuation of nothing is a cell like any other.
            table.before = Some(open.index);
            if open.down == Merge::No {
                table.above.remove(&column);
            } else {
                table.above.insert(column, open.index);
            }
        }
        if let Some(cell) = self.cells.get_mut(open.index) {
            *cell = (!merged).then_some(open.cell);
        }
    }
}
