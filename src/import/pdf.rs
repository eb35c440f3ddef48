//! PDF with a text layer: its words in the order in which pages draw them, one line a line.
//!
//! lopdf decodes fonts and streams; which pieces stand on one line is told here by where they are drawn, because most
//! programs draw a line in several pieces.

use lopdf::{Document, Encoding, Error, LoadOptions, Object, ObjectId, content::Content};

use std::collections::BTreeMap;

use super::pages::PAGE_END;
use crate::read::Unreadable;

/// What a stream, or a page, may inflate to.
const LARGEST: usize = 64 << 20;
/// The mark at the end of a PDF stands within so many bytes, as readers expect.
const TAIL: usize = 1024;
const MOST_PAGES: usize = 5_000;

/// The text of all pages.
///
/// # Errors
/// When it is no PDF, a damaged or locked one, or has no text layer; the reason says what to do.
pub(super) fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    let options = LoadOptions { max_decompressed_size: Some(LARGEST), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        Error::Decryption(_) | Error::InvalidPassword => locked(),
        _ => damaged(),
    })?;
    if document.is_encrypted() {
        return Err(locked());
    }
    let pages: Vec<ObjectId> = document.page_iter().take(MOST_PAGES + 1).collect();
    if pages.is_empty() {
        return Err(damaged());
    }
    if pages.len() > MOST_PAGES {
        return Err(Unreadable::new(format!("PDF 有 {MOST_PAGES} 页以上。请拆成几份再导入")));
    }
    let mut out = String::new();
    for page in pages {
        let drawn = Page::read(&document, page).map_err(|_| damaged())?;
        out.push_str(&drawn.text);
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push(PAGE_END);
    }
    if out.chars().all(|c| c.is_whitespace() || c == '\u{FFFD}') {
        return Err(Unreadable::new(
            "PDF 里没有能取出的文字，可能是扫描件。请用带文字识别（OCR）的软件转成 Word 或文本再导入",
        ));
    }
    Ok(out)
}

/// Whether the end of a PDF is missing: every one ends with its table of contents and a mark.
pub(super) fn is_truncated(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
    !tail.windows(b"%%EOF".len()).any(|words| words == b"%%EOF")
}

fn damaged() -> Unreadable {
    Unreadable::new("这不是 PDF 文件，或已损坏。请用 PDF 阅读器打开后另存，或转成 Word 或文本再导入")
}

fn locked() -> Unreadable {
    Unreadable::new("PDF 设有密码。请用 PDF 阅读器打开，去掉密码后另存再导入")
}

/// A matrix of PDF: a b c d e f.
type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `inner` within `outer`.
fn times(inner: Matrix, outer: Matrix) -> Matrix {
    let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (inner, outer);
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

/// A page while it is drawn.
struct Page<'d> {
    fonts: BTreeMap<Vec<u8>, Encoding<'d>>,
    font: Option<Vec<u8>>,
    size: f64,
    leading: f64,
    line: Matrix,
    transform: Matrix,
    saved: Vec<Matrix>,
    /// The height of the last piece, and how tall its letters are.
    last: Option<(f64, f64)>,
    text: String,
}

impl<'d> Page<'d> {
    fn read(document: &'d Document, id: ObjectId) -> Result<Self, Error> {
        let fonts = document
            .get_page_fonts(id)?
            .into_iter()
            .filter_map(|(name, font)| {
                Some((name, font.get_font_encoding_with_limit(document, LARGEST).ok()?))
            })
            .collect();
        let mut page = Page {
            fonts,
            font: None,
            size: 1.0,
            leading: 0.0,
            line: IDENTITY,
            transform: IDENTITY,
            saved: Vec::new(),
            last: None,
            text: String::new(),
        };
        let content = Content::decode(&document.get_page_content_with_limit(id, LARGEST)?)?;
        for operation in &content.operations {
            page.operation(&operation.operator, &operation.operands);
        }
        Ok(page)
    }

    fn operation(&mut self, operator: &str, operands: &[Object]) {
        let number =
            |n: usize| operands.get(n).and_then(|object| object.as_float().ok()).map_or(0.0, f64::from);
        let matrix = || [number(0), number(1), number(2), number(3), number(4), number(5)];
        match operator {
            "q" => self.saved.push(self.transform),
            "Q" => self.transform = self.saved.pop().unwrap_or(IDENTITY),
            "cm" => self.transform = times(matrix(), self.transform),
            "BT" => self.line = IDENTITY,
            "Tm" => self.line = matrix(),
            "Td" => self.down(number(0), number(1)),
            "TD" => {
                self.leading = -number(1);
                self.down(number(0), number(1));
            }
            "TL" => self.leading = number(0),
            "T*" => self.down(0.0, -self.leading),
            "Tf" => {
                self.font = operands.first().and_then(|name| name.as_name().ok()).map(<[u8]>::to_vec);
                self.size = number(1);
            }
            "Tj" | "TJ" => operands.iter().for_each(|object| self.show(object)),
            "'" | "\"" => {
                self.down(0.0, -self.leading);
                operands.iter().for_each(|object| self.show(object));
            }
            _ => {}
        }
    }

    fn down(&mut self, x: f64, y: f64) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
    }

    fn show(&mut self, object: &Object) {
        match object {
            Object::Array(pieces) => pieces.iter().for_each(|piece| self.show(piece)),
            Object::String(bytes, _) => {
                let encoding = self.font.as_ref().and_then(|font| self.fonts.get(font));
                let words = encoding.and_then(|encoding| Document::decode_text(encoding, bytes).ok());
                // Letters that cannot be read are said to be lost, not passed over.
                self.piece(words.as_deref().unwrap_or("\u{FFFD}"));
            }
            _ => {}
        }
    }

    /// Writes a piece on the line on which it stands.
    fn piece(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        let [_, b, _, d, _, height] = times(self.line, self.transform);
        let tall = (self.size * b.hypot(d)).abs().max(1.0);
        let new_line = self.last.is_some_and(|(last, size)| (last - height).abs() > 0.5 * size.min(tall));
        if new_line && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.last = Some((height, tall));
        self.text.push_str(words);
    }
}
