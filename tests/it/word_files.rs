//! Word packages made from a seed: everything in them that Word writes and that stands in the way of whoever writes into them.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT_OFFICE: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const MAIN_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// How a package is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) prefix: Prefix,
    pub(crate) strict: bool,
    /// The main part and the comments are written in UTF-16.
    pub(crate) utf16: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prefix {
    W,
    Other,
    /// Elements have none.
    None,
}

/// Numbers from a seed (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// The package of that seed, in a form that its seed tells.
pub(crate) fn package(seed: u64) -> Vec<u8> {
    let mut chance = Chance::new(seed);
    let form = Form {
        prefix: [Prefix::W, Prefix::W, Prefix::Other, Prefix::None][chance.below(4)],
        strict: chance.one_in(5),
        utf16: chance.one_in(5),
    };
    package_in(form, &mut chance)
}

/// A package in that form.
pub(crate) fn package_in(form: Form, chance: &mut Chance) -> Vec<u8> {
    let mut maker = Maker { chance, next_id: 1, comments: Vec::new(), depth: 0 };
    let mut body = String::new();
    for _ in 0..maker.chance.below(5) + 2 {
        body.push_str(&maker.block());
    }
    // A body ends with a paragraph and the properties of the section, which has a header.
    body.push_str(&maker.paragraph());
    body.push_str("<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/></w:sectPr>");
    let comments = std::mem::take(&mut maker.comments);
    packed(form, &body, &comments, chance)
}

struct Maker<'c> {
    chance: &'c mut Chance,
    next_id: usize,
    comments: Vec<usize>,
    /// How deep in tables and text boxes.
    depth: usize,
}

const WORDS: [&str; 14] = [
    "申请材料",
    "其他有关材料",
    "法定时限",
    "10个工作日",
    "窗口𠮷某",
    "身份证",
    " 复印件 ",
    "a&amp;b",
    "A4 paper",
    "全　角",
    "&lt;附件&gt;",
    "既时办理",
    "电话&#x31;2345",
    "备\u{a0}注",
];

impl Maker<'_> {
    fn id(&mut self) -> usize {
        self.next_id += 1;
        self.next_id
    }

    fn block(&mut self) -> String {
        if self.depth < 2 && self.chance.one_in(4) { self.table() } else { self.paragraph() }
    }

    fn table(&mut self) -> String {
        self.depth += 1;
        let mut rows = String::new();
        for row in 0..2 {
            let merge = if row == 0 { "<w:vMerge w:val=\"restart\"/>" } else { "<w:vMerge/>" };
            let first = if row == 0 { self.paragraph() } else { "<w:p/>".to_owned() };
            let span = self.chance.one_in(2);
            let width = if span { "<w:gridSpan w:val=\"2\"/>" } else { "" };
            let mut cells = format!("<w:tc><w:tcPr>{merge}</w:tcPr>{first}</w:tc>");
            // A cell ends with a paragraph.
            let (block, last) = (self.block(), self.paragraph());
            let _ = write!(cells, "<w:tc><w:tcPr>{width}</w:tcPr>{block}{last}</w:tc>");
            if !span {
                let _ = write!(cells, "<w:tc><w:tcPr/>{}</w:tc>", self.paragraph());
            }
            let _ = write!(rows, "<w:tr>{cells}</w:tr>");
        }
        self.depth -= 1;
        format!("<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>")
    }

    fn paragraph(&mut self) -> String {
        let mut properties = String::new();
        if self.chance.one_in(4) {
            properties.push_str("<w:pStyle w:val=\"1\"/>");
        }
        if self.chance.one_in(3) {
            properties.push_str("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>");
        }
        let mut content = String::new();
        for _ in 0..self.chance.below(4) + 1 {
            content.push_str(&self.piece());
        }
        format!("<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>")
    }

    fn piece(&mut self) -> String {
        match self.chance.below(20) {
            0 => format!(
                "<w:hyperlink r:id=\"rIdLink\" w:history=\"1\">{}{}</w:hyperlink>",
                self.run(),
                self.run()
            ),
            1 => {
                let (id, run) = (self.id(), self.run());
                format!(
                    "<w:bookmarkStart w:id=\"{id}\" w:name=\"b{id}\"/>{run}<w:bookmarkEnd w:id=\"{id}\"/>"
                )
            }
            2 => format!("<w:fldSimple w:instr=\" TITLE \">{}</w:fldSimple>", self.run()),
            3 => {
                let run = self.run();
                format!(
                    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> HYPERLINK \"http://example.cn\" </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{run}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
                )
            }
            4 | 5 => {
                let (id, runs) = (self.id(), format!("{}{}", self.run(), self.run()));
                format!(
                    "<w:ins w:id=\"{id}\" w:author=\"张三\" w:date=\"2026-01-02T03:04:05Z\">{runs}</w:ins>"
                )
            }
            6 | 7 => {
                let (id, run) = (self.id(), self.run());
                let run = run.replace("<w:t>", "<w:delText>").replace("<w:t ", "<w:delText ");
                let run = run.replace("</w:t>", "</w:delText>");
                format!(
                    "<w:del w:id=\"{id}\" w:author=\"李四\" w:date=\"2026-01-02T03:04:05Z\">{run}</w:del>"
                )
            }
            8 => {
                let (id, run) = (self.id(), self.run());
                if self.depth > 0 {
                    return run;
                }
                self.comments.push(id);
                format!(
                    "<w:commentRangeStart w:id=\"{id}\"/>{run}<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>"
                )
            }
            9 => {
                let rule = self.chance.of(&["", "<w:text/>"]);
                format!("<w:sdt><w:sdtPr>{rule}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", self.run())
            }
            10 if self.depth < 1 => self.text_box(),
            11 => format!("<w:smartTag w:uri=\"u\" w:element=\"e\">{}</w:smartTag>", self.run()),
            12 => {
                format!("<w:proofErr w:type=\"spellStart\"/>{}<w:proofErr w:type=\"spellEnd\"/>", self.run())
            }
            _ => self.run(),
        }
    }

    fn text_box(&mut self) -> String {
        self.depth += 1;
        let (words, run) = (self.paragraph(), self.run());
        self.depth -= 1;
        let frame = format!("<w:txbxContent>{words}</w:txbxContent>");
        format!(
            "{run}<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:inline><wp:extent cx=\"1800000\" cy=\"900000\"/><wp:docPr id=\"7\" name=\"框\"/><a:graphic><a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp><wps:cNvSpPr txBox=\"1\"/><wps:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"1800000\" cy=\"900000\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{frame}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect style=\"width:100pt;height:50pt\"><v:textbox>{frame}</v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    }

    fn run(&mut self) -> String {
        let properties = self.chance.of(&[
            "",
            "<w:rPr><w:b/></w:rPr>",
            "<w:rPr><w:i/><w:color w:val=\"FF0000\"/></w:rPr>",
        ]);
        let mut content = String::new();
        for _ in 0..self.chance.below(3) + 1 {
            let words: String = (0..self.chance.below(3) + 1).map(|_| self.chance.of(&WORDS)).collect();
            let text = match self.chance.below(9) {
                0 => "<w:tab/>".to_owned(),
                1 => "<w:noBreakHyphen/>".to_owned(),
                2 => "<w:br/>".to_owned(),
                3 => format!("<w:t>{words}</w:t>\n<!-- 注 -->"),
                _ => format!("<w:t xml:space=\"preserve\">{words}</w:t>"),
            };
            content.push_str(&text);
        }
        format!("<w:r w:rsidR=\"00AB12CD\">{properties}{content}</w:r>")
    }
}

/// `xml`, which is written with the prefix `w`, in the prefix and namespace of `form`, with `root` around it.
fn part(form: Form, root: &str, xml: &str) -> String {
    let word = if form.strict { STRICT } else { WORD };
    let office = if form.strict { STRICT_OFFICE } else { OFFICE };
    let whole = format!(
        "<?xml version=\"1.0\" encoding=\"{}\" standalone=\"yes\"?>\n<w:{root} XMLNS xmlns:r=\"{office}\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" xmlns:v=\"urn:schemas-microsoft-com:vml\">{xml}</w:{root}>",
        if form.utf16 { "UTF-16" } else { "UTF-8" }
    );
    let renamed = |to: &str| {
        whole
            .replace("<w:", &format!("<{to}:"))
            .replace("</w:", &format!("</{to}:"))
            .replace(" w:", &format!(" {to}:"))
    };
    match form.prefix {
        Prefix::W => whole.replace("XMLNS", &format!("xmlns:w=\"{word}\"")),
        Prefix::Other => renamed("ns0").replace("XMLNS", &format!("xmlns:ns0=\"{word}\"")),
        Prefix::None => whole
            .replace("<w:", "<")
            .replace("</w:", "</")
            .replace("XMLNS", &format!("xmlns=\"{word}\" xmlns:w=\"{word}\"")),
    }
}

fn packed(form: Form, body: &str, comments: &[usize], chance: &mut Chance) -> Vec<u8> {
    let code = |text: String| -> Vec<u8> {
        if !form.utf16 {
            return text.into_bytes();
        }
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    let plain = Form { prefix: Prefix::W, utf16: false, ..form };
    let office = if form.strict { STRICT_OFFICE } else { OFFICE };
    // The comments are found by their relation, whatever they are called.
    let comments_name = chance.of(&["comments.xml", "remarks/c7.xml"]).to_owned();
    let mut relations = format!(
        "<Relationship Id=\"rIdStyles\" Type=\"{office}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rIdNumbers\" Type=\"{office}/numbering\" Target=\"/word/numbering.xml\"/><Relationship Id=\"rIdHeader\" Type=\"{office}/header\" Target=\"header1.xml\"/><Relationship Id=\"rIdLink\" Type=\"{office}/hyperlink\" Target=\"http://example.cn/\" TargetMode=\"External\"/>"
    );
    let mut types = format!(
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"bin\" ContentType=\"application/octet-stream\"/><Override PartName=\"/word/document.xml\" ContentType=\"{MAIN_TYPE}.document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"{MAIN_TYPE}.styles+xml\"/><Override PartName=\"/word/numbering.xml\" ContentType=\"{MAIN_TYPE}.numbering+xml\"/><Override PartName=\"/word/header1.xml\" ContentType=\"{MAIN_TYPE}.header+xml\"/>"
    );
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    if !comments.is_empty() {
        let all: String = comments
            .iter()
            .map(|id| format!("<w:comment w:id=\"{id}\" w:author=\"王五\" w:date=\"2026-01-02T03:04:05Z\" w:initials=\"王\"><w:p><w:r><w:t>旧批注{id}</w:t></w:r></w:p></w:comment>"))
            .collect();
        let _ = write!(
            relations,
            "<Relationship Id=\"rIdC\" Type=\"{office}/comments\" Target=\"{comments_name}\"/>"
        );
        let _ = write!(
            types,
            "<Override PartName=\"/word/{comments_name}\" ContentType=\"{MAIN_TYPE}.comments+xml\"/>"
        );
        parts.push((format!("word/{comments_name}"), code(part(form, "comments", &all))));
    }
    let styles = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>";
    let numbering = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"№\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let mut all: Vec<(String, Vec<u8>)> = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!("{declaration}<Types xmlns=\"{PACKAGE}/content-types\">{types}</Types>").into_bytes(),
        ),
        (
            "_rels/.rels".to_owned(),
            format!("{declaration}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"word/document.xml\"/></Relationships>").into_bytes(),
        ),
        ("word/document.xml".to_owned(), code(part(form, "document", &format!("<w:body>{body}</w:body>")))),
        (
            "word/_rels/document.xml.rels".to_owned(),
            format!("{declaration}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}</Relationships>").into_bytes(),
        ),
        ("word/styles.xml".to_owned(), part(plain, "styles", styles).into_bytes()),
        ("word/numbering.xml".to_owned(), part(plain, "numbering", numbering).into_bytes()),
        ("word/header1.xml".to_owned(), part(plain, "hdr", "<w:p><w:r><w:t>页眉</w:t></w:r></w:p>").into_bytes()),
        ("word/media/blob.bin".to_owned(), (0..2000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect()),
    ];
    all.extend(parts);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (i, (name, bytes)) in all.iter().enumerate() {
        let method = if i % 3 == 2 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
