//! HTML: a page, or a piece of HTML inside a Markdown file, as blocks of text with the place of every character.
//!
//! The tokenizer is html5gum's; the tree is not built, because only a few things of it matter for a text: which block a
//! word belongs to, which cell, which list, and whether it can be seen. Elements lie on a stack of their own, so that no
//! depth of nesting can exhaust anything, and every search in it is by the last place of a name, so that no page is slow.

mod grid;
mod list;
mod stack;
mod tag;
mod text;

use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};

use self::{
    grid::Grid,
    list::Lists,
    stack::{Effects, Element, Stack},
    tag::Kind,
    text::Piece,
};
use crate::{
    doc::{BlockKind, Draft},
    text::{Source, Span},
};

/// Reads the HTML in `range` of `source` into `draft`. Its tables are counted on from those that are already there.
pub(super) fn html(source: &str, range: Span<Source>, draft: &mut Draft) {
    let mut lengths = Vec::new();
    if contains(range.of(source), "reversed") {
        // A list that counts down begins with the number of its items, which is known only behind it.
        let mut scratch = Draft::default();
        lengths = Reader::new(source, &mut scratch, Vec::new()).run(range);
    }
    Reader::new(source, draft, lengths).run(range);
}

fn contains(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// What the words at this point of the page belong to.
#[derive(Debug, Default)]
struct Context {
    kind: Option<BlockKind>,
    /// The number of a list item, until its first words are seen, and the tag that draws it.
    number: Option<(String, Span<Source>)>,
    /// Whether the number belongs to the context around this one (`<li><h3>`).
    lent: bool,
}

struct Reader<'s, 'd> {
    source: &'s str,
    draft: &'d mut Draft,
    stack: Stack,
    contexts: Vec<Context>,
    lists: Lists,
    grids: Vec<Grid>,
    /// The row groups of finished tables.
    finished: Vec<(u32, Vec<u32>)>,
    next_table: u32,
    hidden: usize,
    strong: usize,
    preformatted: usize,
    /// Whether the text after the last tag has no character references.
    raw: bool,
}

impl<'s, 'd> Reader<'s, 'd> {
    fn new(source: &'s str, draft: &'d mut Draft, lengths: Vec<i64>) -> Self {
        let tables = draft.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Cell(cell) => Some(cell.table),
            _ => None,
        });
        Self {
            next_table: tables.max().unwrap_or_default() + 1,
            source,
            draft,
            stack: Stack::default(),
            contexts: Vec::new(),
            lists: Lists::new(lengths),
            grids: Vec::new(),
            finished: Vec::new(),
            hidden: 0,
            strong: 0,
            preformatted: 0,
            raw: false,
        }
    }

    /// Reads `range`, and says how many items each list has.
    fn run(mut self, range: Span<Source>) -> Vec<i64> {
        self.draft.end();
        let first_block = self.draft.blocks.len();
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        // Text lies between one tag, comment or doctype and the next.
        let mut text_from = 0;
        let mut text: Option<html5gum::HtmlString> = None;
        for token in Tokenizer::new_with_emitter(range.of(self.source), emitter) {
            let Ok(token) = token;
            let span = match &token {
                Token::String(value) => {
                    match &mut text {
                        Some(text) => text.extend_from_slice(value),
                        None => text = Some(value.value.clone()),
                    }
                    continue;
                }
                Token::Error(_) => continue,
                Token::StartTag(tag) => tag.span,
                Token::EndTag(tag) => tag.span,
                Token::Comment(comment) => comment.span,
                Token::Doctype(doctype) => doctype.span,
            };
            if let Some(value) = text.take() {
                self.text(&value, range.slice(text_from..span.start));
            }
            text_from = span.end;
            match token {
                Token::StartTag(tag) => {
                    // In these nothing is decoded, even where <script/> in an <svg> opens none for a browser.
                    self.raw = matches!(
                        &**tag.name,
                        b"xmp" | b"plaintext" | b"script" | b"style" | b"iframe" | b"noembed" | b"noframes"
                    );
                    self.start(tag, range.slice(span.start..span.end));
                }
                Token::EndTag(tag) => {
                    self.raw = false;
                    self.end(&tag);
                }
                Token::Comment(comment) => self.draft.remark(&String::from_utf8_lossy(&comment.value)),
                _ => {}
            }
        }
        if let Some(value) = text {
            self.text(&value, range.slice(text_from..range.len()));
        }
        self.close_from(0);
        self.draft.end();
        self.clip_cells(first_block);
        self.lists.lengths()
    }

    fn text(&mut self, value: &[u8], region: Span<Source>) {
        let value = String::from_utf8_lossy(value);
        if self.stack.top_is(b"title") {
            return self.title(&value);
        }
        if self.hidden > 0 {
            return;
        }
        let source = self.source;
        text::pieces(&value, source, region, self.raw, |piece, at| match piece {
            Piece::Copy(words) => self.copy(words, at),
            Piece::Written(words) => self.write(&words, at),
        });
    }

    /// The title of the page; the title of a drawing in it is none.
    fn title(&mut self, value: &str) {
        let title = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let known = self.draft.meta.iter().any(|(key, _)| key == "title");
        if !title.is_empty() && !known && self.stack.last(b"svg").is_none() {
            self.draft.meta.push(("title".to_owned(), title));
        }
    }

    fn copy(&mut self, words: &'s str, at: Span<Source>) {
        if self.preformatted == 0 {
            return self.copy_line(words, at);
        }
        let mut from = 0;
        for line in words.split_inclusive(['\n', '\r']) {
            self.copy_line(line, at.slice(from..from + line.len()));
            from += line.len();
            if line.ends_with(['\n', '\r']) {
                self.draft.end();
            }
        }
    }

    fn copy_line(&mut self, words: &str, at: Span<Source>) {
        if self.open(words) {
            self.draft.copy(words, at);
        }
    }

    fn write(&mut self, words: &str, at: Span<Source>) {
        if words == "\n" && self.preformatted > 0 {
            self.draft.end();
        } else if self.open(words) {
            self.draft.write(words, at);
        }
    }

    /// Makes sure that a block is open for `words`; blanks alone open none.
    fn open(&mut self, words: &str) -> bool {
        if self.draft.is_open() {
            return true;
        }
        if words.chars().all(|c| c.is_ascii_whitespace()) {
            return false;
        }
        let context = self.contexts.last_mut();
        let kind = context.as_ref().and_then(|context| context.kind).unwrap_or(BlockKind::Paragraph);
        self.draft.begin(kind, None);
        if let Some((number, at)) = context.and_then(|context| context.number.take()) {
            self.draft.write(&number, at);
            if number.ends_with('.') {
                self.draft.write(" ", Span::empty(at.end()));
            }
        }
        true
    }

    fn start(&mut self, tag: StartTag<usize>, at: Span<Source>) {
        let kind = Kind::of(&tag.name);
        let drawing = self.stack.last(b"svg").is_some() || self.stack.last(b"math").is_some();
        let hides = matches!(kind, Kind::HiddenInline | Kind::Chrome | Kind::Title) || tag::is_hidden(&tag);
        if matches!(kind, Kind::Frame) || !self.imply_ends(kind, &tag.name) {
            return self.block_border(kind, false);
        }
        self.block_border(kind, hides && kind != Kind::Chrome);
        if matches!(kind, Kind::Void | Kind::Break | Kind::Rule) || tag.self_closing && drawing {
            return;
        }
        let mut effects = Effects {
            hidden: hides,
            strong: kind == Kind::Strong || tag::is_bold(&tag) || tag::is_label(&tag),
            preformatted: kind == Kind::Preformatted,
            block: kind.breaks(),
            silent: hides && kind != Kind::Chrome,
            ..Effects::default()
        };
        if self.hidden == 0 && !hides {
            self.enter(kind, &tag, at, &mut effects);
        }
        self.hidden += usize::from(effects.hidden);
        self.preformatted += usize::from(effects.preformatted);
        if effects.strong {
            self.strong += 1;
            self.draft.set_strong(true);
        }
        self.stack.push(Element { name: tag.name, effects });
    }

    /// Ends the open block at a tag of that kind. A hidden element does not part the words around it.
    fn block_border(&mut self, kind: Kind, silent: bool) {
        if kind.breaks() && !silent && self.hidden == 0 {
            self.draft.end();
        }
    }

    /// Closes the elements whose end tags the start of `kind` makes superfluous. `false` when the tag itself counts for
    /// nothing: a row or a cell outside any table.
    fn imply_ends(&mut self, kind: Kind, name: &[u8]) -> bool {
        if let Some(index) = self.stack.implied_end(kind, name) {
            self.close_from(index);
        }
        if !matches!(kind, Kind::Caption | Kind::RowGroup | Kind::Row | Kind::Cell) {
            return true;
        }
        let Some(parent) = self.stack.table_parent(kind) else { return false };
        self.close_from(parent + 1);
        if kind == Kind::Cell && !self.stack.top_is(b"tr") {
            if self.hidden == 0
                && let Some(grid) = self.grids.last_mut()
            {
                grid.begin_row();
            }
            self.stack.push(Element { name: b"tr".to_vec().into(), effects: Effects::default() });
        }
        true
    }

    /// What a visible element changes for the words in it.
    fn enter(&mut self, kind: Kind, tag: &StartTag<usize>, at: Span<Source>, effects: &mut Effects) {
        let outer = self.contexts.last().and_then(|context| context.kind);
        let cell = outer.filter(|outer| matches!(outer, BlockKind::Cell(_)));
        let mut context = Context::default();
        match kind {
            Kind::Heading(level) => {
                context.kind = cell.or(Some(BlockKind::Heading(level)));
                context.number = self.contexts.last_mut().and_then(|context| context.number.take());
                context.lent = true;
            }
            Kind::Item => {
                context.kind = cell.or(Some(BlockKind::Item(self.lists.depth())));
                context.number = self.lists.number(tag).map(|number| (number, at));
            }
            Kind::Table => {
                context.kind = cell;
                self.grids.push(Grid::new(self.next_table));
                self.next_table += 1;
                effects.table = true;
            }
            Kind::Cell => {
                let (columns, rows) = (tag::span(tag, "colspan"), tag::span(tag, "rowspan"));
                let header = &**tag.name == b"th";
                context.kind =
                    self.grids.last_mut().map(|grid| BlockKind::Cell(grid.place(columns, rows, header)));
            }
            Kind::RowGroup | Kind::Row => {
                if let Some(grid) = self.grids.last_mut() {
                    match kind {
                        Kind::Row => grid.begin_row(),
                        _ => grid.begin_group(&**tag.name == b"thead"),
                    }
                }
                effects.group = kind == Kind::RowGroup;
                return;
            }
            Kind::List(ordered) => {
                self.lists.begin(tag, ordered);
                effects.list = true;
                return;
            }
            _ => return,
        }
        self.contexts.push(context);
        effects.context = true;
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let kind = Kind::of(&tag.name);
        let name = &*tag.name;
        let found = match kind {
            Kind::Frame | Kind::Break | Kind::Rule | Kind::Void => return self.block_border(kind, false),
            Kind::Heading(_) => self.stack.heading_in_scope(),
            Kind::Item => self.stack.in_list_scope(b"li"),
            Kind::Table => self.stack.last(b"table"),
            Kind::RowGroup | Kind::Row | Kind::Cell | Kind::Caption => self.stack.in_table_scope(name),
            _ => self.stack.in_scope(name),
        };
        match found {
            // <b>甲<p>乙</b>丙</p>: what is inline ends, the block that lies across its end does not.
            Some(index) if !kind.breaks() && self.stack.last_block() > Some(index) => {
                if let Some(effects) = self.stack.bury(index) {
                    self.leave(effects);
                }
            }
            Some(index) => self.close_from(index),
            // An end tag of no paragraph is an empty paragraph.
            None if name == b"p" => self.block_border(kind, false),
            None => {}
        }
    }

    /// Closes the element at `index` of the stack and all those inside it.
    fn close_from(&mut self, index: usize) {
        while self.stack.len() > index
            && let Some(effects) = self.stack.pop()
        {
            self.leave(effects);
        }
    }

    /// Undoes what an element changed.
    fn leave(&mut self, effects: Effects) {
        if effects.hidden {
            self.hidden -= 1;
        }
        if effects.block && self.hidden == 0 && !effects.silent {
            self.draft.end();
        }
        if effects.strong {
            self.strong -= 1;
            self.draft.set_strong(self.strong > 0);
        }
        if effects.preformatted {
            self.preformatted -= 1;
        }
        if effects.list {
            self.lists.end();
        }
        if effects.group
            && let Some(grid) = self.grids.last_mut()
        {
            grid.begin_group(false);
        }
        if effects.table
            && let Some(grid) = self.grids.pop()
        {
            self.finished.push(grid.finish());
        }
        if effects.context
            && let Some(context) = self.contexts.pop()
            && context.lent
            && let Some(outer) = self.contexts.last_mut()
            && outer.number.is_none()
        {
            outer.number = context.number;
        }
    }

    /// A cell cannot reach beyond its row group, whatever its rowspan says.
    fn clip_cells(&mut self, first_block: usize) {
        self.finished.sort_unstable();
        for block in self.draft.blocks.iter_mut().skip(first_block) {
            if let BlockKind::Cell(cell) = &mut block.kind
                && let Ok(table) = self.finished.binary_search_by_key(&cell.table, |&(table, _)| table)
                && let Some((_, groups)) = self.finished.get(table)
            {
                grid::clip(cell, groups);
            }
        }
    }
}

#[cfg(test)]
mod tests;
