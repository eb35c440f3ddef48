//! Reading: the bytes of a file become a [`Document`]. One file a format. Knows no paths and no rules.

mod date;
mod docx;
mod encoding;
mod fields;
mod form;
mod html;
mod kind;
mod limits;
mod list;
mod markdown;
mod ordinal;
pub(crate) mod package;
mod plain;
mod rewrite;
mod title;
pub(crate) mod xml;

pub use encoding::encoding_name;
pub use list::{Item, List};

pub(crate) use docx::main_part;
pub use docx::{Unread, Unseen, WhyUnread};
pub use rewrite::Rewritable;

use std::collections::HashMap;

use crate::{
    doc::{BlockKind, Document, Draft, Field, FieldTable, Kind, Lookup, NoticeKind, Origin, Place},
    law::{citations, dates},
    text::{FoldedText, Plain, Span},
};

use self::package::Office;

/// The largest file that is read, in bytes. A guide is a few thousand; beyond this it is something else.
pub const LARGEST_FILE: usize = 20 << 20;

/// So many fields that only a guide has make one of what calls itself a notice.
const OF_A_GUIDE: usize = 5;

/// So many fields, the main ones among them, are all that a guide has.
const OF_A_WHOLE_GUIDE: usize = 12;

/// A guide with hardly a label in it that is shorter than this, in characters, is a piece of one; a longer one is told in
/// sentences rather than listed.
const LONGEST_FRAGMENT: usize = 500;

/// Why a file could not be read, and what its author can do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Unreadable {
    /// What is the matter, in one sentence, with what to do.
    pub reason: String,
}

impl Unreadable {
    /// A file that cannot be read for that reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }

    /// A file without anything in it.
    fn empty() -> Self {
        Self::new("文件是空的。如果内容在别处，请换成有内容的文件；不再使用的，请删除")
    }

    /// A file of `bytes` bytes that is larger than [`LARGEST_FILE`].
    pub fn too_large(bytes: u64) -> Self {
        let mib = |bytes: u64| bytes >> 20;
        Self::new(format!(
            "文件有 {} MB，超过 {} MB 的上限。请拆成几份，或去掉其中的图片",
            mib(bytes),
            mib(LARGEST_FILE as u64)
        ))
    }
}

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown: .md, .markdown
    Markdown,
    /// HTML: .html, .htm
    Html,
    /// Word: .docx
    Docx,
    /// Plain text: .txt and anything else that is text
    Plain,
    /// Old Word: .doc, which can only be recognised
    Doc,
    /// A list of items in Excel: .xlsx
    Xlsx,
    /// A list of items in a text file: .csv, .tsv
    Csv,
    /// Old Excel and its like: .xls, .et, .ods, which can only be recognised
    Xls,
}

impl Format {
    /// The format of a file name's extension, `None` for one that is not ours.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Format::Markdown,
            "html" | "htm" | "xhtml" => Format::Html,
            "docx" => Format::Docx,
            "txt" | "text" => Format::Plain,
            "doc" | "wps" => Format::Doc,
            "xlsx" | "xlsm" => Format::Xlsx,
            "csv" | "tsv" => Format::Csv,
            "xls" | "et" | "xlsb" | "ods" => Format::Xls,
            _ => return None,
        })
    }

    /// Whether files of this format hold lists of items.
    pub fn is_list(self) -> bool {
        matches!(self, Format::Xlsx | Format::Csv | Format::Xls)
    }

    /// The program whose packages have this format's extension.
    fn office(self) -> Office {
        if self.is_list() { Office::Excel } else { Office::Word }
    }
}

/// What a file holds.
#[derive(Debug)]
pub enum Contents {
    /// A document.
    Document(Box<Document>),
    /// A list of items, each of which is a document.
    List(List),
}

/// Reads a file of any format. `kind` is what the configuration or an option says a document is.
///
/// # Errors
/// When the bytes cannot be read as that format; the reason says what to do.
pub fn contents(
    bytes: &[u8],
    format: Format,
    table: &FieldTable,
    kind: Option<Kind>,
) -> Result<Contents, Unreadable> {
    if format.is_list() {
        refuse(bytes, format)?;
        return List::read(bytes, format, table).map(Contents::List);
    }
    read(bytes, format, table, kind).map(|document| Contents::Document(Box::new(document)))
}

/// Reads a document. `kind` is what the configuration or an option says it is; a front matter of its own comes first.
///
/// # Errors
/// When the bytes cannot be read as that format; the reason says what to do.
pub fn read(
    bytes: &[u8],
    format: Format,
    table: &FieldTable,
    kind: Option<Kind>,
) -> Result<Document, Unreadable> {
    refuse(bytes, format)?;
    if format.is_list() {
        return Err(Unreadable::new("这是表格，里面是事项清单，不是一份文件"));
    }
    if format == Format::Docx {
        return document(docx::docx(bytes)?, Origin::Word, table, kind);
    }
    let decoded = encoding::decode(bytes)?;
    let mut draft = Draft::default();
    match format {
        Format::Markdown => markdown::markdown(&decoded.text, &mut draft),
        Format::Html => html::html(&decoded.text, Span::new(0, decoded.text.len()), &mut draft),
        _ => plain::plain(&decoded.text, &mut draft),
    }
    let origin = Origin::Text { text: decoded.text, encoding: decoded.encoding };
    let mut document = document(draft, origin, table, kind)?;
    document.is_page = format == Format::Html;
    Ok(document)
}

/// The words of a Word document before it is read as a document.
#[derive(Debug, Clone)]
pub struct WordText {
    /// Its blocks, in order.
    pub blocks: Vec<WordBlock>,
    /// The words that stand elsewhere, or are not seen; with the block before which they would stand.
    pub unread: Vec<(usize, Unread)>,
}

/// A block of a Word document.
#[derive(Debug, Clone)]
pub struct WordBlock {
    /// Its words.
    pub words: String,
    /// The table, row and column (from 1) of the cell that it stands in.
    pub cell: Option<[u32; 3]>,
    /// In how many other lists its list stands.
    pub depth: usize,
}

/// Takes the words out of a .docx package without reading anything into them.
///
/// # Errors
/// When it is no such package; the reason says what to do.
pub fn word_text(bytes: &[u8]) -> Result<WordText, Unreadable> {
    refuse(bytes, Format::Docx)?;
    let docx::Whole { mut draft, unread, depths } = docx::docx_with_all(bytes)?;
    draft.end();
    let last = draft.blocks.len();
    let block_at = |place: Option<Place>| match place {
        Some(_) => draft.blocks.iter().position(|block| block.place == place).unwrap_or(last),
        None => 0,
    };
    let depths: HashMap<Place, usize> = depths.into_iter().collect();
    let unread = unread.into_iter().map(|unread| (block_at(unread.place), unread)).collect();
    let blocks = draft.blocks.iter().map(|block| WordBlock {
        words: block.span.of(&draft.plain).to_owned(),
        cell: match block.kind {
            BlockKind::Cell(cell) => Some([cell.table, cell.row, cell.column]),
            _ => None,
        },
        depth: block.place.and_then(|place| depths.get(&place).copied()).unwrap_or_default(),
    });
    Ok(WordText { blocks: blocks.collect(), unread })
}

/// Decodes a text file without reading anything into it.
///
/// # Errors
/// When the bytes are no text; the reason says what to do.
pub fn file_text(bytes: &[u8], format: Format) -> Result<String, Unreadable> {
    refuse(bytes, format)?;
    if format == Format::Xlsx {
        return Err(Unreadable::new("这是表格，不是文字材料。要导入的内容请另存为 .docx 或 .txt"));
    }
    Ok(encoding::decode(bytes)?.text)
}

/// What no reader need look at.
fn refuse(bytes: &[u8], format: Format) -> Result<(), Unreadable> {
    if bytes.len() > LARGEST_FILE {
        return Err(Unreadable::too_large(bytes.len() as u64));
    }
    if let Some(unreadable) = package::legacy(format.office(), bytes) {
        return Err(unreadable);
    }
    if bytes.is_empty() {
        return Err(Unreadable::empty());
    }
    if matches!(format, Format::Docx | Format::Xlsx) {
        return Ok(());
    }
    if format == Format::Xls {
        return Err(Unreadable::new(
            "读不了这种表格（旧版 .xls、.et、.xlsb 或 .ods）。请用 Excel 或 WPS 打开，另存为 .xlsx 再检查",
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Unreadable::new(
            "内容是压缩包或其他 Office 文件，与扩展名不符。是 .docx 或 .xlsx 的，请改回扩展名；其他的，请用 Office 或 WPS 另存为这两种",
        ));
    }
    if bytes.starts_with(b"%PDF-") {
        return Err(Unreadable::new(
            "这是 PDF 文件，与扩展名不符。请另存为 .docx，或把文字复制到 .txt 里再检查",
        ));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(Unreadable::new("这是 RTF 文件。请用 Word 或 WPS 打开，另存为 .docx 再检查"));
    }
    if format == Format::Doc {
        return Err(Unreadable::new("读不了旧版 .doc 或 .wps。请用 Word 或 WPS 打开，另存为 .docx 再检查"));
    }
    Ok(())
}

/// Whether one of the first lines does no more than name somebody whom a document is for: 申先生、蓝女士：.
fn is_addressed(draft: &Draft) -> bool {
    const HEAD: usize = 8;
    const LONGEST: usize = 30;
    draft.blocks.iter().take(HEAD).any(|block| {
        let words = block.span.of(&draft.plain).trim();
        words.ends_with(['：', ':'])
            && (2..=LONGEST).contains(&words.chars().count())
            && ["先生", "女士", "同志", "公司", "厂", "店", "社", "你", "您"]
                .iter()
                .any(|word| words.contains(word))
    })
}

/// What every format has in common: folding, title and kind, fields, limits, citations.
fn document(
    mut draft: Draft,
    origin: Origin,
    table: &FieldTable,
    kind: Option<Kind>,
) -> Result<Document, Unreadable> {
    draft.end();
    if draft.plain.trim().is_empty() {
        return Err(Unreadable::new("里面没有文字。如果是扫描件或图片，请先转成文字"));
    }
    let folded = FoldedText::new(&draft.plain);
    let titled = title::titled(&draft, table);
    let own = draft
        .meta
        .iter()
        .find(|(key, _)| key == "kind" || key == "文种")
        .and_then(|(_, value)| value.parse().ok());
    let fields = fields::fields(&draft, titled.title, table);
    // A title that names a particular notice says more than the bare word of an option.
    let told = own.or(kind);
    let from_title = titled.kind.filter(|kind| told.is_none_or(|told| told.word() == kind.word()));
    let named = fields::named(&fields);
    let by_content = || {
        let is_reply = kind::answers_a_complaint(folded.as_str());
        let is_guide = named >= 3 || kind::tells_how_to_apply(folded.as_str());
        is_reply.then_some(Kind::Notice(NoticeKind::ComplaintReply)).or(is_guide.then_some(Kind::Guide))
    };
    let title = titled.title.map_or("", |title| title.of(&draft.plain));
    let kind = match from_title.or(told).or_else(by_content) {
        Some(Kind::Notice(NoticeKind::Other)) => {
            let notice = kind::kind_of_body(title, folded.as_str());
            // 关于集中受理高龄津贴申请的通告, with all that a guide tells.
            let is_guide = notice == NoticeKind::Other && told.is_none() && named >= OF_A_GUIDE;
            Some(if is_guide { Kind::Guide } else { Kind::Notice(notice) })
        }
        // A sheet that tells everybody all of an item, whatever it is called, and not somebody by name.
        Some(Kind::Notice(NoticeKind::OneTime))
            if told.is_none()
                && named == fields::OF_A_GUIDE
                && fields.len() >= OF_A_WHOLE_GUIDE
                && !is_addressed(&draft) =>
        {
            Some(Kind::Guide)
        }
        kind => kind,
    };
    let is_fragment =
        kind == Some(Kind::Guide) && named <= 1 && draft.plain.chars().count() < LONGEST_FRAGMENT;
    let mut document = finish(draft, origin, titled.title, kind, fields);
    document.is_fragment = is_fragment;
    Ok(document)
}

/// The document of a draft whose title, kind and fields are known: limits, dates and citations are found in its words.
fn finish(
    draft: Draft,
    origin: Origin,
    title: Option<Span<Plain>>,
    kind: Option<Kind>,
    fields: Vec<Field>,
) -> Document {
    let folded = FoldedText::new(&draft.plain);
    let dates = dates(&folded);
    let words = title.map_or("", |title| title.of(&draft.plain));
    let mut document = Document {
        citations: citations(&folded),
        is_form: form::is_form(&draft.plain, words, &dates),
        dates,
        date: None,
        adopted: date::adopted(&draft.meta),
        is_page: false,
        is_fragment: false,
        limits: Vec::new(),
        plain: draft.plain,
        folded,
        blocks: draft.blocks,
        strong: draft.strong,
        title,
        kind,
        fields,
        remarks: draft.remarks,
        unread: draft.unread,
        anchors: draft.anchors,
        origin,
        lookup: Lookup::default(),
    };
    document.limits = limits::limits(&document);
    document.date = date::own_date(&document, &draft.meta);
    document
}
