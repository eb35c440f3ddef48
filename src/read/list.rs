//! Lists of items (事项清单): tables with an item a row, whose columns are named by the labels of fields. Each row is read as a
//! document of its own in which every label stands before its cell, so that whatever compares documents compares rows.

mod csv;
mod head;
mod sheet;
mod xlsx;

use super::{Format, Unreadable, encoding, fields, finish};
use crate::{
    doc::{BlockKind, Cell as TableCell, Document, Draft, Field, FieldTable, Kind, Origin, Place},
    text::{Lines, Plain, Position, Source, Span},
};

use self::{
    head::Head,
    sheet::{Cell, Row, Sheet},
};

/// A list that was read: its items, each a document, are made when they are asked for, so that only few are held at once.
#[derive(Debug)]
pub struct List {
    sheets: Vec<(Sheet, Head)>,
    items: Vec<Item>,
    notes: Vec<String>,
    /// The decoded text of a text file, and the name of its encoding.
    text: Option<(String, &'static str)>,
}

/// A row of a list that holds an item.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    sheet: usize,
    row: usize,
    from: Position,
}

impl Item {
    /// The byte at which it begins: in the decoded text of the file, or in the plain text of all rows of the workbook.
    pub fn start(&self) -> usize {
        self.from.byte
    }
}

impl List {
    /// Reads the list that `bytes` are.
    ///
    /// # Errors
    /// When the bytes cannot be read as that format; the reason says what to do.
    pub(super) fn read(bytes: &[u8], format: Format, table: &FieldTable) -> Result<Self, Unreadable> {
        let (sheets, text) = if format == Format::Xlsx {
            (xlsx::sheets(bytes)?, None)
        } else {
            let decoded = encoding::decode(bytes)?;
            (vec![csv::sheet(&decoded.text)?], Some((decoded.text, decoded.encoding)))
        };
        let mut list = Self { sheets: Vec::new(), items: Vec::new(), notes: Vec::new(), text };
        for sheet in sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()) {
            match Head::find(&sheet, table) {
                Some(head) => {
                    list.notes.extend(head.remarks(&sheet));
                    list.sheets.push((sheet, head));
                }
                None => list.notes.push(format!(
                    "{}不是事项清单（找不到“事项名称”和其他要素的列名），没有检查",
                    sheet.called()
                )),
            }
        }
        list.place_items();
        Ok(list)
    }

    /// Its items, in order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// What a reader must know of how it was read: sheets that were left out, hidden ones that were not, rows without a name.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The encoding of a text file.
    pub fn encoding(&self) -> Option<&'static str> {
        self.text.as_ref().map(|(_, encoding)| *encoding)
    }

    /// The document that `item` is.
    pub fn document(&self, item: &Item) -> Option<Document> {
        let (sheet, head) = self.sheets.get(item.sheet)?;
        let row = sheet.rows.get(item.row)?;
        let source = self.text.as_ref().map(|(text, encoding)| (row.source.of(text), *encoding));
        let Drafted { draft, fields, name } =
            draft(head, row, source.map(|(text, _)| text).unwrap_or_default());
        let origin = Origin::Row {
            sheet: sheet.name.clone(),
            source: source.map(|(text, encoding)| (text.to_owned(), encoding)),
            from: item.from,
        };
        Some(finish(draft, origin, Some(name), Some(Kind::List), fields))
    }

    /// Finds the rows that hold items, and where each begins.
    fn place_items(&mut self) {
        let lines = self.text.as_ref().map(|(text, _)| Lines::new(text));
        let mut at = Position { line: 1, column: 1, byte: 0, in_line: 0 };
        for (i, (sheet, head)) in self.sheets.iter().enumerate() {
            for (j, row) in sheet.rows.iter().enumerate().filter(|(_, row)| head.has_item(row)) {
                if let Some(lines) = &lines {
                    self.items.push(Item { sheet: i, row: j, from: lines.position(row.source.start()) });
                    continue;
                }
                self.items.push(Item { sheet: i, row: j, from: at });
                let Drafted { draft, .. } = draft(head, row, "");
                at.line += draft.blocks.len();
                at.byte += draft.plain.len() + 1;
            }
        }
    }
}

/// A row written down as a document.
struct Drafted {
    draft: Draft,
    fields: Vec<Field>,
    /// The name of its item.
    name: Span<Plain>,
}

/// Writes the cells of `row` down, each behind its label; `source` is the text that the row's places count in.
fn draft(head: &Head, row: &Row, source: &str) -> Drafted {
    let mut writer = Writer { draft: Draft::default(), row: 0, source };
    let (mut fields, mut name) = (Vec::new(), Span::empty(0));
    let named = head.name_of(row).map(|cell| cell.column);
    for column in &head.columns {
        let Some(cell) = row.cell(column.number) else { continue };
        // Of several names (大项、小项) the last one is the item's.
        let is_name = column.names("事项名称");
        if is_name && named != Some(column.number) {
            continue;
        }
        let unit = column.unit.and_then(|unit| row.cell(unit));
        let label = writer.label(&column.label, Some(column.place));
        let value = writer.value(cell, unit, Some(cell.place()));
        if let Some(&first) = value.first().filter(|_| is_name) {
            name = first;
        }
        for field in &column.fields {
            fields.push(Field::new(field.clone(), label, value.clone()));
        }
    }
    if let Some((organ, place)) = head.organ.as_ref().filter(|_| !fields.iter().any(is_organ)) {
        let label = writer.label("实施机关", *place);
        let value = writer.value(&Cell::new(0, 0, organ.clone()), None, *place);
        fields.push(Field::new("实施机关".into(), label, value));
    }
    let Writer { draft, .. } = writer;
    for field in &mut fields {
        fields::by_content(field, &draft.plain);
    }
    Drafted { draft, fields, name }
}

fn is_organ(field: &Field) -> bool {
    &*field.name == "实施机关"
}

/// Writes cells into a draft.
struct Writer<'s> {
    draft: Draft,
    row: u32,
    source: &'s str,
}

impl Writer<'_> {
    /// A label, which stands at the head of its column and not in the row itself.
    fn label(&mut self, label: &str, place: Option<Place>) -> Span<Plain> {
        self.row += 1;
        self.draft.begin(self.cell(1), place);
        self.draft.write(label, Span::empty(0));
        self.draft.end();
        self.last()
    }

    /// The lines of a cell, with its unit when that stands in a cell of its own.
    fn value(&mut self, cell: &Cell, unit: Option<&Cell>, place: Option<Place>) -> Vec<Span<Plain>> {
        let first = self.draft.blocks.len();
        self.draft.begin(self.cell(2), place);
        for cell in std::iter::once(cell).chain(unit) {
            if cell.pieces.is_empty() {
                self.lines(&cell.text, None, place);
            }
            for &(at, is_copy) in &cell.pieces {
                if is_copy {
                    self.lines(at.of(self.source), Some(at), place);
                } else {
                    self.draft.write("\"", at);
                }
            }
        }
        self.draft.end();
        self.draft.blocks.iter().skip(first).map(|block| block.span).collect()
    }

    /// Lines of a cell are paragraphs of it.
    fn lines(&mut self, text: &str, at: Option<Span<Source>>, place: Option<Place>) {
        let mut from = 0;
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.draft.begin(self.cell(2), place);
            }
            match at {
                Some(at) => self.draft.copy(line, at.slice(from..from + line.len())),
                None => self.draft.write(line.trim(), Span::empty(0)),
            }
            from += line.len() + 1;
        }
    }

    /// As in a table of two columns, labels on the left.
    fn cell(&self, column: u32) -> BlockKind {
        BlockKind::Cell(TableCell {
            table: 1,
            row: self.row,
            column,
            rows: 1,
            columns: 1,
            header: column == 1,
        })
    }

    fn last(&self) -> Span<Plain> {
        self.draft.blocks.last().map_or(Span::empty(0), |block| block.span)
    }
}

#[cfg(test)]
mod tests;
