//! Lists inside lists, as Markdown writes them: the inner one is set in, and its numbers look like those of the outer. A
//! corpus file sets nothing in, so the numbers have to tell: 1. → （1） → ①.

use super::{
    layout,
    ledger::{At, Edits, Ledger},
    reason::Reason,
    title,
};
use crate::text::{ListMark, MarkStyle, list_mark};

/// A tab is as wide as this many blanks.
const TAB: usize = 4;
/// An inner list is set in by this many blanks.
const STEP: usize = 2;

/// An open item.
#[derive(Debug, Clone, Copy)]
struct Open {
    indent: usize,
    /// Its style as it was written; `None` for a bullet.
    written: Option<MarkStyle>,
    /// Its style as it is now.
    now: Option<MarkStyle>,
    /// Whether its list stands in another of the same style.
    inner: bool,
}

/// Gives the numbers of inner lists the style of their depth.
pub(super) fn mark(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let mut edits = Edits::default();
    let mut open: Vec<Open> = Vec::new();
    let (mut start, mut blank_before) = (0, true);
    for line in text.split_inclusive('\n') {
        let at = At::new(start, start + line.len());
        start += line.len();
        let words = line.trim_start_matches([' ', '\t']);
        if words.trim().is_empty() {
            blank_before = true;
            continue;
        }
        let head = line.len() - words.len();
        let width = |c: char| if c == '\t' { TAB } else { 1 };
        let indent: usize = line.get(..head).unwrap_or_default().chars().map(width).sum();
        let mark = list_mark(words).filter(|mark| mark.style != MarkStyle::Bullet);
        let bullet = ["- ", "* ", "+ "].iter().any(|mark| words.starts_with(mark));
        if mark.is_some() || bullet {
            item(mark, at.slice(head..line.len()), indent, &mut open, &mut edits);
        } else if ends_lists(words.trim_end(), indent, blank_before, &open) {
            open.clear();
        }
        blank_before = false;
    }
    ledger.apply(edits);
}

/// Whether a line that is no item ends the lists before it: a heading does, and a paragraph that is not set in.
fn ends_lists(line: &str, indent: usize, blank_before: bool, open: &[Open]) -> bool {
    line.starts_with('#')
        || layout::unit(line).is_some()
        || title::title(line).is_some()
        || title::is_part(line)
        || blank_before && open.first().is_none_or(|first| indent < first.indent + STEP)
}

/// Enters an item with the list mark `mark`, or with a bullet.
fn item(mark: Option<ListMark>, at: At, indent: usize, open: &mut Vec<Open>, edits: &mut Edits) {
    let mut sibling = None;
    while let Some(last) = open.pop_if(|last| last.indent + STEP > indent) {
        sibling = Some(last).filter(|last| last.indent < indent + STEP);
    }
    let written = mark.map(|mark| mark.style);
    let outer = open.last().copied();
    let alike = outer.is_some_and(|outer| outer.written == written || outer.now == written);
    // An inner list begins with one; another number is one of the outer list that slipped.
    let first = mark.is_none_or(|mark| mark.number == 1);
    let inner = alike && (first || sibling.is_some_and(|sibling| sibling.inner));
    let deeper = outer.and_then(|outer| outer.now).and_then(deeper).filter(|_| inner);
    let mut now = written;
    if let (Some(mark), Some(style)) = (mark, deeper)
        && let Some(numeral) = numeral(style, mark.number)
    {
        edits.replace(at.slice(0..mark.len), numeral, Reason::Nested);
        now = Some(style);
    }
    if mark.is_none() && inner && sibling.is_none() {
        edits.doubt(at.slice(0..1), Reason::FlatBullets);
    }
    let indent = if alike && !inner { outer.map_or(indent, |outer| outer.indent) } else { indent };
    open.push(Open { indent, written, now, inner });
}

/// The style of the items inside one of `style`, where inner lists are set in.
fn deeper(style: MarkStyle) -> Option<MarkStyle> {
    match style {
        MarkStyle::Arabic => Some(MarkStyle::BracketedArabic),
        MarkStyle::BracketedArabic => Some(MarkStyle::Circled),
        _ => None,
    }
}

/// `number` in that style.
fn numeral(style: MarkStyle, number: u32) -> Option<String> {
    match style {
        MarkStyle::BracketedArabic => Some(format!("（{number}）")),
        MarkStyle::Circled if number <= 20 => {
            char::from_u32(u32::from('①') + number.checked_sub(1)?).map(String::from)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        let mut ledger = Ledger::new(text);
        mark(&mut ledger);
        ledger.text().to_owned()
    }

    #[test]
    fn inner_lists_are_told_by_their_numbers() {
        assert_eq!(
            marked("1. 甲\n   1. 乙\n   2. 丙\n      1) 丁\n      2) 戊\n   3. 己\n2. 庚\n"),
            "1. 甲\n   （1）乙\n   （2）丙\n      ①丁\n      ②戊\n   （3）己\n2. 庚\n"
        );
        assert_eq!(marked("1、甲\n\t1、乙\n\n\t2、丙\n2、丁"), "1、甲\n\t（1）乙\n\n\t（2）丙\n2、丁");
    }

    #[test]
    fn what_only_stands_further_in_stays() {
        for text in [
            "1、甲\n  2、乙\n3、丙\n",
            "1、甲\n2、乙\n  学习制度\n  1、丙\n  2、丁\n",
            "一、甲\n  1、乙\n    （1）丙\n",
            "    1、甲\n2、乙\n    3、丙\n",
            "1. 甲\n\n另一段\n\n    1. 乙\n",
            "第一条 甲\n1、乙\n第二条 丙\n  1、丁\n",
        ] {
            assert_eq!(marked(text), text);
        }
    }
}
