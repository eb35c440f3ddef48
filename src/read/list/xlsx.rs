//! Workbooks (.xlsx): the sheets with the words that a reader sees in their cells. Of a formula that is the value that was
//! computed last, of a date its day, of a number what its format writes around it (5个工作日).

mod number;

use std::sync::Arc;

use super::sheet::{Cell, Row, Sheet};
use crate::read::{
    Unreadable,
    package::{Office, Package, Relations},
    xml::{Element, Node, Xml},
};

use self::number::Formats;

/// How many cells with words all sheets together may have, and how long their words may be, in bytes: a cell may repeat words
/// that the file holds once.
const MOST_CELLS: usize = 2_000_000;
const MOST_WORDS: usize = 256 << 20;

/// Reads all sheets of a workbook.
///
/// # Errors
/// When it is no such package, or one of the parts that are needed is broken, locked or unreasonably large.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let mut package = Package::open(Office::Excel, bytes)?;
    let no_sheets = || Office::Excel.without("工作表");
    let main = Relations::read(&mut package, "")?.target("officeDocument").ok_or_else(no_sheets)?;
    let text = package.text(&main)?.ok_or_else(no_sheets)?;
    let relations = Relations::read(&mut package, &main)?;
    let book = Book::read(&main, &text)?;
    if book.sheets.is_empty() {
        return Err(no_sheets());
    }
    let mut part = |kind: &str| -> Result<Option<(String, String)>, Unreadable> {
        let Some(name) = relations.target(kind) else { return Ok(None) };
        Ok(package.text(&name)?.map(|text| (name, text)))
    };
    let strings =
        part("sharedStrings")?.map_or_else(|| Ok(Vec::new()), |(name, text)| strings(&name, &text))?;
    let formats =
        part("styles")?.map_or_else(|| Ok(Formats::default()), |(name, text)| Formats::read(&name, &text))?;
    let mut reader = Reader { strings, formats, counts_from_1904: book.counts_from_1904, cells: 0, words: 0 };
    let mut sheets = Vec::new();
    for named in book.sheets {
        let Some(name) = relations.by_id(&named.id).map(str::to_owned) else { continue };
        let Some(text) = package.text(&name)? else { continue };
        let mut sheet = reader.sheet(&name, &text)?;
        (sheet.name, sheet.is_hidden) = (Some(named.name.into()), named.is_hidden);
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// workbook.xml
#[derive(Default)]
struct Book {
    sheets: Vec<Named>,
    /// Whether days are counted from 1904 on, as old programs for the Macintosh did.
    counts_from_1904: bool,
}

struct Named {
    name: String,
    id: String,
    is_hidden: bool,
}

impl Book {
    fn read(part: &str, text: &str) -> Result<Self, Unreadable> {
        let mut book = Self::default();
        let mut xml = Xml::new(Office::Excel, part, text);
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            match element.name() {
                "workbookPr" => book.counts_from_1904 = is_true(&element, "date1904"),
                "sheet" => book.sheets.push(Named {
                    name: element.attribute("name").unwrap_or_default(),
                    id: element.attribute("id").unwrap_or_default(),
                    is_hidden: element.attribute("state").is_some_and(|state| state != "visible"),
                }),
                _ => {}
            }
        }
        Ok(book)
    }
}

fn is_true(element: &Element<'_>, name: &str) -> bool {
    matches!(element.attribute(name).as_deref(), Some("1" | "true" | "on"))
}

/// sharedStrings.xml: the words that cells share.
fn strings(part: &str, text: &str) -> Result<Vec<Arc<str>>, Unreadable> {
    let mut xml = Xml::new(Office::Excel, part, text);
    let mut strings = Vec::new();
    while let Some(node) = xml.next()? {
        if let Node::Start(element) = node
            && element.name() == "si"
        {
            strings.push(words(&mut xml, text)?.into());
        }
    }
    Ok(strings)
}

/// The words of the element that has just begun, up to its end: all `t`, but for how they are pronounced.
fn words(xml: &mut Xml<'_>, text: &str) -> Result<String, Unreadable> {
    let mut out = String::new();
    // Whether each open element is a piece of text.
    let mut open = vec![false];
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) if element.name() == "rPh" => skip(xml)?,
            Node::Start(element) => open.push(element.name() == "t"),
            Node::End(_) => {
                open.pop();
                if open.is_empty() {
                    break;
                }
            }
            Node::Copy(at) if open.last() == Some(&true) => out.push_str(at.of(text)),
            Node::Written(c, _) if open.last() == Some(&true) => out.push(c),
            Node::Copy(_) | Node::Written(..) => {}
        }
    }
    // Excel writes a carriage return so.
    Ok(if out.contains("_x000D_") { out.replace("_x000D_", "") } else { out })
}

/// Passes by the rest of the element that has just begun.
fn skip(xml: &mut Xml<'_>) -> Result<(), Unreadable> {
    let mut depth = 1;
    while depth > 0 {
        match xml.next()? {
            Some(Node::Start(_)) => depth += 1,
            Some(Node::End(_)) => depth -= 1,
            Some(_) => {}
            None => break,
        }
    }
    Ok(())
}

/// Reads the sheets of one workbook.
struct Reader {
    strings: Vec<Arc<str>>,
    formats: Formats,
    counts_from_1904: bool,
    cells: usize,
    words: usize,
}

impl Reader {
    fn sheet(&mut self, part: &str, text: &str) -> Result<Sheet, Unreadable> {
        let mut sheet = Sheet::default();
        let mut merged = Vec::new();
        let mut xml = Xml::new(Office::Excel, part, text);
        let (mut row, mut column) = (Row::new(0, false), 0);
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            match element.name() {
                "row" => {
                    // A row or a cell that does not say where it stands follows the one before.
                    let number = element.number("r").unwrap_or(row.number.saturating_add(1));
                    let next = Row::new(number, is_true(&element, "hidden"));
                    push(&mut sheet, std::mem::replace(&mut row, next));
                    column = 0;
                }
                "c" => {
                    let at = element.attribute("r");
                    column = at.as_deref().and_then(column_of).unwrap_or(column + 1);
                    let kind = element.attribute("t").unwrap_or_default();
                    let style = element.number("s").unwrap_or(0);
                    let words = self.cell(&mut xml, text, &kind, style)?;
                    if !words.trim().is_empty() {
                        self.count(part, &words)?;
                        row.cells.push(Cell::new(row.number, column, words));
                    }
                }
                "mergeCell" => merged.extend(element.attribute("ref").as_deref().and_then(range)),
                _ => {}
            }
        }
        push(&mut sheet, row);
        sheet.rows.sort_by_key(|row| row.number);
        let width = sheet.rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column).max();
        for ((top, left), (bottom, right)) in merged {
            let right = right.min(width.unwrap_or(left)).max(left);
            self.cells += sheet.merge(top..=bottom.max(top), left..=right);
            self.count(part, "")?;
        }
        Ok(sheet)
    }

    /// What a reader sees in the cell that has just begun.
    fn cell(&self, xml: &mut Xml<'_>, text: &str, kind: &str, style: usize) -> Result<Arc<str>, Unreadable> {
        let (mut value, mut depth) = (String::new(), 1);
        let mut is_value = false;
        while depth > 0 {
            match xml.next()? {
                Some(Node::Start(element)) if element.name() == "is" => value = words(xml, text)?,
                Some(Node::Start(element)) => {
                    depth += 1;
                    is_value = element.name() == "v";
                }
                Some(Node::End(_)) => {
                    depth -= 1;
                    is_value = false;
                }
                Some(Node::Copy(at)) if is_value => value.push_str(at.of(text)),
                Some(Node::Written(c, _)) if is_value => value.push(c),
                Some(_) => {}
                None => break,
            }
        }
        Ok(match kind {
            "s" => {
                let shared = value.trim().parse().ok().and_then(|at: usize| self.strings.get(at));
                shared.cloned().unwrap_or_default()
            }
            "b" => if value.trim() == "1" { "TRUE" } else { "FALSE" }.into(),
            "" | "n" => self.formats.write(&value, style, self.counts_from_1904).into(),
            _ => value.replace("_x000D_", "").into(),
        })
    }

    /// Counts a cell with `words`.
    fn count(&mut self, part: &str, words: &str) -> Result<(), Unreadable> {
        self.cells += usize::from(!words.is_empty());
        self.words += words.len();
        if self.cells > MOST_CELLS || self.words > MOST_WORDS {
            return Err(Unreadable::new(format!(
                "{part} 里有字的单元格太多（上限 {MOST_CELLS} 个）。请用 Excel 或 WPS 打开，只保留清单，另存为 .xlsx 再试"
            )));
        }
        Ok(())
    }
}

/// Adds a row that has words.
fn push(sheet: &mut Sheet, mut row: Row) {
    if !row.cells.is_empty() {
        row.cells.sort_by_key(|cell| cell.column);
        row.cells.dedup_by_key(|cell| cell.column);
        sheet.rows.push(row);
    }
}

/// The column, from 1, of a place such as D5.
fn column_of(place: &str) -> Option<u32> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.fold(0u32, |column, letter| {
        column.saturating_mul(26).saturating_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    (1..=16_384).contains(&column).then_some(column)
}

type Corner = (u32, u32);

/// The first and the last row and column of a range such as A1:C3.
fn range(written: &str) -> Option<(Corner, Corner)> {
    let corner = |place: &str| -> Option<Corner> {
        let row = place.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
        Some((row, column_of(place)?))
    };
    let (from, to) = written.split_once(':')?;
    Some((corner(from)?, corner(to)?))
}
