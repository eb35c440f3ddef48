//! The main part of a Word document as units: the runs of its paragraphs, and what can only be taken whole. Between units,
//! and inside runs, comments and tracked changes can be put.

use super::names::Prefixes;
use crate::{
    read::{
        Unreadable,
        package::Office,
        xml::{Element, Node, Ns, Xml},
    },
    text::{Source, Span},
};

/// Numbers from here on are not counted further: Word's end with 31 bits.
pub(super) const HIGHEST_ID: i64 = 1 << 30;

/// The units of a main part, in order, and what is needed to write beside them.
#[derive(Debug)]
pub(super) struct Units {
    pub(super) units: Vec<Unit>,
    /// The prefix, with its colon, that means WordprocessingML everywhere in the part; `None` when there is none such.
    pub(super) prefix: Option<String>,
    /// Whether the part is written in the strict form of the format.
    pub(super) strict: bool,
    /// The largest number that a comment, a bookmark or a tracked change bears.
    pub(super) last_id: i64,
}

/// Something beside which markers may stand.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) at: Span<Source>,
    /// The cell that it stands in, 0 outside tables.
    pub(super) cell: u32,
    /// Its paragraph, counted from 1.
    pub(super) paragraph: u32,
    pub(super) kind: UnitKind,
}

#[derive(Debug)]
pub(super) enum UnitKind {
    Run(Run),
    /// A computed field, a formula, a content control with rules of its own: markers stand around it. Whether it holds a
    /// text box.
    Whole(bool),
}

/// A run, which can be cut.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) children: Vec<Child>,
    pub(super) inside: Inside,
    /// Whether it is the result of a field, which is computed anew.
    pub(super) computed: bool,
}

/// What a run stands in, which decides how a tracked change is written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Nothing that is tracked.
    Text,
    /// A tracked insertion, whose start tag is there.
    Insertion(Span<Source>),
    /// Words that were moved, or an insertion around something else.
    Other,
}

/// Something in a run. Children adjoin: what stands before one belongs to it.
#[derive(Debug)]
pub(super) struct Child {
    pub(super) at: Span<Source>,
    pub(super) kind: ChildKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChildKind {
    /// Text that can be cut: its start tag, its words without the blanks that do not count, whether its blanks are preserved.
    Text { tag: Span<Source>, words: Span<Source>, preserve: bool },
    /// A tab, a line break, and whatever else stands for a character.
    Mark,
    /// A picture, a note; whether it holds a text box.
    Other(bool),
}

impl Unit {
    /// What stands in it before its first child: the start tag and the properties of a run.
    pub(super) fn head(&self) -> Span<Source> {
        let first = self.children().first().map_or(self.at.start(), |child| child.at.start());
        Span::new(self.at.start(), first)
    }

    pub(super) fn children(&self) -> &[Child] {
        match &self.kind {
            UnitKind::Run(run) => &run.children,
            UnitKind::Whole(_) => &[],
        }
    }
}

/// Reads the units of the part called `part` with that text.
pub(super) fn units(part: &str, text: &str) -> Result<Units, Unreadable> {
    let mut reader = Reader {
        text,
        units: Units { units: Vec::new(), prefix: None, strict: false, last_id: 0 },
        prefixes: Prefixes::default(),
        open: Vec::new(),
        inner: None,
        fields: 0,
        paragraph: 0,
        cells: vec![0],
        last_cell: 0,
    };
    let mut xml = Xml::new(Office::Word, part, text);
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) => reader.start(&element),
            Node::End(at) => reader.end(at),
            Node::Copy(at) | Node::Written(_, at) => reader.text(at),
        }
    }
    reader.units.prefix = reader.prefixes.common();
    Ok(reader.units)
}

/// An open element beside or around units.
#[derive(Debug, Clone, Copy)]
enum Open {
    /// Around paragraphs.
    Outside,
    Cell,
    Paragraph,
    /// Around runs of a paragraph: a link, a tag.
    Around,
    Insertion(Span<Source>),
    Moved,
    /// A content control: how many units there were before it, where it begins, and whether its contents have rules.
    Control {
        units: usize,
        at: usize,
        ruled: bool,
    },
    Run,
}

/// An element that is open and of which no part is a unit.
#[derive(Debug)]
struct Inner {
    /// Where it begins.
    at: usize,
    what: What,
    depth: usize,
    /// Whether there are words in it, and a text box.
    words: bool,
    boxed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Nothing,
    /// The properties of a content control.
    Rules,
    /// The properties of a run.
    Properties,
    Whole,
    Text {
        tag: Span<Source>,
        preserve: bool,
    },
    Mark,
    Other,
}

struct Reader<'t> {
    text: &'t str,
    units: Units,
    prefixes: Prefixes,
    open: Vec<Open>,
    inner: Option<Inner>,
    /// How many fields are open.
    fields: usize,
    paragraph: u32,
    cells: Vec<u32>,
    last_cell: u32,
}

impl Reader<'_> {
    fn start(&mut self, element: &Element<'_>) {
        self.prefixes.note(element, self.text);
        if element.ns == Ns::Word {
            self.units.strict |= element.strict;
            // Looking at the text first spares most elements a closer look.
            let bears = element.at.of(self.text).contains("id=");
            let id = if bears { element.number("id") } else { None };
            self.units.last_id = self.units.last_id.max(id.filter(|&id| id < HIGHEST_ID).unwrap_or(0));
        }
        if let Some(inner) = &mut self.inner {
            inner.depth += 1;
            let name = if element.ns == Ns::Word { element.name() } else { "" };
            inner.boxed |= name == "txbxContent";
            inner.words |=
                matches!(name, "t" | "noBreakHyphen") || element.ns == Ns::Math && element.name() == "t";
            if inner.what == What::Rules
                && inner.depth == 1
                && is_rule(element.name())
                && let Some(Open::Control { ruled, .. }) = self.open.last_mut()
            {
                *ruled = true;
            }
            return;
        }
        let name = if element.ns == Ns::Word { element.name() } else { "" };
        match self.open.last() {
            Some(Open::Run) => self.child(name, element),
            Some(Open::Outside | Open::Cell) | None => self.outside(name, element),
            Some(_) => self.inside(name, element),
        }
    }

    fn outside(&mut self, name: &str, element: &Element<'_>) {
        let open = match name {
            "p" => {
                self.paragraph += 1;
                Open::Paragraph
            }
            "tc" => {
                self.last_cell += 1;
                self.cells.push(self.last_cell);
                Open::Cell
            }
            "del" | "moveFrom" | "sdtPr" | "sdtEndPr" => return self.begin(What::Nothing, element),
            _ => Open::Outside,
        };
        self.open.push(open);
    }

    fn inside(&mut self, name: &str, element: &Element<'_>) {
        let open = match name {
            "r" => {
                self.run(element.at);
                Open::Run
            }
            "hyperlink" | "smartTag" | "customXml" | "sdtContent" | "bdo" | "dir" => Open::Around,
            "ins" => Open::Insertion(element.at),
            "moveTo" => Open::Moved,
            "sdt" => Open::Control { units: self.units.units.len(), at: element.at.start(), ruled: false },
            "sdtPr" => return self.begin(What::Rules, element),
            "pPr" | "del" | "moveFrom" | "sdtEndPr" | "smartTagPr" | "customXmlPr" => {
                return self.begin(What::Nothing, element);
            }
            _ => return self.begin(What::Whole, element),
        };
        self.open.push(open);
    }

    fn child(&mut self, name: &str, element: &Element<'_>) {
        let what = match name {
            "rPr" => What::Properties,
            "t" => What::Text {
                tag: element.at,
                preserve: element.attribute("space").as_deref() == Some("preserve"),
            },
            "tab" | "ptab" | "br" | "cr" | "noBreakHyphen" => What::Mark,
            "fldChar" => {
                match element.attribute("fldCharType").as_deref() {
                    Some("begin") => self.fields += 1,
                    Some("separate") => {}
                    _ => self.fields = self.fields.saturating_sub(1),
                }
                let fields = self.fields;
                if let Some(run) = self.current() {
                    run.computed |= fields > 0;
                }
                What::Other
            }
            _ => What::Other,
        };
        self.begin(what, element);
    }

    fn begin(&mut self, what: What, element: &Element<'_>) {
        let words = matches!(what, What::Text { .. });
        self.inner = Some(Inner { at: element.at.start(), what, depth: 0, words, boxed: false });
    }

    fn current(&mut self) -> Option<&mut Run> {
        match self.units.units.last_mut() {
            Some(Unit { kind: UnitKind::Run(run), .. }) => Some(run),
            _ => None,
        }
    }

    fn run(&mut self, tag: Span<Source>) {
        let mut tracked = self.open.iter().rev().take_while(|open| !matches!(open, Open::Paragraph));
        let inside = match tracked.next() {
            Some(&Open::Insertion(tag)) => Inside::Insertion(tag),
            Some(Open::Moved) => Inside::Other,
            _ => Inside::Text,
        };
        let outer = tracked.any(|open| matches!(open, Open::Insertion(_) | Open::Moved));
        let inside = if outer { Inside::Other } else { inside };
        let run = Run { children: Vec::new(), inside, computed: self.fields > 0 };
        self.unit(tag, UnitKind::Run(run));
    }

    fn unit(&mut self, at: Span<Source>, kind: UnitKind) {
        let cell = self.cells.last().copied().unwrap_or_default();
        self.units.units.push(Unit { at, cell, paragraph: self.paragraph, kind });
    }

    fn text(&mut self, at: Span<Source>) {
        // A text in which more than words stands (a section of character data) cannot be cut.
        if let Some(Inner { what: what @ What::Text { .. }, .. }) = &mut self.inner
            && self.text.get(..at.start()).is_some_and(|before| before.ends_with("<![CDATA["))
        {
            *what = What::Other;
        }
    }

    fn end(&mut self, tag: Span<Source>) {
        if let Some(inner) = &mut self.inner {
            if inner.depth > 0 {
                inner.depth -= 1;
            } else if let Some(inner) = self.inner.take() {
                self.close(&inner, tag);
            }
            return;
        }
        match self.open.pop() {
            Some(Open::Cell) => drop(self.cells.pop()),
            Some(Open::Run) => self.end_run(tag),
            Some(Open::Control { units, at, ruled: true }) if self.units.units.len() > units => {
                self.units.units.truncate(units);
                self.unit(Span::new(at, tag.end()), UnitKind::Whole(false));
            }
            _ => {}
        }
    }

    fn end_run(&mut self, tag: Span<Source>) {
        let Some(unit) = self.units.units.last_mut() else { return };
        unit.at = Span::new(unit.at.start(), tag.end());
        if let UnitKind::Run(run) = &mut unit.kind
            && let Some(last) = run.children.last_mut()
        {
            last.at = Span::new(last.at.start(), tag.start());
        }
        if unit.children().is_empty() {
            self.units.units.pop();
        }
    }

    /// An element of which no part is a unit ends with `tag`.
    fn close(&mut self, inner: &Inner, tag: Span<Source>) {
        let &Inner { at, what, words, boxed, .. } = inner;
        let at = Span::new(at, tag.end());
        let kind = match what {
            What::Nothing | What::Rules | What::Properties => return,
            What::Whole => {
                if words {
                    self.unit(at, UnitKind::Whole(boxed));
                }
                return;
            }
            What::Mark => ChildKind::Mark,
            What::Other => ChildKind::Other(boxed),
            What::Text { tag: start, preserve } => {
                let words = Span::new(start.end(), tag.start().max(start.end()));
                ChildKind::Text {
                    tag: start,
                    words: if preserve { words } else { self.trim(words) },
                    preserve,
                }
            }
        };
        if let Some(run) = self.current() {
            // What stands between two children belongs to the later one.
            let from = run.children.last().map_or(at.start(), |last| last.at.end());
            run.children.push(Child { at: Span::new(from, at.end()), kind });
        }
    }

    /// The words at `at` without the blanks that Word does not show.
    fn trim(&self, at: Span<Source>) -> Span<Source> {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let words = at.of(self.text);
        let start = words.len() - words.trim_start_matches(blank).len();
        at.slice(start..words.trim_end_matches(blank).len().max(start))
    }
}

/// Whether a property makes a content control one whose contents are not free: plain text, a list, a date, data from elsewhere.
fn is_rule(name: &str) -> bool {
    let rules = [
        "text",
        "comboBox",
        "dropDownList",
        "date",
        "checkbox",
        "dataBinding",
        "lock",
        "picture",
        "equation",
    ];
    rules.contains(&name)
}
