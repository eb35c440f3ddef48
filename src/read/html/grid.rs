//! The real grid of an HTML table: which row and column a cell stands in when its neighbours are merged.

use crate::doc::Cell;

/// A table that is being read.
#[derive(Debug)]
pub(super) struct Grid {
    table: u32,
    row: u32,
    /// Where the next cell of the row is looked for, from 0.
    next: usize,
    /// For every column, the last row that a cell above reaches down to.
    reach: Vec<u32>,
    /// The last row of each finished row group; no cell reaches beyond its own.
    groups: Vec<u32>,
    head: bool,
}

/// The largest row and column spans that browsers know, and the widest grid that is kept count of.
const MOST_COLUMNS: u32 = 1_000;
const MOST_ROWS: u32 = 65_534;

impl Grid {
    /// The table number `table` of the document.
    pub(super) fn new(table: u32) -> Self {
        Self { table, row: 0, next: 0, reach: Vec::new(), groups: Vec::new(), head: false }
    }

    /// A row group begins or ends: cells from above reach no further. `head` says that it is a `<thead>`.
    pub(super) fn begin_group(&mut self, head: bool) {
        if self.groups.last().copied().unwrap_or_default() < self.row {
            self.groups.push(self.row);
        }
        self.reach.clear();
        self.head = head;
    }

    /// The next row begins.
    pub(super) fn begin_row(&mut self) {
        self.row += 1;
        self.next = 0;
    }

    /// The place of the next cell of the row. `rows` is 0 for a cell that reaches to the end of its row group.
    pub(super) fn place(&mut self, columns: u32, rows: u32, header: bool) -> Cell {
        let taken = self.reach.iter().skip(self.next).take_while(|&&row| row >= self.row).count();
        let column = self.next + taken;
        let room = MOST_COLUMNS.saturating_sub(u32::try_from(column).unwrap_or(u32::MAX));
        let columns = columns.clamp(1, room.max(1));
        let rows = if rows == 0 { u32::MAX } else { rows.min(MOST_ROWS) };
        let last = self.row.saturating_add(rows - 1);
        let end = column + columns as usize;
        if room > 0 {
            self.reach.resize(self.reach.len().max(end), 0);
        }
        for reach in self.reach.iter_mut().take(end).skip(column) {
            *reach = last.max(*reach);
        }
        self.next = end;
        Cell {
            table: self.table,
            row: self.row,
            column: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1),
            rows,
            columns,
            header: header || self.head,
        }
    }

    /// The table ends: the last row of each row group.
    pub(super) fn finish(mut self) -> (u32, Vec<u32>) {
        self.begin_group(false);
        (self.table, self.groups)
    }
}

/// Cuts `cell` off at the end of the row group that it lies in; `groups` are the last rows of the groups.
pub(super) fn clip(cell: &mut Cell, groups: &[u32]) {
    let group = groups.partition_point(|&last| last < cell.row);
    let last = groups.get(group).copied().unwrap_or(cell.row);
    cell.rows = cell.rows.min(last - cell.row + 1);
}
