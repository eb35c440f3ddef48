//! What is read from Word packages, which are made here part by part.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::doc::{Block, Cell, Place};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    pack_bytes(&parts)
}

fn pack_bytes(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn relations(family: &str, targets: &[(&str, &str)]) -> String {
    let entries: String = targets
        .iter()
        .enumerate()
        .map(|(id, (kind, target))| {
            format!(r#"<Relationship Id="r{id}" Type="{family}/{kind}" Target="{target}"/>"#)
        })
        .collect();
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>"#
    )
}

fn document(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>"#
    )
}

/// A package with that body, those styles and that numbering.
fn package(body: &str, styles: &str, numbering: &str) -> Vec<u8> {
    pack(&[
        ("_rels/.rels", &relations(RELATIONS, &[("officeDocument", "word/document.xml")])),
        ("word/document.xml", &document(body)),
        (
            "word/_rels/document.xml.rels",
            &relations(RELATIONS, &[("styles", "styles.xml"), ("numbering", "/word/numbering.xml")]),
        ),
        ("word/styles.xml", &format!(r#"<w:styles xmlns:w="{WORD}">{styles}</w:styles>"#)),
        ("word/numbering.xml", &format!(r#"<w:numbering xmlns:w="{WORD}">{numbering}</w:numbering>"#)),
    ])
}

/// Reads a package and checks that every copied run stands in document.xml byte for byte.
fn read(body: &str, styles: &str, numbering: &str) -> Draft {
    let draft = docx(&package(body, styles, numbering)).unwrap();
    let source = document(body);
    for (plain, at) in draft.anchors.copies() {
        let even = |text: &str| text.replace(|c: char| c.is_ascii_whitespace(), " ");
        assert_eq!(even(plain.of(&draft.plain)), even(at.of(&source)));
    }
    draft
}

fn describe(draft: &Draft) -> Vec<String> {
    let text = |block: &Block| {
        let words = block.span.of(&draft.plain);
        let place = block.place.unwrap();
        match (block.kind, place) {
            (BlockKind::Paragraph, Place::Paragraph(n)) => format!("{n}p {words}"),
            (BlockKind::Heading(level), Place::Paragraph(n)) => format!("{n}h{level} {words}"),
            (BlockKind::Item(1), Place::Paragraph(n)) => format!("{n}li {words}"),
            (BlockKind::Item(depth), Place::Paragraph(n)) => format!("{n}li{depth} {words}"),
            (BlockKind::Cell(cell), Place::Cell { table, row, column }) => {
                let Cell { rows, columns, header, .. } = cell;
                assert_eq!((table, row, column), (cell.table, cell.row, cell.column));
                let head = if header { "h" } else { "" };
                let merged =
                    if (rows, columns) == (1, 1) { String::new() } else { format!("+{rows}x{columns}") };
                format!("{table}.{row}.{column}{merged}{head} {words}")
            }
            other => panic!("{other:?}"),
        }
    };
    draft.blocks.iter().map(text).collect()
}

fn blocks(body: &str) -> Vec<String> {
    describe(&read(body, STYLES, NUMBERING))
}

/// A paragraph with properties and one run.
fn p(properties: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>"#)
}

fn tc(properties: &str, content: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
}

const STYLES: &str = r#"
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/></w:style>
<w:style w:type="paragraph" w:styleId="3"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading4"/>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="L"><w:name w:val="List Number"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="L2"><w:name w:val="条"/><w:basedOn w:val="L"/></w:style>
<w:style w:type="paragraph" w:styleId="L3"><w:name w:val="项"/><w:basedOn w:val="L"/><w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="List Bullet"/></w:style>
<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="H"><w:name w:val="Hidden"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="numbering" w:styleId="N"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="X"><w:basedOn w:val="Y"/></w:style><w:style w:type="paragraph" w:styleId="Y"><w:basedOn w:val="X"/></w:style>"#;

const NUMBERING: &str = r#"
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="L"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="L2"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/><w:suff w:val="nothing"/><w:lvlText w:val="%4"/><w:lvlRestart w:val="0"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="N"/></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="7"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%1)"/></w:lvl></w:lvlOverride></w:num>"#;

fn num(id: u32, level: u32) -> String {
    format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>"#)
}

#[test]
fn headings_by_level_by_name_and_by_their_own_word() {
    let body = [
        p(r#"<w:pStyle w:val="T"/>"#, "居住证办理指南"),
        p(r#"<w:pStyle w:val="1"/>"#, "申请条件"),
        p(r#"<w:pStyle w:val="2"/>"#, "甲"),
        p(r#"<w:pStyle w:val="3"/>"#, "乙"),
        p(r#"<w:pStyle w:val="Heading4"/>"#, "丙"),
        p(r#"<w:outlineLvl w:val="7"/>"#, "丁"),
        p(r#"<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>"#, "戊"),
        "<w:p/>".to_owned(),
        p(r#"<w:pStyle w:val="X"/>"#, "己"),
        p(r#"<w:pStyle w:val="B"/>"#, "庚"),
    ]
    .concat();
    let draft = read(&body, STYLES, NUMBERING);
    assert_eq!(
        describe(&draft),
        [
            "1h1 居住证办理指南",
            "2h1 申请条件",
            "3h2 甲",
            "4h1 乙",
            "5h4 丙",
            "6h6 丁",
            "7p 戊",
            "9p 己",
            "10li 庚"
        ]
    );
    assert_eq!(draft.title.unwrap().of(&draft.plain), "居住证办理指南");
    let strong: Vec<_> = draft.strong.iter().map(|span| span.of(&draft.plain)).collect();
    assert_eq!(strong, ["申请条件", "乙", "戊"]);
}

#[test]
fn automatic_numbers_are_computed() {
    let body = [
        p(&num(1, 0), "甲"),
        p(&num(1, 1), "乙"),
        p(&num(1, 1), ""),
        p(&num(1, 1), "丙"),
        p(&num(1, 3), "丁"),
        p(&num(1, 2), "戊"),
        p("", "己"),
        p(&num(1, 0), "庚"),
        p(&num(1, 1), "辛"),
        p(&num(1, 3), "壬"),
        p(&num(2, 0), "子"),
        p(&num(2, 0), "丑"),
        p(&num(1, 0), "寅"),
    ]
    .concat();
    assert_eq!(
        blocks(&body),
        [
            "1li 一、甲",
            "2li2 （一）乙",
            "4li2 （三）丙",
            "5li4 ①丁",
            "6li3 1.3.2 戊",
            "7p 己",
            "8li 二、庚",
            "9li2 （一）辛",
            "10li4 ②壬",
            "11li 一、子",
            "12li 二、丑",
            "13li 三、寅"
        ]
    );
}

#[test]
fn a_level_that_was_skipped_counts_as_begun() {
    let body = [p(&num(1, 2), "甲"), p(&num(1, 1), "乙"), p(&num(1, 0), "丙"), p(&num(1, 2), "丁")].concat();
    assert_eq!(blocks(&body), ["1li3 1.1.1 甲", "2li2 （二）乙", "3li 二、丙", "4li3 2.1.1 丁"]);
}

#[test]
fn numbers_through_styles_links_and_overrides() {
    let body = [
        p(r#"<w:pStyle w:val="L"/>"#, "甲"),
        p(r#"<w:pStyle w:val="L2"/>"#, "乙"),
        p(r#"<w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr>"#, "丙"),
        p(r#"<w:pStyle w:val="L"/><w:outlineLvl w:val="1"/>"#, "丁"),
        p(r#"<w:pStyle w:val="L3"/>"#, "层"),
        p(&num(3, 0), "戊"),
        p(&num(5, 0), "己"),
        p(&num(6, 0), "庚"),
        p(&num(4, 0), "辛"),
        p(&num(99, 0), "壬"),
        p(&num(1, 2), "<![CDATA[癸&]]>"),
    ]
    .concat();
    let expected = [
        "1li 一、甲",
        "2li2 （一）乙",
        "3li 丙",
        "4h2 二、丁",
        "5li3 2.1.1 层",
        "6li C. 戊",
        "7li D. 己",
        "8li (v) 庚",
        "9li 辛",
        "10p 壬",
        "11li3 2.1.2 癸&",
    ];
    assert_eq!(blocks(&body), expected);
}

#[test]
fn a_number_stands_for_the_start_tag_of_its_paragraph() {
    let body = p(&num(1, 0), "甲").replace("<w:p>", r#"<w:p w:id="9">"#);
    let draft = read(&body, STYLES, NUMBERING);
    let source = document(&body);
    assert_eq!(draft.anchors.to_source(Span::new(0, "一、".len())).of(&source), r#"<w:p w:id="9">"#);
    let body =
        format!("<w:p><w:pPr>{}</w:pPr><w:r><w:br/><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>", num(1, 0));
    assert_eq!(blocks(&body), ["1li 一、甲", "1li 乙"]);
}

#[test]
fn runs_are_one_text_and_lead_back_to_their_bytes() {
    let body = "<w:p><w:r><w:t>须提</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>供有</w:t></w:r><w:r><w:t>关材料</w:t><w:tab/><w:t>A&amp;B&#65306;028</w:t>\
        <w:noBreakHyphen/><w:t>1\n</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"S\"/></w:rPr><w:t xml:space=\"preserve\"> 𠮷 </w:t><w:sym w:char=\"F0A3\"/></w:r>\
        <w:r><w:rPr><w:rStyle w:val=\"S\"/><w:b w:val=\"0\"/></w:rPr><w:t> 末 </w:t></w:r></w:p>";
    let draft = read(body, STYLES, NUMBERING);
    assert_eq!(draft.plain, "须提供有关材料 A&B：028-1 𠮷 末");
    let source = document(body);
    let find = |words: &str| {
        let at = draft.plain.find(words).unwrap();
        draft.anchors.to_source(Span::new(at, at + words.len())).of(&source)
    };
    assert_eq!(find("提供"), "提</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>供");
    assert_eq!(find("&B"), "&amp;B");
    assert_eq!(find("："), "&#65306;");
    assert_eq!(find("𠮷"), "𠮷");
    let strong: Vec<_> = draft.strong.iter().map(|span| span.of(&draft.plain)).collect();
    assert_eq!(strong, ["供有", "𠮷"]);
}

#[test]
fn tracked_changes_hidden_text_links_and_fields() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let field = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let cases = [
        (format!("<w:ins>{}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r>{}</w:del>", run("甲"), run("乙")), "甲"),
        (format!("<w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo>", run("甲"), run("乙")), "乙"),
        (r#"<w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r><w:r><w:rPr><w:rStyle w:val="H"/></w:rPr><w:t>乙</w:t></w:r>"#.to_owned() + &run("丙"), "丙"),
        (format!("<w:hyperlink><w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt></w:hyperlink>", run("甲")), "甲"),
        (
            format!(
                "{}<w:r><w:instrText>IF </w:instrText></w:r>{}{}{}{}{}{}{}",
                field("begin"), field("begin"), field("separate"), run("码"), field("end"), field("separate"), run("甲"), field("end")
            ),
            "甲",
        ),
        (format!("{}{}", field("begin"), run("甲")), "甲"),
        (format!(r#"<w:fldSimple w:instr="PAGE">{}</w:fldSimple>"#, run("3")), "3"),
        (r#"<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"#.to_owned(), "x=1"),
        ("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>guī</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>规</w:t></w:r></w:rubyBase></w:ruby></w:r>".to_owned(), "规"),
    ];
    for (content, expected) in cases {
        let draft = read(&format!("<w:p>{content}</w:p>"), STYLES, NUMBERING);
        assert_eq!(draft.plain, expected, "{content}");
    }
}

#[test]
fn a_paragraph_whose_end_was_deleted_runs_on() {
    let mark = "<w:rPr><w:del/></w:rPr>";
    let body = [
        p(&num(1, 0), "甲"),
        p(&format!("{}{mark}", num(1, 0)), ""),
        p(mark, "乙"),
        p(&num(1, 0), "丙"),
        p(
            "<w:rPr><w:vanish/></w:rPr><w:pPrChange><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:pPrChange>",
            "丁",
        ),
        p(&format!("{}<w:rPr><w:vanish/></w:rPr>", num(1, 0)), ""),
        p(&num(1, 0), "戊"),
        p(mark, "己"),
    ]
    .concat();
    assert_eq!(blocks(&body), ["1li 一、甲", "4li 二、乙丙", "5p 丁", "7li 三、戊", "8p 己"]);
}

#[test]
fn text_boxes_are_read_once() {
    let text_box = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p("", text));
    let drawing = format!(
        "<mc:AlternateContent><mc:Choice Requires=\"wps\">{}</mc:Choice><mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>",
        text_box("框"),
        text_box("框")
    );
    let empty = format!(
        "<mc:AlternateContent><mc:Choice Requires=\"x\"/><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
        text_box("备")
    );
    let body = format!(
        "<w:p><w:r><w:t>前</w:t>{drawing}</w:r><w:r><w:t>后</w:t></w:r></w:p><w:p><w:r>{empty}</w:r></w:p>"
    );
    assert_eq!(blocks(&body), ["1p 前后", "1p 框", "2p 备"]);
}

#[test]
fn cells_stand_on_the_real_grid() {
    let restart = r#"<w:vMerge w:val="restart"/>"#;
    let nested = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>{}", tc("", &p("", "内")), p("", "外"));
    let rows = [
        format!(
            "<w:trPr><w:tblHeader/></w:trPr>{}{}",
            tc(r#"<w:gridSpan w:val="2"/>"#, &p("", "材料")),
            tc("", &p("", "份数"))
        ),
        format!(
            "{}{}{}",
            tc(restart, &p("", "甲")),
            tc("", &(p("", "乙") + &p(&num(1, 0), "丙"))),
            tc("", &p("", "丁"))
        ),
        format!("{}{}{}", tc("<w:vMerge/>", &p("", "藏")), tc("", "<w:p/>"), tc("", &nested)),
        format!(
            "<w:trPr><w:gridBefore w:val=\"1\"/><w:tblHeader w:val=\"0\"/></w:trPr>{}{}",
            tc("<w:vMerge/>", &p("", "戊")),
            tc("", &p("", "己"))
        ),
        format!("{}{}", tc(r#"<w:hMerge w:val="restart"/>"#, &p("", "庚")), tc("<w:hMerge/>", "<w:p/>")),
    ];
    let rows: String = rows.iter().map(|row| format!("<w:tr>{row}</w:tr>")).collect();
    let body = format!(
        "{}<w:tbl><w:tblPr/>{rows}</w:tbl>{}<w:tbl><w:tr>{}</w:tr></w:tbl>",
        p("", "前"),
        p("", "后"),
        tc("", &p("", "末"))
    );
    let expected = [
        "1p 前",
        "1.1.1+1x2h 材料",
        "1.1.3h 份数",
        "1.2.1+2x1 甲",
        "1.2.2 乙",
        "1.2.2 一、丙",
        "1.2.3 丁",
        "2.1.1 内",
        "1.3.3 外",
        "1.4.2 戊",
        "1.4.3 己",
        "1.5.1+1x2 庚",
        "2p 后",
        "3.1.1 末",
    ];
    assert_eq!(blocks(&body), expected);
}

#[test]
fn other_prefixes_strict_names_and_encodings() {
    let text = r#"<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"><body><p><r><t>甲</t></r></p></body></document>"#;
    let strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    let bytes = pack(&[
        ("_rels/.rels", &relations(strict, &[("officeDocument", "/Word\\Document2.xml")])),
        ("word/document2.xml", text),
    ]);
    let draft = docx(&bytes).unwrap();
    assert_eq!(draft.plain, "甲");
    assert_eq!(draft.anchors.to_source(draft.blocks[0].span).of(text), "甲");

    let text =
        "\u{FEFF}".to_owned() + &document(&p("", "乙")).replace("w:", "x:").replace("xmlns:w=", "xmlns:x=");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let rels = relations(RELATIONS, &[("officeDocument", "d.xml")]);
    let draft = docx(&pack_bytes(&[("_rels/.rels", rels.as_bytes()), ("d.xml", &utf16)])).unwrap();
    assert_eq!(draft.plain, "乙");
}

fn reason(bytes: &[u8]) -> String {
    docx(bytes).unwrap_err().reason
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let rels = relations(RELATIONS, &[("officeDocument", "word/document.xml")]);
    let with = |text: &str| pack(&[("_rels/.rels", &rels), ("word/document.xml", text)]);
    let whole = package(&p("", "甲"), "", "");
    let damaged = "文件已损坏，用 Word 或 WPS 打开后另存为 .docx 再试";
    assert_eq!(reason(b""), damaged);
    assert_eq!(reason("甲".as_bytes()), damaged);
    assert_eq!(reason(&whole[..whole.len() / 2]), damaged);

    let ole = |name: &str| {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0];
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    assert!(reason(&ole("EncryptedPackage")).starts_with("文件设有密码"));
    assert!(reason(&ole("WordDocument")).starts_with("这是旧版 .doc"));
    assert!(reason(&ole("Workbook")).starts_with("这不是 Word 文档"));
    assert_eq!(crate::read::package::legacy(Office::Word, &whole), None);

    for bytes in [pack(&[("a", "b")]), pack(&[("_rels/.rels", &rels)]), with("<workbook/>")] {
        assert!(reason(&bytes).starts_with("文件里没有 Word 正文"));
    }
    let broken = "文件中的 word/document.xml 有错误，用 Word 或 WPS 打开后另存为 .docx 再试";
    let text = document("");
    for text in [
        text.split_at(text.len() - 9).0,
        &text.replace("</w:body>", "</w:x>"),
        &text.replace("<w:body>", "<w:body a=\"<w:body>"),
        &text.replace("<w:document", "<!DOCTYPE x [<!ENTITY a \"b\">]><w:document"),
        &document(&("<w:p>".repeat(300) + &"</w:p>".repeat(300))),
    ] {
        assert_eq!(reason(&with(text)), broken);
    }
    let mut bytes = package("", "<w:style>", "");
    assert!(reason(&bytes).contains("word/styles.xml"));
    bytes = package("", "", "</w:num>");
    assert!(reason(&bytes).contains("word/numbering.xml"));
}

#[test]
fn bombs_are_refused() {
    let rels = relations(RELATIONS, &[("officeDocument", "word/document.xml")]);
    let bomb = document(&" ".repeat(30 << 20));
    assert!(reason(&pack(&[("_rels/.rels", &rels), ("word/document.xml", &bomb)])).contains("大得不正常"));
    let names: Vec<String> = (0..2_001).map(|n| format!("p{n}")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert!(reason(&pack(&parts)).contains("2001 个部件"));
    // Tightly packed, but small.
    let body = p("", "甲").repeat(3_000);
    assert_eq!(docx(&package(&body, "", "")).unwrap().blocks.len(), 3_000);
}

proptest! {
    #[test]
    fn no_body_makes_it_fail(parts in prop::collection::vec(0..24usize, 0..60)) {
        const PARTS: [&str; 24] = [
            "p", "r", "t", "tbl", "tr", "tc", "tcPr", "pPr", "rPr", "del", "txbxContent", "sdt", "fldChar w:fldCharType=\"begin\"",
            "fldChar w:fldCharType=\"separate\"", "fldChar w:fldCharType=\"end\"", "gridSpan w:val=\"2\"", "vMerge", "vMerge w:val=\"restart\"",
            "br", "hMerge", "甲", "&#65306;", " ", "/",
        ];
        let (mut body, mut open) = (String::new(), Vec::new());
        for part in parts {
            let part = PARTS[part];
            if part == "/" {
                body += &open.pop().map_or(String::new(), |name| format!("</w:{name}>"));
            } else if part.starts_with(|c: char| c.is_ascii_lowercase()) {
                body += &format!("<w:{part}>");
                open.push(part.split(' ').next().unwrap());
            } else {
                body += part;
            }
        }
        while let Some(name) = open.pop() {
            body += &format!("</w:{name}>");
        }
        read(&body, STYLES, NUMBERING);
    }

    #[test]
    fn no_bytes_make_it_fail(at in any::<prop::sample::Index>(), to in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = package(&p("", "甲"), STYLES, NUMBERING);
        let (at, cut) = (at.index(bytes.len()), cut.index(bytes.len()));
        bytes[at] = to;
        let _ = docx(&bytes);
        let _ = docx(&bytes[..cut]);
    }
}

#[test]
fn pictures_are_no_text_and_are_counted() {
    let picture = r#"<w:p><w:r><w:t>见下图</w:t><w:drawing><p:pic xmlns:p="p" xmlns:a="a"><a:blip/></p:pic></w:drawing></w:r></w:p>"#;
    let draft = read(&[picture, picture, &p("", "完")].concat(), STYLES, NUMBERING);
    assert_eq!(draft.unread, ["有 2 张图片，图片里的文字没有检查"]);
    assert!(read(&p("", "完"), STYLES, NUMBERING).unread.is_empty());
}
