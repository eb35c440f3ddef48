//! A document as a file: format, encoding, noise.

use std::{fmt::Write as _, io::Write as _};

use encoding_rs::{BIG5, Encoding, GBK};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    dice::Dice,
    layout::breakable,
    paper::{BOLD, Block, Place, is_mark, without_marks},
    traditional::traditional,
};

/// A file and the places in its text.
pub(super) struct Sample {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) places: Vec<Place>,
    /// The text in which the places are: the file's, or that of the main part of a package.
    pub(super) text: String,
}

/// How a file is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) extension: &'static str,
    encoding: Coding,
    noise: Noise,
    is_crlf: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Utf8,
    Utf8WithMark,
    Gbk,
    Utf16Le,
    Utf16Be,
    /// Traditional characters in Big5.
    Big5,
    /// Traditional characters in UTF-8.
    Traditional,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noise {
    None,
    /// Paragraphs are indented by two ideographic spaces.
    Indented,
    /// Lines of the source are broken where the paragraph goes on.
    SoftBreaks,
    /// 1 in square brackets between dashes, as pages are numbered: —1—
    PageMarks,
    /// 業(yè): pinyin behind a traditional character, as copying machines insert it.
    Pinyin,
    /// Blanks that do not break stand where blanks are.
    NoBreak,
}

impl Style {
    pub(super) fn any(dice: &mut Dice) -> Self {
        let extension = dice.pick(&["md", "html", "txt", "docx"]);
        let noises: &[Noise] = match extension {
            "md" => &[Noise::None, Noise::SoftBreaks, Noise::NoBreak],
            "html" => &[Noise::None, Noise::SoftBreaks, Noise::Indented, Noise::NoBreak],
            "txt" => &[Noise::None, Noise::Indented, Noise::PageMarks],
            _ => &[Noise::None, Noise::Indented],
        };
        let mut noise = noises[dice.roll(noises.len())];
        let encoding = match (extension, dice.roll(12)) {
            ("docx", 0) | (_, 1) => Coding::Traditional,
            ("docx", _) | (_, 2..=5) => Coding::Utf8,
            (_, 6) => Coding::Utf8WithMark,
            (_, 7 | 8) => Coding::Gbk,
            (_, 9) => Coding::Utf16Le,
            (_, 10) => Coding::Utf16Be,
            _ => Coding::Big5,
        };
        if encoding == Coding::Traditional && dice.chance(30) {
            noise = Noise::Pinyin;
        }
        Self { extension, encoding, noise, is_crlf: dice.chance(40) }
    }

    /// UTF-8 without noise.
    pub(super) fn plain(extension: &'static str) -> Self {
        Self { extension, encoding: Coding::Utf8, noise: Noise::None, is_crlf: false }
    }

    /// Without noise in every encoding that keeps the characters.
    pub(super) fn encodings(extension: &'static str) -> [Self; 4] {
        let all = [Coding::Utf8WithMark, Coding::Gbk, Coding::Utf16Le, Coding::Utf16Be];
        all.map(|encoding| Self { encoding, is_crlf: true, ..Self::plain(extension) })
    }

    /// Whether the file shows what the catalogue itself reports as advice: page marks, inserted pinyin.
    pub(super) fn earns_advice(self) -> bool {
        matches!(self.noise, Noise::PageMarks | Noise::Pinyin)
    }

    /// The file of `blocks`.
    pub(super) fn write(self, blocks: &[Block], dice: &mut Dice) -> Sample {
        let written = match self.extension {
            "md" => markdown(blocks, self, dice),
            "html" => html(blocks, self, dice),
            "docx" => document_xml(blocks, self, dice),
            _ => plain(blocks, self, dice),
        };
        let (text, encoding) = match self.encoding {
            Coding::Big5 | Coding::Traditional => {
                (traditional(&written, self.noise == Noise::Pinyin), self.encoding)
            }
            other => (written, other),
        };
        let text = if self.is_crlf && self.extension != "docx" { text.replace('\n', "\r\n") } else { text };
        let (text, places) = without_marks(&text);
        let name = format!("文件.{}", self.extension);
        let bytes = if self.extension == "docx" { package(&text) } else { encode(&text, encoding) };
        Sample { name, bytes, places, text }
    }
}

/// Text in an encoding; in UTF-8 where the encoding lacks a character.
fn encode(text: &str, coding: Coding) -> Vec<u8> {
    let by = |encoding: &'static Encoding| {
        let (bytes, _, has_gaps) = encoding.encode(text);
        if has_gaps { text.as_bytes().to_vec() } else { bytes.into_owned() }
    };
    match coding {
        Coding::Utf8 | Coding::Traditional => text.as_bytes().to_vec(),
        Coding::Utf8WithMark => [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat(),
        Coding::Gbk => by(GBK),
        Coding::Big5 => by(BIG5),
        Coding::Utf16Le => {
            "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }
        Coding::Utf16Be => {
            "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
        }
    }
}

/// Bold marks become what the format has for them; other marks stay.
fn with_bold(text: &str, open: &str, close: &str) -> String {
    text.replace(BOLD[0], open).replace(BOLD[1], close)
}

/// A line break in the middle of some paragraphs.
fn softly(text: String, style: Style, dice: &mut Dice) -> String {
    let at = breakable(&text);
    if style.noise != Noise::SoftBreaks || at.len() < 20 || !dice.chance(50) {
        return text;
    }
    let (head, tail) = text.split_at(at[dice.between(8, at.len() - 8)]);
    format!("{head}\n{tail}")
}

fn markdown(blocks: &[Block], style: Style, dice: &mut Dice) -> String {
    let inline = |text: &str| with_bold(text, "**", "**");
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Title(text) => writeln!(out, "# {}\n", inline(text)),
            Block::Heading(text) => writeln!(out, "## {}\n", inline(text)),
            Block::Line(text) => writeln!(out, "{}\n", softly(inline(text), style, dice)),
            Block::List(items) => {
                for (n, item) in items {
                    writeln!(out, "{n}. {}", inline(item)).unwrap();
                }
                writeln!(out)
            }
            Block::Table(rows) => {
                for (i, row) in rows.iter().enumerate() {
                    let cells: Vec<String> =
                        row.iter().map(|cell| inline(cell).replace('\n', "<br>")).collect();
                    writeln!(out, "| {} |", cells.join(" | ")).unwrap();
                    if i == 0 {
                        writeln!(out, "|{}", " --- |".repeat(row.len())).unwrap();
                    }
                }
                writeln!(out)
            }
        }
        .unwrap();
    }
    if style.noise == Noise::NoBreak { out.replace(" 个工作日", "\u{A0}个工作日") } else { out }
}

fn html(blocks: &[Block], style: Style, dice: &mut Dice) -> String {
    let inline = |text: &str| {
        let text =
            text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br/>");
        let text = if style.noise == Noise::NoBreak { text.replace(' ', "&nbsp;") } else { text };
        with_bold(&text, "<strong>", "</strong>")
    };
    let indent = if style.noise == Noise::Indented { "　　" } else { "" };
    let mut out = String::from("<!DOCTYPE html>\n<html><head><title>政务服务</title></head>\n<body>\n");
    for block in blocks {
        match block {
            Block::Title(text) => writeln!(out, "<h1>{}</h1>", inline(text)),
            Block::Heading(text) => writeln!(out, "<h2>{}</h2>", inline(text)),
            Block::Line(text) => writeln!(out, "<p>{indent}{}</p>", softly(inline(text), style, dice)),
            Block::List(items) if in_order(items) => {
                writeln!(out, "<ol>").unwrap();
                items.iter().for_each(|(_, item)| writeln!(out, "<li>{}</li>", inline(item)).unwrap());
                writeln!(out, "</ol>")
            }
            Block::List(items) => {
                items.iter().for_each(|(n, item)| writeln!(out, "<p>{n}. {}</p>", inline(item)).unwrap());
                Ok(())
            }
            Block::Table(rows) => {
                writeln!(out, "<table border=\"1\">").unwrap();
                for row in rows {
                    let cells: String = row
                        .iter()
                        .fold(String::new(), |cells, cell| cells + "<td>" + &inline(cell) + "</td>");
                    writeln!(out, "<tr>{cells}</tr>").unwrap();
                }
                writeln!(out, "</table>")
            }
        }
        .unwrap();
    }
    out + "</body></html>\n"
}

/// Whether a browser would give the items the numbers that were typed.
fn in_order(items: &[(usize, String)]) -> bool {
    items.iter().enumerate().all(|(i, (n, _))| *n == i + 1)
}

fn plain(blocks: &[Block], style: Style, dice: &mut Dice) -> String {
    let mut out = String::new();
    let indent = if style.noise == Noise::Indented { "　　" } else { "" };
    let mut page = 0;
    let gap = if dice.chance(50) { "\n" } else { "" };
    for (i, block) in blocks.iter().enumerate() {
        let inline = |text: &str| with_bold(text, "", "");
        match block {
            Block::Title(text) => writeln!(out, "{}\n", inline(text)),
            Block::Heading(text) => writeln!(out, "\n{}", inline(text)),
            Block::Line(text) => writeln!(out, "{indent}{}{gap}", inline(text)),
            Block::List(items) => {
                items.iter().for_each(|(n, item)| writeln!(out, "{indent}{n}、{}", inline(item)).unwrap());
                Ok(())
            }
            // Without its lines a table is one cell below the other.
            Block::Table(rows) => {
                rows.iter().flatten().for_each(|cell| writeln!(out, "{}", inline(cell)).unwrap());
                Ok(())
            }
        }
        .unwrap();
        if style.noise == Noise::PageMarks && i % 12 == 11 {
            page += 1;
            writeln!(out, "—{page}—").unwrap();
        }
    }
    out
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The main part of a Word package.
fn document_xml(blocks: &[Block], style: Style, dice: &mut Dice) -> String {
    let indent = if style.noise == Noise::Indented { "　　" } else { "" };
    let mut body = String::new();
    for block in blocks {
        match block {
            Block::Title(text) => body += &paragraph("<w:outlineLvl w:val=\"0\"/>", text, dice),
            Block::Heading(text) => body += &paragraph("<w:outlineLvl w:val=\"1\"/>", text, dice),
            Block::Line(text) => body += &paragraph("", &format!("{indent}{text}"), dice),
            Block::List(items) => {
                items.iter().for_each(|(n, item)| body += &paragraph("", &format!("{n}．{item}"), dice));
            }
            Block::Table(rows) => {
                body += "<w:tbl>";
                for row in rows {
                    body += "<w:tr>";
                    for cell in row {
                        let lines: String = cell
                            .split('\n')
                            .fold(String::new(), |all, line| all + &paragraph("", line, dice));
                        write!(body, "<w:tc>{lines}</w:tc>").unwrap();
                    }
                    body += "</w:tr>";
                }
                body += "</w:tbl>";
            }
        }
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:body></w:document>"
    )
}

/// A paragraph whose text is cut into runs anywhere, as Word does.
fn paragraph(properties: &str, text: &str, dice: &mut Dice) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (mut runs, mut is_bold) = (String::new(), false);
    let open = |is_bold: bool| {
        if is_bold {
            "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">"
        } else {
            "<w:r><w:t xml:space=\"preserve\">"
        }
    };
    let close = "</w:t></w:r>";
    let mut in_entity = false;
    runs += open(false);
    for c in text.chars() {
        in_entity = (in_entity || c == '&') && c != ';';
        if BOLD.contains(&c) {
            is_bold = c == BOLD[0];
            runs = runs + close + open(is_bold);
        } else if !in_entity && !is_mark(c) && dice.chance(4) {
            runs = runs + close + open(is_bold);
            runs.push(c);
        } else {
            runs.push(c);
        }
    }
    format!("<w:p><w:pPr>{properties}</w:pPr>{runs}{close}</w:p>")
}

/// A Word package with that main part.
fn package(document: &str) -> Vec<u8> {
    const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("_rels/.rels", RELATIONS), ("word/document.xml", document)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
