//! `--format xlsx`: a workbook with the findings, the documents and what was not checked. Every word is written as text,
//! so that none that begins with `=`, `+`, `-` or `@` is ever a formula.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use super::{
    Report,
    table::{self, Cell, Row},
};
use crate::finding::Level;

/// Excel holds as many rows below the headings of a sheet; more go on in another one.
const MOST_ROWS: usize = 1_048_575;

/// The report as the bytes of an .xlsx file. The same report gives the same bytes.
pub fn xlsx(report: &Report) -> Vec<u8> {
    // Sheets, rows and words are within what the format holds: there is nothing that could fail.
    workbook(report).unwrap_or_default()
}

fn workbook(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let day = match report.as_of {
        Some(day) => ExcelDateTime::from_ymd(
            day.year().unsigned_abs(),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
        ),
        None => ExcelDateTime::from_ymd(2000, 1, 1),
    };
    workbook.set_properties(&DocProperties::new().set_title("合规检查报告").set_creation_datetime(&day?));
    sheets(&mut workbook, "问题", &table::FINDINGS, &table::findings(report))?;
    sheets(&mut workbook, "文件", &table::DOCUMENTS, &table::documents(report))?;
    sheets(&mut workbook, "没有检查的", &table::UNCHECKED, &table::unchecked(report))?;
    workbook.save_to_buffer()
}

/// Writes `rows` below `head`, in several sheets where one does not hold them.
fn sheets(
    workbook: &mut Workbook,
    name: &str,
    head: &[(&str, u8)],
    rows: &[Row<'_>],
) -> Result<(), XlsxError> {
    let mut parts: Vec<&[Row<'_>]> = rows.chunks(MOST_ROWS).collect();
    if parts.is_empty() {
        parts.push(&[]);
    }
    for (part, i) in parts.into_iter().zip(1..) {
        let name = if i == 1 { name.to_owned() } else { format!("{name}{i}") };
        sheet(workbook, &name, head, part)?;
    }
    Ok(())
}

fn sheet(
    workbook: &mut Workbook,
    name: &str,
    head: &[(&str, u8)],
    rows: &[Row<'_>],
) -> Result<(), XlsxError> {
    let font = Format::new().set_font_name("宋体").set_font_size(10.5);
    let bold = font.clone().set_bold().set_background_color(Color::RGB(0x00F4_F1EA));
    let wrapped = font.clone().set_text_wrap().set_align(FormatAlign::Top);
    let level = |level| {
        let color = match level {
            Level::Error => 0x009B_1C1C,
            Level::Warning => 0x008A_5A00,
            Level::Advice => 0x002F_5573,
        };
        (level.name(), wrapped.clone().set_font_color(Color::RGB(color)))
    };
    let levels = Level::ALL.map(level);
    let sheet = workbook.add_worksheet().set_name(name)?;
    for (column, (title, width)) in (0u16..).zip(head) {
        sheet.set_column_width(column, *width)?.write_string_with_format(0, column, *title, &bold)?;
    }
    for (number, row) in (1u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(row) {
            match cell {
                Cell::Text(words) => {
                    let own = levels.iter().find(|(name, _)| column == 0 && *name == words);
                    let format = own.map_or(&wrapped, |(_, format)| format);
                    sheet.write_string_with_format(number, column, words.as_ref(), format)?;
                }
                Cell::Number(count) => {
                    sheet.write_number_with_format(number, column, *count as f64, &wrapped)?;
                }
                Cell::Empty => {}
            }
        }
    }
    let last =
        (u32::try_from(rows.len()).unwrap_or(u32::MAX), u16::try_from(head.len() - 1).unwrap_or_default());
    sheet.autofilter(0, 0, last.0, last.1)?.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}
