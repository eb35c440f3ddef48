//! document.xml: the paragraphs of the text as they stand there, with their places, properties and pieces.

use super::{
    numbering::Own,
    styles::{Styles, outline},
    table::Tables,
};
use crate::{
    doc::{Cell, Place},
    read::{
        Unreadable,
        package::Office,
        xml::{Element, Node, Ns, Xml},
    },
    text::{Source, Span},
};

/// A paragraph.
#[derive(Debug)]
pub(super) struct Paragraph {
    /// Its start tag.
    pub(super) tag: Span<Source>,
    pub(super) place: Place,
    /// The cell that it stands in, an index of [`Body::tables`].
    pub(super) cell: Option<usize>,
    /// What it stands in: the text, a cell or a text box. Only paragraphs in the same one can run together.
    pub(super) container: usize,
    pub(super) style: Option<String>,
    pub(super) own: Own,
    /// The level of the heading that its own properties make it.
    pub(super) heading: Option<Option<u8>>,
    /// It stands in a text box, where lists are counted apart.
    pub(super) boxed: bool,
    /// Its end was deleted: what stands in it belongs to the next paragraph.
    pub(super) open_ended: bool,
    /// Its end is hidden: without words it does not exist for a reader.
    pub(super) hidden: bool,
    /// The ids of the comments on it.
    pub(super) comments: Vec<String>,
    pub(super) pieces: Vec<Piece>,
}

/// A piece of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) what: What,
    pub(super) at: Span<Source>,
    pub(super) strong: bool,
    /// The field in whose instruction it stands, an index of [`Body::fields`].
    field: Option<usize>,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Text that stands in the part as it is.
    Copy,
    /// One character that something else stands for.
    Char(char),
    /// A line break.
    Break,
}

/// Why a reader does not see words of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// They are formatted as hidden.
    Hidden,
    /// A tracked change deleted them.
    Deleted,
    /// They tell how the characters below them are read.
    Reading,
}

/// The text of a document.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) tables: Tables,
    /// How many pictures there are.
    pub(super) pictures: usize,
    /// Words that a reader does not see, with the paragraph (an index) in which they stand.
    pub(super) unseen: Vec<(usize, Unseen, String)>,
    /// Whether each field was ended. One that never was is no field, and its text must not be lost.
    fields: Vec<bool>,
}

impl Body {
    /// Whether a reader sees the piece.
    pub(super) fn is_seen(&self, piece: &Piece) -> bool {
        !piece.field.is_some_and(|field| self.fields.get(field).copied().unwrap_or_default())
    }
}

/// Reads the main part, `part` of that text.
pub(super) fn read(part: &str, text: &str, styles: &Styles) -> Result<Body, Unreadable> {
    let mut reader = Reader {
        text,
        styles,
        body: Body::default(),
        open: Vec::new(),
        paragraphs: Vec::new(),
        containers: vec![0],
        last_container: 0,
        paragraph_count: 0,
        runs: Vec::new(),
        fields: Vec::new(),
        seen: 0,
        skipped: 0,
        skipping: None,
    };
    let mut xml = Xml::new(Office::Word, part, text);
    let mut is_document = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) => {
                if reader.open.is_empty() && reader.skipped == 0 {
                    is_document = element.ns == Ns::Word && element.name() == "document";
                }
                reader.start(&element);
            }
            Node::End(_) => reader.end(),
            Node::Copy(at) => {
                reader.left_out(at.of(text));
                reader.text(What::Copy, at);
            }
            Node::Written(c, at) => {
                reader.left_out(c.encode_utf8(&mut [0; 4]));
                reader.text(What::Char(c), at);
            }
        }
    }
    if is_document { Ok(reader.body) } else { Err(super::no_text()) }
}

/// An open element of document.xml.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Paragraph,
    ParagraphProperties,
    Run,
    RunProperties,
    RowProperties,
    /// Text; where its pieces begin, and whether blanks at its ends count.
    Text {
        first: usize,
        preserve: bool,
    },
    Table,
    Row,
    Cell,
    TextBox,
    /// Several forms of the same thing, and how much text there was before them.
    Alternatives {
        seen: usize,
    },
    Other,
}

#[derive(Debug, Clone, Default)]
struct Run {
    style: Option<String>,
    bold: Option<bool>,
    hidden: Option<bool>,
}

struct Reader<'t> {
    text: &'t str,
    styles: &'t Styles,
    body: Body,
    open: Vec<Open>,
    /// The open paragraphs; a text box puts some into another.
    paragraphs: Vec<usize>,
    containers: Vec<usize>,
    last_container: usize,
    paragraph_count: u32,
    runs: Vec<Run>,
    /// The open fields, and whether their results have begun.
    fields: Vec<(usize, bool)>,
    /// How many pieces of text there were.
    seen: usize,
    /// How many elements are open that are no part of the text.
    skipped: usize,
    /// Why the words in those elements are not seen, when there are any.
    skipping: Option<Unseen>,
}

impl Reader<'_> {
    /// Notes words in an element that is left out.
    fn left_out(&mut self, words: &str) {
        if let Some(why) = self.skipping.filter(|_| self.skipped > 0) {
            self.unseen(why, words);
        }
    }

    fn unseen(&mut self, why: Unseen, words: &str) {
        let Some(&paragraph) = self.paragraphs.last() else { return };
        match self.body.unseen.last_mut() {
            Some((at, other, last)) if *at == paragraph && *other == why => last.push_str(words),
            _ => self.body.unseen.push((paragraph, why, words.to_owned())),
        }
    }

    fn start(&mut self, element: &Element<'_>) {
        if self.skipped > 0 || self.is_left_out(element) {
            if self.skipped == 0 {
                self.skipping = match (element.ns, element.name()) {
                    (Ns::Word, "del") => Some(Unseen::Deleted),
                    (Ns::Word, "rt") => Some(Unseen::Reading),
                    _ => None,
                };
            }
            self.skipped += 1;
            return;
        }
        let open = match (element.ns, element.name()) {
            (Ns::Word, name) => self.word(name, element),
            (Ns::Compatibility, "AlternateContent") => Open::Alternatives { seen: self.seen },
            (Ns::Math, "r") => self.run(),
            (Ns::Math, "t") => self.begin_text(true),
            (_, "blip") => {
                self.body.pictures += 1;
                Open::Other
            }
            _ => Open::Other,
        };
        self.open.push(open);
    }

    fn is_left_out(&self, element: &Element<'_>) -> bool {
        let inside = self.open.last();
        match (element.ns, element.name()) {
            // In properties these only mark who changed what.
            (Ns::Word, "del" | "moveFrom") => {
                !matches!(inside, Some(Open::RunProperties | Open::RowProperties | Open::ParagraphProperties))
            }
            (Ns::Word, "instrText" | "delInstrText" | "delText" | "sdtPr" | "sdtEndPr" | "rt" | "rubyPr") => {
                true
            }
            (Ns::Word, name) => name.ends_with("Change"),
            (Ns::Compatibility, "Choice" | "Fallback") => {
                matches!(inside, Some(Open::Alternatives { seen }) if self.seen > *seen)
            }
            _ => false,
        }
    }

    fn word(&mut self, name: &str, element: &Element<'_>) -> Open {
        match name {
            "p" => self.paragraph(element.at),
            "pPr" => return Open::ParagraphProperties,
            "r" => return self.run(),
            "rPr" => return Open::RunProperties,
            "trPr" => return Open::RowProperties,
            "t" => return self.begin_text(element.attribute("space").as_deref() == Some("preserve")),
            "tab" | "ptab" if self.in_run() => self.push(What::Char(' '), element.at),
            "br" | "cr" if self.in_run() => self.push(What::Break, element.at),
            "noBreakHyphen" => self.push(What::Char('-'), element.at),
            "fldChar" => self.field(element),
            "commentReference" => {
                let id = element.attribute("id");
                self.current().into_iter().for_each(|own| own.comments.extend(id.clone()));
            }
            "tbl" => {
                self.body.tables.begin();
                return Open::Table;
            }
            "tr" => {
                self.body.tables.begin_row();
                return Open::Row;
            }
            "tc" if self.body.tables.begin_cell() => {
                self.begin_container();
                return Open::Cell;
            }
            "txbxContent" => {
                self.begin_container();
                return Open::TextBox;
            }
            _ => self.property(name, element),
        }
        if name == "p" { Open::Paragraph } else { Open::Other }
    }

    fn in_run(&self) -> bool {
        self.open.last() == Some(&Open::Run)
    }

    fn run(&mut self) -> Open {
        self.runs.push(Run::default());
        Open::Run
    }

    fn begin_container(&mut self) {
        self.last_container += 1;
        self.containers.push(self.last_container);
    }

    fn paragraph(&mut self, tag: Span<Source>) {
        let cell = self.body.tables.cell();
        if cell.is_none() && self.paragraphs.is_empty() {
            self.paragraph_count += 1;
        }
        let place = cell
            .map_or(Place::Paragraph(self.paragraph_count), |(_, Cell { table, row, column, .. })| {
                Place::Cell { table, row, column }
            });
        self.paragraphs.push(self.body.paragraphs.len());
        self.body.paragraphs.push(Paragraph {
            tag,
            place,
            cell: cell.map(|(index, _)| index),
            container: self.containers.last().copied().unwrap_or_default(),
            style: None,
            own: Own::default(),
            heading: None,
            boxed: self.open.contains(&Open::TextBox),
            open_ended: false,
            hidden: false,
            comments: Vec::new(),
            pieces: Vec::new(),
        });
    }

    fn current(&mut self) -> Option<&mut Paragraph> {
        let index = *self.paragraphs.last()?;
        self.body.paragraphs.get_mut(index)
    }

    /// A property of a paragraph, run, row or cell, told apart by the element that it stands in.
    fn property(&mut self, name: &str, element: &Element<'_>) {
        let mut around = self.open.iter().rev();
        match (around.next(), around.next()) {
            (Some(Open::RunProperties), Some(Open::Run)) => {
                let Some(run) = self.runs.last_mut() else { return };
                match name {
                    "rStyle" => run.style = element.val(),
                    "b" => run.bold = Some(element.is_on()),
                    "vanish" => run.hidden = Some(element.is_on()),
                    _ => {}
                }
            }
            (Some(Open::RunProperties), Some(Open::ParagraphProperties)) => {
                let Some(paragraph) = self.current() else { return };
                match name {
                    "del" | "moveFrom" => paragraph.open_ended = true,
                    "vanish" => paragraph.hidden = element.is_on(),
                    _ => {}
                }
            }
            (Some(Open::RowProperties), _) => self.body.tables.row_property(name, element),
            _ => match name {
                "gridSpan" | "vMerge" | "hMerge" => self.body.tables.cell_property(name, element),
                "pStyle" | "numId" | "ilvl" | "outlineLvl" => {
                    let Some(paragraph) = self.current() else { return };
                    match name {
                        "pStyle" => paragraph.style = element.val(),
                        "numId" => paragraph.own.num_id = element.number("val"),
                        "ilvl" => paragraph.own.level = element.number("val"),
                        _ => paragraph.heading = element.number("val").map(outline),
                    }
                }
                _ => {}
            },
        }
    }

    fn field(&mut self, element: &Element<'_>) {
        match element.attribute("fldCharType").as_deref() {
            Some("begin") => {
                self.fields.push((self.body.fields.len(), false));
                self.body.fields.push(false);
            }
            Some("separate") => {
                if let Some((_, result)) = self.fields.last_mut() {
                    *result = true;
                }
            }
            _ => {
                let ended = self.fields.pop().and_then(|(field, _)| self.body.fields.get_mut(field));
                if let Some(ended) = ended {
                    *ended = true;
                }
            }
        }
    }

    fn begin_text(&mut self, preserve: bool) -> Open {
        let first = self.current().map_or(0, |paragraph| paragraph.pieces.len());
        Open::Text { first, preserve }
    }

    fn text(&mut self, what: What, at: Span<Source>) {
        if self.skipped == 0 && matches!(self.open.last(), Some(Open::Text { .. })) {
            self.push(what, at);
        }
    }

    fn push(&mut self, what: What, at: Span<Source>) {
        let run = self.runs.last().cloned().unwrap_or_default();
        let field = self.fields.iter().find(|(_, result)| !result).map(|&(field, _)| field);
        let styles = self.styles;
        let Some(paragraph) = self.current() else { return };
        let style = styles.paragraph(paragraph.style.as_deref());
        let run_style = run.style.as_deref().and_then(|id| styles.get(id));
        // A property of both styles cancels itself, so that emphasis inside a bold heading shows.
        let either = |of: fn(&super::styles::Style) -> Option<bool>| {
            style.and_then(of).unwrap_or_default() != run_style.and_then(of).unwrap_or_default()
        };
        if run.hidden.unwrap_or_else(|| either(|style| style.hidden)) {
            let text = self.text;
            match what {
                What::Copy => self.unseen(Unseen::Hidden, at.of(text)),
                What::Char(c) => self.unseen(Unseen::Hidden, c.encode_utf8(&mut [0; 4])),
                What::Break => {}
            }
            return;
        }
        let strong = run.bold.unwrap_or_else(|| either(|style| style.bold));
        paragraph.pieces.push(Piece { what, at, strong, field });
        self.seen += usize::from(what != What::Break);
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match self.open.pop() {
            Some(Open::Paragraph) => {
                self.paragraphs.pop();
            }
            Some(Open::Run) => {
                self.runs.pop();
            }
            Some(Open::Text { first, preserve: false }) => self.trim(first),
            Some(Open::Table) => {
                self.body.tables.end();
            }
            Some(Open::Cell) => {
                self.body.tables.end_cell();
                self.containers.pop();
            }
            Some(Open::TextBox) => {
                self.containers.pop();
            }
            _ => {}
        }
    }

    /// Takes the blanks off the ends of a text that does not preserve them, as Word does.
    fn trim(&mut self, first: usize) {
        let text = self.text;
        let Some(pieces) = self.current().and_then(|paragraph| paragraph.pieces.get_mut(first..)) else {
            return;
        };
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        if let Some(piece) = pieces.first_mut().filter(|piece| piece.what == What::Copy) {
            let words = piece.at.of(text);
            piece.at = piece.at.slice(words.len() - words.trim_start_matches(blank).len()..words.len());
        }
        if let Some(piece) = pieces.last_mut().filter(|piece| piece.what == What::Copy) {
            piece.at = piece.at.slice(0..piece.at.of(text).trim_end_matches(blank).len());
        }
    }
}
