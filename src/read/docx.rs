//! Word: the main part of a .docx package as blocks of text, with the place of every character in that part's XML.
//!
//! What is read is what stays when all tracked changes are accepted and hidden text is not shown. Numbers that Word
//! draws by itself are written out. Headers, footers, footnotes and comments are parts of their own and not read, but whoever
//! has to account for all words gets them too.

mod beside;
mod body;
mod numbering;
mod styles;
mod table;

use std::collections::HashMap;

use super::{
    Unreadable,
    package::{Code, Office, Package, Relations},
};
use crate::{
    doc::{BlockKind, Draft, Place},
    text::Span,
};

pub use self::body::Unseen;
use self::{
    body::{Body, Paragraph, Piece, What},
    numbering::{Counter, Numbering},
    styles::Styles,
};

/// Reads a .docx package. Places in the source count from the start of its main part, decoded.
///
/// # Errors
/// When it is no such package, or one of the parts that are needed is broken, locked or unreasonably large.
pub(super) fn docx(bytes: &[u8]) -> Result<Draft, Unreadable> {
    Ok(open(bytes, false)?.draft)
}

/// Reads a .docx package, with the words that do not stand in its text.
///
/// # Errors
/// As [`docx`].
pub(super) fn docx_with_all(bytes: &[u8]) -> Result<Whole, Unreadable> {
    open(bytes, true)
}

/// A Word document with what its text does not say.
pub(super) struct Whole {
    pub(super) draft: Draft,
    /// The words that do not stand in the text.
    pub(super) unread: Vec<Unread>,
    /// How deep paragraphs stand in lists, those that do not stand in an outermost one.
    pub(super) depths: Vec<(Place, usize)>,
}

/// Words of a Word document that do not stand in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Why they do not.
    pub why: WhyUnread,
    /// Where in the text they would stand, when that can be said.
    pub place: Option<Place>,
    /// The words.
    pub words: String,
}

/// Why words of a Word document do not stand in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyUnread {
    /// A reader does not see them there.
    Unseen(Unseen),
    /// They stand at the edge of every page.
    PageEdge,
    /// They are a footnote, an endnote or a comment.
    Note,
}

fn open(bytes: &[u8], with_all: bool) -> Result<Whole, Unreadable> {
    let mut package = Package::open(Office::Word, bytes)?;
    let (main, (text, _)) = main_part(&mut package)?;
    let relations = Relations::read(&mut package, &main)?;
    let mut part = |kind: &str| -> Result<Option<(String, String)>, Unreadable> {
        let Some(name) = relations.target(kind) else { return Ok(None) };
        Ok(package.text(&name)?.map(|text| (name, text)))
    };
    let styles =
        part("styles")?.map_or_else(|| Ok(Styles::default()), |(name, text)| Styles::read(&name, &text))?;
    let numbering = part("numbering")?
        .map_or_else(|| Ok(Numbering::default()), |(name, text)| Numbering::read(&name, &text))?;
    let body = body::read(&main, &text, &styles)?;
    let has_comments = body.paragraphs.iter().any(|paragraph| !paragraph.comments.is_empty());
    let comments = relations.target("comments").filter(|_| has_comments);
    // Comments are for people; those that cannot be read are no reason not to read the text.
    let comments = comments.and_then(|name| Some((package.text(&name).ok()??, name)));
    let comments = comments.and_then(|(text, name)| beside::comments(&name, &text).ok()).unwrap_or_default();
    let mut draft = Draft::default();
    draft.unread = unlooked_at(&mut package, &relations, &body);
    let unread = if with_all { unread(&mut package, &relations, &body) } else { Vec::new() };
    let writer = Writer { text: &text, body: &body, styles: &styles, comments, draft };
    let depth =
        |paragraph: &Paragraph| Some((paragraph.place, paragraph.own.level.filter(|&level| level > 0)?));
    let depths = body.paragraphs.iter().filter_map(depth).collect();
    Ok(Whole { draft: writer.write(&numbering), unread, depths })
}

/// The name of the main part of a package, its text and how that is coded.
pub(crate) fn main_part(package: &mut Package<'_>) -> Result<(String, (String, Code)), Unreadable> {
    let main = Relations::read(package, "")?.target("officeDocument").ok_or_else(no_text)?;
    let text = package.coded_text(&main)?.ok_or_else(no_text)?;
    Ok((main, text))
}

/// The words that do not stand in the text. Of a part that cannot be read there is nothing to tell.
fn unread(package: &mut Package<'_>, relations: &Relations, body: &Body) -> Vec<Unread> {
    let unseen = body.unseen.iter().map(|(paragraph, why, words)| Unread {
        why: WhyUnread::Unseen(*why),
        place: body.paragraphs.get(*paragraph).map(|paragraph| paragraph.place),
        words: words.trim().to_owned(),
    });
    let mut all: Vec<Unread> = unseen.filter(|unread| !unread.words.is_empty()).collect();
    for (kind, why) in [
        ("header", WhyUnread::PageEdge),
        ("footer", WhyUnread::PageEdge),
        ("footnotes", WhyUnread::Note),
        ("endnotes", WhyUnread::Note),
        ("comments", WhyUnread::Note),
    ] {
        for part in relations.targets(kind) {
            let text = package.text(part).ok().flatten().unwrap_or_default();
            let paragraphs = beside::paragraphs(part, &text).unwrap_or_default();
            all.extend(paragraphs.into_iter().map(|words| Unread { why, place: None, words }));
        }
    }
    all
}

/// What a reader of the document sees and nobody checks, a sentence each.
fn unlooked_at(package: &mut Package<'_>, relations: &Relations, body: &Body) -> Vec<String> {
    let mut all = Vec::new();
    if body.pictures > 0 {
        all.push(format!("有 {} 张图片，图片里的文字没有检查", body.pictures));
    }
    for (kinds, name) in [(["header", "footer"], "页眉页脚"), (["footnotes", "endnotes"], "脚注尾注")]
    {
        let parts: Vec<String> =
            kinds.iter().flat_map(|kind| relations.targets(kind)).map(str::to_owned).collect();
        let texts = parts.iter().filter_map(|part| Some((part, package.text(part).ok()??)));
        let says = texts
            .flat_map(|(part, text)| beside::paragraphs(part, &text).unwrap_or_default())
            .any(|words| words.chars().filter(|c| is_word(*c)).count() >= FEWEST_WORDS);
        if says {
            all.push(format!("{name}里的文字没有检查"));
        }
    }
    all
}

/// Fewer characters than this beside the text are a page's number.
const FEWEST_WORDS: usize = 4;

/// Whether `c` says more than the number of a page (第 1 页 共 2 页) does.
fn is_word(c: char) -> bool {
    c.is_alphabetic() && !c.is_ascii() && !"第共页".contains(c)
}

/// The package holds something else than a text.
fn no_text() -> Unreadable {
    Office::Word.without(" Word 正文")
}

/// Writes the paragraphs of a body down as blocks.
struct Writer<'b> {
    text: &'b str,
    body: &'b Body,
    styles: &'b Styles,
    /// The words of the comments, by their ids.
    comments: HashMap<String, String>,
    draft: Draft,
}

impl Writer<'_> {
    fn write(mut self, numbering: &Numbering) -> Draft {
        let body = self.body;
        let mut counters = [(); 2].map(|()| Counter::new(numbering, self.styles));
        let mut last = HashMap::new();
        for (index, paragraph) in body.paragraphs.iter().enumerate() {
            last.insert(paragraph.container, index);
        }
        // What stands in paragraphs whose ends were deleted, until the paragraph comes that it runs on into.
        let mut carried: HashMap<usize, Vec<&Piece>> = HashMap::new();
        for (index, paragraph) in body.paragraphs.iter().enumerate() {
            if paragraph.cell.is_some_and(|cell| body.tables.finished(cell).is_none()) {
                continue;
            }
            let mut pieces = carried.remove(&paragraph.container).unwrap_or_default();
            pieces.extend(paragraph.pieces.iter().filter(|piece| body.is_seen(piece)));
            if paragraph.open_ended && last.get(&paragraph.container) != Some(&index) {
                carried.insert(paragraph.container, pieces);
            } else if !pieces.is_empty() || !paragraph.hidden {
                let [text, boxes] = &mut counters;
                self.paragraph(paragraph, &pieces, if paragraph.boxed { boxes } else { text });
            }
        }
        self.draft.end();
        self.draft
    }

    /// Notes down what authors wrote to this tool in the comments of `paragraph`.
    fn remarks(&mut self, paragraph: &Paragraph) {
        for words in paragraph.comments.iter().filter_map(|id| self.comments.get(id)) {
            self.draft.remark(words);
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph, pieces: &[&Piece], counter: &mut Counter<'_>) {
        let style = self.styles.paragraph(paragraph.style.as_deref());
        let (depth, number) = counter.count(paragraph.own, style).unzip();
        let heading = paragraph.heading.or(style.and_then(|style| style.heading)).flatten();
        let title = style.is_some_and(|style| style.title);
        let cell = paragraph.cell.and_then(|cell| self.body.tables.finished(cell));
        let kind = match (cell, heading) {
            (Some(cell), _) => BlockKind::Cell(cell),
            (None, Some(level)) => BlockKind::Heading(level),
            (None, None) if title => BlockKind::Heading(1),
            _ if number.is_some() || style.is_some_and(|style| style.list) => {
                BlockKind::Item(depth.unwrap_or(1))
            }
            _ => BlockKind::Paragraph,
        };
        let place = Some(paragraph.place);
        let has_words = |piece: &Piece| match piece.what {
            What::Copy => !piece.at.of(self.text).trim().is_empty(),
            What::Char(c) => !c.is_whitespace(),
            What::Break => false,
        };
        // The number stands before the first words, not before a line break that comes first.
        let Some(first) = pieces.iter().position(|piece| has_words(piece)) else {
            return self.remarks(paragraph);
        };
        let block = self.draft.blocks.len();
        self.draft.begin(kind, place);
        if let Some(number) = number.filter(|number| !number.is_empty()) {
            let mark = number.trim_end();
            self.draft.write(mark, paragraph.tag);
            if mark.len() < number.len() {
                self.draft.write(" ", Span::empty(paragraph.tag.end()));
            }
        }
        // Blanks before them read the same whether they stand in the same run or in one of their own.
        let before = pieces.iter().take(first).filter(|piece| piece.what == What::Copy);
        for piece in before.chain(pieces.iter().skip(first)) {
            self.draft.set_strong(piece.strong);
            match piece.what {
                What::Copy => self.draft.copy(piece.at.of(self.text), piece.at),
                What::Char(c) => self.draft.write(c.encode_utf8(&mut [0; 4]), piece.at),
                What::Break => self.draft.begin(kind, place),
            }
        }
        self.draft.set_strong(false);
        self.remarks(paragraph);
        self.draft.end();
        if title && self.draft.title.is_none() {
            self.draft.title = self.draft.blocks.get(block).map(|block| block.span);
        }
    }
}

#[cfg(test)]
mod tests;
