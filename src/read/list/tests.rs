use std::io::Write as _;

use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::doc::FieldDef;

/// The main parts of a workbook: the XML of its sheets, each with its name and the attributes of its entry.
fn workbook(sheets: &[(&str, &str, &str)], strings: &str, styles: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |entries: String| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>"#
        )
    };
    let relation = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{KIND}/{kind}" Target="{target}"/>"#)
    };
    let mut parts = vec![
        ("_rels/.rels".to_owned(), relations(relation("r", "officeDocument", "xl/workbook.xml"))),
        ("xl/sharedStrings.xml".to_owned(), format!(r#"<sst xmlns="{MAIN}">{strings}</sst>"#)),
        ("xl/styles.xml".to_owned(), format!(r#"<styleSheet xmlns="{MAIN}">{styles}</styleSheet>"#)),
    ];
    let mut entries = String::new();
    let mut links =
        relation("s", "sharedStrings", "sharedStrings.xml") + &relation("t", "styles", "/xl/styles.xml");
    for (i, (name, attributes, xml)) in sheets.iter().enumerate() {
        entries += &format!(r#"<sheet name="{name}" sheetId="{i}" r:id="w{i}" {attributes}/>"#);
        links += &relation(&format!("w{i}"), "worksheet", &format!("worksheets/sheet{i}.xml"));
        let xml = format!(r#"<worksheet xmlns="{MAIN}">{xml}</worksheet>"#);
        parts.push((format!("xl/worksheets/sheet{i}.xml"), xml));
    }
    let book = format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{KIND}"><sheets>{entries}</sheets></workbook>"#);
    parts.push(("xl/workbook.xml".to_owned(), book));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), relations(links)));
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A sheet of rows of words; an empty word is no cell.
fn rows(rows: &[&[&str]]) -> String {
    let cell = |words: &&str| match *words {
        "" => "<c/>".to_owned(),
        words => format!(r#"<c t="inlineStr"><is><t>{words}</t></is></c>"#),
    };
    let row = |cells: &&[&str]| format!("<row>{}</row>", cells.iter().map(cell).collect::<String>());
    format!("<sheetData>{}</sheetData>", rows.iter().map(row).collect::<String>())
}

fn table() -> FieldTable {
    let def = |name: &str, labels: &[&str], weak: &[&str], columns: &[&str]| FieldDef {
        name: name.to_owned(),
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        weak: weak.iter().map(|label| (*label).to_owned()).collect(),
        columns: columns.iter().map(|label| (*label).to_owned()).collect(),
        ..FieldDef::default()
    };
    FieldTable::new(&[
        def("事项名称", &[], &[], &["事项", "子项"]),
        def("办理情形", &[], &[], &["情形"]),
        def("实施机关", &["实施单位"], &[], &[]),
        def("承诺时限", &["办理时限", "承诺办理时限"], &["时限"], &[]),
        def("法定时限", &["法定办理时限"], &[], &[]),
        def("联系方式", &["咨询电话"], &["电话"], &[]),
        def("投诉渠道", &["投诉电话"], &[], &[]),
        def("办理时间", &["办公时间"], &[], &[]),
    ])
}

/// The items of a list: field and value with its place; limits with their roles.
fn seen(list: &List) -> Vec<Vec<String>> {
    let items = list.items().iter().filter_map(|item| list.document(item));
    items
        .map(|document| {
            let place = |at| document.block_at(at).and_then(|block| block.place).unwrap().to_string();
            let field = |field: &Field| {
                format!("{}={}@{}", field.name, field.text(&document.plain), place(field.span()))
            };
            let limit = |limit: &crate::law::TimeLimit| {
                format!("{}{}{}", limit.role.name(), limit.amount, limit.unit.name())
            };
            document.fields.iter().map(field).chain(document.limits.iter().map(limit)).collect()
        })
        .collect()
}

fn read(bytes: &[u8], format: Format) -> List {
    List::read(bytes, format, &table()).unwrap()
}

fn sheet(xml: &str) -> List {
    read(&workbook(&[("清单", "", xml)], "", ""), Format::Xlsx)
}

#[test]
fn rows_are_items_and_cells_their_fields() {
    let list = sheet(&rows(&[
        &["白鹭县教育局2026年政务服务事项清单"],
        &["序号", "事项", "承诺时限（工作日）", "咨询电话"],
        &["1", "校车使用许可", "5", "0713-5064189"],
        &[],
        &["一、其他事项"],
        &["2", "办学许可", "当场办结", ""],
        &["序号", "事项", "承诺时限（工作日）", "咨询电话"],
        &["", "", "7", "5064180"],
        &["合计", "合计", "2", ""],
    ]));
    let organ = "实施机关=白鹭县教育局@A1";
    assert_eq!(
        seen(&list),
        [
            vec![
                "事项名称=校车使用许可@B3",
                "承诺时限=5@C3",
                "联系方式=0713-5064189@D3",
                organ,
                "承诺5工作日"
            ],
            vec!["事项名称=办学许可@B6", "承诺时限=当场办结@C6", organ, "承诺0当场"],
        ]
    );
    assert_eq!(list.notes(), ["工作表“清单”第 8 行没有事项名称，没有检查"]);
}

#[test]
fn heads_of_two_rows_merged_cells_and_units_of_their_own() {
    let data = rows(&[
        &["事项名称", "情形", "办理时限", "", "", "投诉渠道"],
        &["", "", "法定", "承诺", "单位", "电话"],
        &["食品经营许可", "新办", "20", "5", "工作日", "12345"],
        &["", "变更", "20", "3", "工作日", ""],
    ]);
    let merged = r#"<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:E1"/><mergeCell ref="A3:A4"/><mergeCell ref="F3:F4"/></mergeCells>"#;
    let list = sheet(&(data + merged));
    let items = seen(&list);
    assert_eq!(
        items[0],
        [
            "事项名称=食品经营许可@A3",
            "办理情形=新办@B3",
            "法定时限=20@C3",
            "承诺时限=5工作日@D3",
            "投诉渠道=12345@F3",
            "承诺5工作日"
        ]
    );
    assert_eq!(
        items[1],
        [
            "事项名称=食品经营许可@A3",
            "办理情形=变更@B4",
            "法定时限=20@C4",
            "承诺时限=3工作日@D4",
            "投诉渠道=12345@F3",
            "承诺3工作日"
        ]
    );
    // The same as a text file, where nothing is merged.
    let csv = "事项名称,情形,办理时限,,投诉渠道\n,,法定（工作日）,承诺（工作日）,电话\n食品经营许可,新办,20,5,12345\n";
    assert_eq!(
        seen(&read(csv.as_bytes(), Format::Csv)),
        [[
            "事项名称=食品经营许可@A3",
            "办理情形=新办@B3",
            "法定时限=20@C3",
            "承诺时限=5@D3",
            "投诉渠道=12345@E3",
            "法定20工作日",
            "承诺5工作日"
        ]]
    );
}

#[test]
fn shared_words_formats_and_what_is_hidden() {
    let strings = "<si><t>事项</t></si><si><r><t>承诺</t></r><r><t>时限</t></r><rPh><t>チ</t></rPh></si><si><t>排水&amp;许可</t></si>";
    let styles = r#"<numFmts><numFmt numFmtId="180" formatCode="0&quot;个工作日&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="180"/></cellXfs>"#;
    let xml = r#"<sheetData><row r="3"><c r="B3" t="s"><v>0</v></c><c r="D3" t="s"><v>1</v></c></row><row r="9" hidden="1"><c r="B9" t="s"><v>2</v></c><c r="D9" s="1"><f>2+3</f><v>5</v></c></row></sheetData>"#;
    let remark = rows(&[&["填表说明"], &["事项名称填全称"]]);
    let sheets =
        [("说明", "", remark.as_str()), ("旧", r#"state="hidden""#, xml), ("空", "", "<sheetData/>")];
    let list = read(&workbook(&sheets, strings, styles), Format::Xlsx);
    assert_eq!(seen(&list), [["事项名称=排水&许可@B9", "承诺时限=5个工作日@D9", "承诺5工作日"]]);
    assert_eq!(
        list.notes(),
        [
            "工作表“说明”不是事项清单（找不到“事项名称”和其他要素的列名），没有检查",
            "工作表“旧”是隐藏的，也检查了",
            "工作表“旧”第 9 行是隐藏的，也检查了",
        ]
    );
}

#[test]
fn numbers_without_a_unit_and_other_columns_further_down_are_said() {
    let list = sheet(&rows(&[
        &["事项", "承诺时限"],
        &["甲", "5"],
        &["事项", "咨询电话", "承诺时限"],
        &["乙", "5064189", "5个工作日"],
    ]));
    assert_eq!(list.items().len(), 1);
    assert_eq!(list.notes().len(), 2);
    assert!(
        list.notes()[0].contains("第 3 行起换了列名") && list.notes()[1].contains("看不出单位"),
        "{:?}",
        list.notes()
    );
}

#[test]
fn a_place_in_a_text_file_is_that_of_its_words() {
    let text = "事项名称,承诺时限,咨询电话\r\n𠮷祥许可,\"5个\n工作日\",\"(\"\"总\"\")5064189\"\r\n";
    for bytes in [text.as_bytes().to_vec(), encoding_rs::GB18030.encode(text).0.into_owned()] {
        let list = read(&bytes, Format::Csv);
        let document = list.document(&list.items()[0]).unwrap();
        let Origin::Row { source: Some((own, _)), from, .. } = &document.origin else { panic!() };
        assert_eq!((from.line, from.byte), (2, text.find('𠮷').unwrap()));
        for (field, words) in
            [("事项名称", "𠮷祥许可"), ("承诺时限", "5个\n工作日"), ("联系方式", "(\"\"总\"\")5064189")]
        {
            let field = document.fields_named(field).next().unwrap();
            assert_eq!(document.anchors.to_source(field.span()).of(own), words);
        }
    }
}

#[test]
fn what_is_no_workbook_is_said() {
    let fails = |bytes: &[u8]| List::read(bytes, Format::Xlsx, &table()).unwrap_err().reason;
    assert!(fails(b"PK\x03\x04").contains(".xlsx"));
    assert!(fails(&workbook(&[], "", "")).contains("没有工作表"));
    let broken = workbook(&[("清单", "", "<sheetData><row></sheetData>")], "", "");
    assert!(fails(&broken).contains("sheet0.xml"));
    // Words that are stored once and shown in very many cells.
    let long = format!("<si><t>{}</t></si>", "长".repeat(30_000));
    let cells = r#"<c t="s"><v>0</v></c>"#.repeat(4_000);
    let inflated =
        workbook(&[("清单", "", &format!("<sheetData><row>{cells}</row></sheetData>"))], &long, "");
    assert!(fails(&inflated).contains("太多"));
}

#[test]
fn damaged_tables_are_read_or_refused() {
    let table = table();
    let data = rows(&[&["事项", "承诺时限"], &["甲", "5个工作日"], &["乙", "7个工作日"]]);
    let merged = r#"<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B9:A1"/><mergeCell ref="?"/></mergeCells>"#;
    let whole = workbook(&[("清单", "", &(data + merged))], "", "");
    let csv = "事项,承诺时限\n甲,\"5个\"\"工作日\"\n".as_bytes().to_vec();
    let mut seed = 7u32;
    for (bytes, format) in [(whole, Format::Xlsx), (csv, Format::Csv)] {
        for _ in 0..400 {
            let mut bytes = bytes.clone();
            for _ in 0..3 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = (seed >> 8) as usize % bytes.len();
                bytes[at] = (seed & 0xFF) as u8;
            }
            if seed.is_multiple_of(5) {
                bytes.truncate((seed >> 4) as usize % bytes.len());
            }
            if let Ok(list) = List::read(&bytes, format, &table) {
                seen(&list);
            }
        }
    }
}
