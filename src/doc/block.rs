//! Blocks: the paragraphs, headings, list items and table cells of a document.

use std::fmt;

use crate::text::{Plain, Span};

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its text.
    pub span: Span<Plain>,
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in a package that has no lines.
    pub place: Option<Place>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, from 1 (outermost) to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list, and in how many lists it stands, 1 in the outermost; its number or bullet, where the format knows one, stands in
    /// the text.
    Item(u8),
    /// A cell of a table; a cell with several paragraphs makes several blocks.
    Cell(Cell),
}

/// The place of a cell in its table, all counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Which table of the document; a table inside a cell is a table of its own.
    pub table: u32,
    /// First row that it covers.
    pub row: u32,
    /// First column that it covers.
    pub column: u32,
    /// How many rows it covers.
    pub rows: u32,
    /// How many columns it covers.
    pub columns: u32,
    /// Whether the format marks it as a heading cell (`<th>`, a Markdown header row).
    pub header: bool,
}

/// A place that a person can count to in a word processor, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The n-th paragraph of the text outside tables.
    Paragraph(u32),
    /// A cell of a table.
    Cell {
        /// Which table.
        table: u32,
        /// Which row.
        row: u32,
        /// Which column.
        column: u32,
    },
    /// A cell of a sheet: D5.
    Sheet {
        /// Which row.
        row: u32,
        /// Which column.
        column: u32,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Paragraph(n) => write!(f, "第{n}段"),
            Place::Cell { table, row, column } => write!(f, "表{table} 行{row} 列{column}"),
            Place::Sheet { row, column } => write!(f, "{}{row}", letters(*column)),
        }
    }
}

/// The letters by which a sheet names a column: A … Z, AA …
fn letters(column: u32) -> String {
    let mut letters = String::new();
    let mut rest = column;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_a_sheet_are_named_as_there() {
        let named = |row, column| Place::Sheet { row, column }.to_string();
        assert_eq!([named(5, 4), named(1, 26), named(1, 27), named(1, 16_384)], ["D5", "Z1", "AA1", "XFD1"]);
    }
}
