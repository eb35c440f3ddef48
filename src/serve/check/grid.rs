//! The cells of a table as a page draws them: rows as they were, merged cells merged, gaps filled.

use std::{collections::BTreeMap, ops::Range};

use crate::doc::{Block, BlockKind, Cell};

/// As many columns as browsers know.
const MOST_COLUMNS: u32 = 1_000;

/// A cell to be drawn.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// How many columns it covers, when these are several.
    pub(super) across: Option<u32>,
    /// How many of the rows that are drawn.
    pub(super) down: Option<usize>,
    pub(super) is_head: bool,
    /// The numbers of its blocks; none for a gap.
    pub(super) blocks: Vec<usize>,
}

/// The rows of the table of `blocks`, the first of which is block number `first`.
pub(super) fn drawn(blocks: &[Block], first: usize) -> Vec<Vec<Drawn>> {
    let mut rows: BTreeMap<u32, BTreeMap<u32, (Cell, Vec<usize>)>> = BTreeMap::new();
    for (block, number) in blocks.iter().zip(first..) {
        if let BlockKind::Cell(cell) = block.kind {
            let row = rows.entry(cell.row).or_default();
            row.entry(cell.column).or_insert((cell, Vec::new())).1.push(number);
        }
    }
    let numbers: Vec<u32> = rows.keys().copied().collect();
    let mut reach = Reach::default();
    let row = |(row, cells): (u32, BTreeMap<u32, (Cell, Vec<usize>)>)| {
        let (mut drawn, mut next) = (Vec::new(), 1);
        for (column, (cell, blocks)) in cells {
            let gap = reach.free(row, next..column);
            if gap > 0 {
                drawn.push(Drawn { across: several(gap), ..Drawn::default() });
            }
            next = column.saturating_add(cell.columns);
            let last = row.saturating_add(cell.rows.saturating_sub(1));
            reach.fill(last, column..next);
            // Rows in which nothing stands but what reaches down from above are not drawn.
            let down = numbers.partition_point(|number| *number <= last)
                - numbers.partition_point(|number| *number < row);
            drawn.push(Drawn {
                across: several(cell.columns.min(MOST_COLUMNS)),
                down: (down > 1).then_some(down),
                is_head: cell.header,
                blocks,
            });
        }
        drawn
    };
    rows.into_iter().map(row).collect()
}

fn several(count: u32) -> Option<u32> {
    (count > 1).then_some(count)
}

/// For every column, the last row that a cell above reaches down to.
#[derive(Debug, Default)]
struct Reach(Vec<u32>);

impl Reach {
    /// How many of `columns` are free in `row`.
    fn free(&self, row: u32, columns: Range<u32>) -> u32 {
        let taken = |column: usize| self.0.get(column).is_some_and(|last| *last >= row);
        let free = counted(columns).filter(|column| !taken(*column)).count();
        u32::try_from(free).unwrap_or(MOST_COLUMNS)
    }

    fn fill(&mut self, last: u32, columns: Range<u32>) {
        let columns = counted(columns);
        self.0.resize(self.0.len().max(columns.end), 0);
        for own in self.0.get_mut(columns).into_iter().flatten() {
            *own = last.max(*own);
        }
    }
}

fn counted(columns: Range<u32>) -> Range<usize> {
    let column = |column: u32| column.min(MOST_COLUMNS) as usize;
    column(columns.start)..column(columns.end.max(columns.start))
}
