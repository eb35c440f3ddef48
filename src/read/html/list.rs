//! The lists of a page and the numbers that a browser draws before their items.

use html5gum::StartTag;

use super::tag;
use crate::read::ordinal::Ordinal;

/// A list that is being read.
#[derive(Debug)]
struct List {
    /// How numbers are drawn, if they are.
    style: Option<Ordinal>,
    next: i64,
    step: i64,
    /// Which list of the page it is.
    index: usize,
}

/// The open lists.
#[derive(Debug)]
pub(super) struct Lists {
    open: Vec<List>,
    /// How many items each list of the page has: counted here, and known beforehand where a list needs it.
    counted: Vec<i64>,
    known: Vec<i64>,
}

impl Lists {
    /// No list yet; `known` are the lengths of the page's lists, if they were counted before.
    pub(super) fn new(known: Vec<i64>) -> Self {
        Self { open: Vec::new(), counted: Vec::new(), known }
    }

    /// How many items each list had.
    pub(super) fn lengths(self) -> Vec<i64> {
        self.counted
    }

    /// A list begins.
    pub(super) fn begin(&mut self, tag: &StartTag<usize>, ordered: bool) {
        let index = self.counted.len();
        self.counted.push(0);
        let reversed = tag::attribute(tag, "reversed").is_some();
        let first = if reversed { self.known.get(index).copied().unwrap_or(1) } else { 1 };
        self.open.push(List {
            style: if ordered { tag::list_style(tag) } else { None },
            next: tag::number(tag, "start").unwrap_or(first),
            step: if reversed { -1 } else { 1 },
            index,
        });
    }

    /// The innermost list ends.
    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    /// In how many lists an item of the innermost one stands.
    pub(super) fn depth(&self) -> u8 {
        u8::try_from(self.open.len()).unwrap_or(u8::MAX).max(1)
    }

    /// The number that is drawn before the next item of the innermost list.
    pub(super) fn number(&mut self, tag: &StartTag<usize>) -> Option<String> {
        let list = self.open.last_mut()?;
        if let Some(count) = self.counted.get_mut(list.index) {
            *count += 1;
        }
        let number = tag::number(tag, "value").unwrap_or(list.next);
        list.next = number + list.step;
        let style = list.style?;
        let mark = if matches!(style, Ordinal::ChineseThousand | Ordinal::Stem | Ordinal::Branch) {
            '、'
        } else {
            '.'
        };
        Some(format!("{}{mark}", style.write(number)))
    }
}
