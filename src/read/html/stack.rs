//! The open elements of a page, and where the last of each name lies among them.

use std::collections::HashMap;

use html5gum::HtmlString;

use super::tag::Kind;

/// What an open element changed, to be undone at its end.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Effects {
    /// Its text is left out.
    pub(super) hidden: bool,
    /// It parts the words around it.
    pub(super) block: bool,
    /// It is hidden so well that it does not even do that.
    pub(super) silent: bool,
    /// Its text is bold.
    pub(super) strong: bool,
    /// Its line breaks are kept.
    pub(super) preformatted: bool,
    /// It began a context for its words.
    pub(super) context: bool,
    /// It began a list.
    pub(super) list: bool,
    /// It began a table.
    pub(super) table: bool,
    /// It began a row group.
    pub(super) group: bool,
}

/// An open element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: HtmlString,
    pub(super) effects: Effects,
}

/// The open elements, the outermost first.
#[derive(Debug, Default)]
pub(super) struct Stack {
    /// `None` for one that ended while others inside it were still open.
    elements: Vec<Option<Element>>,
    /// For each name the places of its open elements, so that a search costs the same at any depth.
    places: HashMap<HtmlString, Vec<usize>>,
    blocks: Vec<usize>,
}

const CELLS: [&[u8]; 4] = [b"td", b"th", b"caption", b"table"];
const LISTS: [&[u8]; 5] = [b"ol", b"ul", b"menu", b"dir", b"dl"];
const HEADINGS: [&[u8]; 6] = [b"h1", b"h2", b"h3", b"h4", b"h5", b"h6"];

impl Stack {
    pub(super) fn len(&self) -> usize {
        self.elements.len()
    }

    pub(super) fn push(&mut self, element: Element) {
        let place = self.elements.len();
        match self.places.get_mut(&element.name) {
            Some(places) => places.push(place),
            None => {
                self.places.insert(element.name.clone(), vec![place]);
            }
        }
        if element.effects.block {
            self.blocks.push(place);
        }
        self.elements.push(Some(element));
    }

    /// Closes the innermost element. What it changed is given back, if that was not undone before.
    pub(super) fn pop(&mut self) -> Option<Effects> {
        let Some(element) = self.elements.pop()? else { return Some(Effects::default()) };
        if let Some(places) = self.places.get_mut(&element.name) {
            places.pop();
        }
        if element.effects.block {
            self.blocks.pop();
        }
        Some(element.effects)
    }

    /// Ends the element at `index`, the innermost of its name, while others inside it stay open.
    pub(super) fn bury(&mut self, index: usize) -> Option<Effects> {
        let element = self.elements.get_mut(index)?.take()?;
        if let Some(places) = self.places.get_mut(&element.name) {
            places.pop();
        }
        Some(element.effects)
    }

    /// The name of the innermost element.
    pub(super) fn top(&self) -> Option<&[u8]> {
        self.elements.last()?.as_ref().map(|element| &**element.name)
    }

    pub(super) fn top_is(&self, name: &[u8]) -> bool {
        self.top() == Some(name)
    }

    /// The innermost element called `name`.
    pub(super) fn last(&self, name: &[u8]) -> Option<usize> {
        self.places.get(name)?.last().copied()
    }

    /// The innermost element with one of `names`.
    pub(super) fn last_of(&self, names: &[&[u8]]) -> Option<usize> {
        names.iter().filter_map(|name| self.last(name)).max()
    }

    /// The innermost block.
    pub(super) fn last_block(&self) -> Option<usize> {
        self.blocks.last().copied()
    }

    /// The innermost element called `name` that is not outside the cell at hand.
    pub(super) fn in_scope(&self, name: &[u8]) -> Option<usize> {
        self.last(name).filter(|&index| Some(index) > self.last_of(&CELLS))
    }

    /// The same, not outside the list at hand either.
    pub(super) fn in_list_scope(&self, name: &[u8]) -> Option<usize> {
        self.in_scope(name).filter(|&index| Some(index) > self.last_of(&LISTS))
    }

    /// The innermost row, row group or cell of the table at hand.
    pub(super) fn in_table_scope(&self, name: &[u8]) -> Option<usize> {
        self.last(name).filter(|&index| Some(index) > self.last(b"table"))
    }

    /// The innermost heading of any level that is not outside the cell at hand.
    pub(super) fn heading_in_scope(&self) -> Option<usize> {
        self.last_of(&HEADINGS).filter(|&index| Some(index) > self.last_of(&CELLS))
    }

    /// The outermost element that ends because a tag of that kind and name begins.
    pub(super) fn implied_end(&self, kind: Kind, name: &[u8]) -> Option<usize> {
        let paragraph = self.in_scope(b"p").filter(|_| kind.closes_paragraph());
        let other = match kind {
            Kind::Item => self.in_list_scope(b"li"),
            Kind::Definition => self.in_list_scope(b"dt").max(self.in_list_scope(b"dd")),
            Kind::Heading(_) => self.top_if(|top| matches!(Kind::of(top), Kind::Heading(_))),
            Kind::HiddenInline if name == b"option" => self.top_if(|top| top == b"option"),
            // A table directly inside a table, outside its cells, ends it.
            Kind::Table => {
                self.last(b"table").filter(|&table| Some(table) > self.last_of(&[b"td", b"th", b"caption"]))
            }
            _ => None,
        };
        paragraph.into_iter().chain(other).min()
    }

    fn top_if(&self, is: impl Fn(&[u8]) -> bool) -> Option<usize> {
        self.top().is_some_and(is).then(|| self.len() - 1)
    }

    /// The table, row group or row in which an element of that kind comes to stand.
    pub(super) fn table_parent(&self, kind: Kind) -> Option<usize> {
        let table = self.last(b"table")?;
        let inner = match kind {
            Kind::Row => self.last_of(&[b"thead", b"tbody", b"tfoot"]),
            Kind::Cell => self.last_of(&[b"thead", b"tbody", b"tfoot", b"tr"]),
            _ => None,
        };
        Some(inner.map_or(table, |inner| inner.max(table)))
    }
}
