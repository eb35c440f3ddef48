//! PDF with a text layer: its words in the order in which pages draw them, one line a line.
//!
//! lopdf decodes fonts and streams; which pieces stand on one line is told here by where they are drawn, because most
//! programs draw a line in several pieces, and many draw what is of another font out of its order.

mod row;
mod widths;

use lopdf::{Document, Encoding, Error, LoadOptions, Object, ObjectId, content::Content};

use std::collections::BTreeMap;

use self::{
    row::{Glyph, Row},
    widths::Widths,
};
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

/// How letters are drawn, until something else is said.
#[derive(Debug, Clone)]
struct State {
    transform: Matrix,
    font: Option<Vec<u8>>,
    size: f64,
    leading: f64,
    /// What stands between letters, and what more at blanks.
    between: f64,
    at_blanks: f64,
    /// By how much letters are stretched.
    stretch: f64,
}

/// A font of a page.
struct Font<'d> {
    encoding: Encoding<'d>,
    widths: Option<Widths>,
}

/// A page while it is drawn.
struct Page<'d> {
    fonts: BTreeMap<Vec<u8>, Font<'d>>,
    state: State,
    saved: Vec<State>,
    line: Matrix,
    /// How far the words of this line are drawn already.
    drawn: f64,
    /// The height of the last piece, and how tall its letters are.
    last: Option<(f64, f64)>,
    row: Row,
    text: String,
}

impl<'d> Page<'d> {
    fn read(document: &'d Document, id: ObjectId) -> Result<Self, Error> {
        let fonts = document
            .get_page_fonts(id)?
            .into_iter()
            .filter_map(|(name, font)| {
                let encoding = font.get_font_encoding_with_limit(document, LARGEST).ok()?;
                Some((name, Font { encoding, widths: Widths::of(document, font) }))
            })
            .collect();
        let state = State {
            transform: IDENTITY,
            font: None,
            size: 1.0,
            leading: 0.0,
            between: 0.0,
            at_blanks: 0.0,
            stretch: 1.0,
        };
        let mut page = Page {
            fonts,
            state,
            saved: Vec::new(),
            line: IDENTITY,
            drawn: 0.0,
            last: None,
            row: Row::default(),
            text: String::new(),
        };
        let content = Content::decode(&document.get_page_content_with_limit(id, LARGEST)?)?;
        for operation in &content.operations {
            page.operation(&operation.operator, &operation.operands);
        }
        page.end_row();
        Ok(page)
    }

    fn operation(&mut self, operator: &str, operands: &[Object]) {
        let number =
            |n: usize| operands.get(n).and_then(|object| object.as_float().ok()).map_or(0.0, f64::from);
        let matrix = || [number(0), number(1), number(2), number(3), number(4), number(5)];
        match operator {
            "q" => self.saved.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                } else {
                    self.state.transform = IDENTITY;
                }
            }
            "cm" => self.state.transform = times(matrix(), self.state.transform),
            "BT" => self.set(IDENTITY),
            "Tm" => self.set(matrix()),
            "Td" => self.down(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.down(number(0), number(1));
            }
            "TL" => self.state.leading = number(0),
            "Tc" => self.state.between = number(0),
            "Tw" => self.state.at_blanks = number(0),
            "Tz" => self.state.stretch = number(0) / 100.0,
            "T*" => self.down(0.0, -self.state.leading),
            "Tf" => {
                self.state.font = operands.first().and_then(|name| name.as_name().ok()).map(<[u8]>::to_vec);
                self.state.size = number(1);
            }
            "Tj" | "TJ" => operands.iter().for_each(|object| self.show(object)),
            "'" | "\"" => {
                self.down(0.0, -self.state.leading);
                operands.iter().for_each(|object| self.show(object));
            }
            _ => {}
        }
    }

    fn set(&mut self, line: Matrix) {
        (self.line, self.drawn) = (line, 0.0);
    }

    fn down(&mut self, x: f64, y: f64) {
        self.set(times([1.0, 0.0, 0.0, 1.0, x, y], self.line));
    }

    fn show(&mut self, object: &Object) {
        match object {
            Object::Array(pieces) => {
                for piece in pieces {
                    // A number between words moves on, or back.
                    match piece.as_float() {
                        Ok(back) => {
                            self.drawn -= f64::from(back) / 1000.0 * self.state.size * self.state.stretch;
                        }
                        Err(_) => self.show(piece),
                    }
                }
            }
            Object::String(bytes, _) => {
                let font = self.state.font.as_ref().and_then(|font| self.fonts.get(font));
                let words = font.and_then(|font| Document::decode_text(&font.encoding, bytes).ok());
                // Letters that cannot be read are said to be lost, not passed over.
                let words = words.unwrap_or_else(|| "\u{FFFD}".to_owned());
                self.piece(&words, bytes);
            }
            _ => {}
        }
    }

    /// Writes a piece on the line on which it stands.
    fn piece(&mut self, words: &str, bytes: &[u8]) {
        let glyphs = self.glyphs(words, bytes);
        if words.is_empty() {
            return;
        }
        let [_, b, _, d, _, height] = times(self.line, self.state.transform);
        let tall = (self.state.size * b.hypot(d)).abs().max(1.0);
        if self.last.is_some_and(|(last, size)| (last - height).abs() > 0.5 * size.min(tall)) {
            self.end_row();
        }
        self.last = Some((height, tall));
        match glyphs {
            Some(glyphs) => self.row.place(glyphs),
            None => self.row.add(words),
        }
    }

    /// The letters of `bytes`, each with its place, when those are known: the font tells their widths, the line is level, and letter
    /// by letter they make `words`.
    fn glyphs(&mut self, words: &str, bytes: &[u8]) -> Option<Vec<Glyph>> {
        let font = self.state.font.as_ref().and_then(|font| self.fonts.get(font))?;
        let widths = font.widths.as_ref()?;
        let [across, rise, ..] = times(self.line, self.state.transform);
        let mut found = Vec::new();
        for code in bytes.chunks(widths.bytes) {
            let letter = Document::decode_text(&font.encoding, code).ok()?;
            let blank = if code == b" " { self.state.at_blanks } else { 0.0 };
            let width = widths.width(code)? / 1000.0 * self.state.size;
            let at = |x: f64| {
                let [.., place, _] =
                    times([1.0, 0.0, 0.0, 1.0, x, 0.0], times(self.line, self.state.transform));
                place
            };
            let (start, end) = (at(self.drawn), at(self.drawn + width * self.state.stretch));
            self.drawn += (width + self.state.between + blank) * self.state.stretch;
            found.push(Glyph { start, end, words: letter });
        }
        let whole: String = found.iter().map(|glyph| glyph.words.as_str()).collect();
        (whole == words && across > 0.0 && rise == 0.0).then_some(found)
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.is_empty() {
            return;
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(&row.text());
    }
}
