//! Lists inside one paragraph: 材料如下：1.甲；2.乙；4.丁。

use super::{Numbered, counts_on, finding, slip};
use crate::{
    doc::{Block, Document},
    finding::Finding,
    text::{FoldedText, ListMark, MarkStyle, Span, list_mark},
};

use super::super::super::rule::Rule;

/// What an item begins behind.
const BEFORE: [char; 3] = [':', ';', '。'];

/// The findings on the lists inside `block`. Only a number that follows two right ones is judged, or one behind a first item that
/// a colon announces, when the list goes on from it: others may be of anything. A law that is quoted in parts leaves items out.
pub(super) fn slips(rule: &Rule, document: &Document, block: &Block) -> Vec<Finding> {
    let words = block.span.of(&document.plain);
    let quotes =
        words.contains(['…', '《']) || document.field_at(block.span).is_some_and(|f| &*f.name == "法定依据");
    let possible = words.contains([';', '；', '。']);
    if quotes || !possible {
        return Vec::new();
    }
    let folded = FoldedText::new(words);
    let text = folded.as_str();
    let marks = marks(text);
    let mut findings = Vec::new();
    for style in [MarkStyle::BracketedHan, MarkStyle::Arabic, MarkStyle::BracketedArabic, MarkStyle::Circled]
    {
        let own: Vec<(usize, ListMark)> =
            marks.iter().filter(|(_, mark)| mark.style == style).copied().collect();
        let mut last: Option<(usize, ListMark)> = None;
        let mut proven = 0;
        for (i, &(at, mark)) in own.iter().enumerate() {
            if mark.number == 1 {
                proven = if is_announced(text, &own, i) { 2 } else { 1 };
            } else if let Some((before, earlier)) = last {
                let between = text.get(before + earlier.len..at).unwrap_or_default();
                let what = slip(earlier.number, mark.number).filter(|_| {
                    proven >= 2 && mark.number >= earlier.number && mark.number <= earlier.number + 2
                });
                let told = counts_on(between, earlier.number + 1..mark.number, style);
                match what {
                    Some(what) if !told || mark.number == earlier.number => {
                        let place = |at: usize, mark: ListMark| {
                            let span = folded.to_plain(Span::new(at, at + mark.len));
                            Numbered {
                                number: mark.number,
                                at: block.span.slice(span.range()).trim(&document.plain),
                            }
                        };
                        let (last, own) = (place(before, earlier), place(at, mark));
                        findings.push(finding(rule, document, last.at, own.at, &what));
                        break;
                    }
                    _ => proven = if mark.number == earlier.number + 1 || told { proven + 1 } else { 0 },
                }
            }
            last = Some((at, mark));
        }
    }
    findings
}

/// Whether the first item at `i` of `marks` begins a list behind a colon, whose next two items are numbered one after the other:
/// 应当:(一)甲;(三)乙;(四)丙。
fn is_announced(text: &str, marks: &[(usize, ListMark)], i: usize) -> bool {
    let Some(&[(first, _), (second, next), (_, third)]) = marks.get(i..i + 3) else { return false };
    let behind = |at: usize| text.get(..at).and_then(|before| before.chars().next_back());
    behind(first) == Some(':') && behind(second) == Some(';') && next.number + 1 == third.number
}

/// The marks in `text` that stand where an item may begin, its head included.
fn marks(text: &str) -> Vec<(usize, ListMark)> {
    let starts = text.match_indices(BEFORE).map(|(i, word)| i + word.len());
    let all = std::iter::once(0).chain(starts);
    all.filter_map(|i| list_mark(text.get(i..)?).map(|mark| (i, mark))).collect()
}
