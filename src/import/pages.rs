//! The ends of pages and lines inside sentences: page numbers, and lines broken at a width.

mod cut;
mod edges;
mod numbers;

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;
use unicode_width::UnicodeWidthStr as _;

use self::numbers::Page;
use super::{
    genre, layout,
    ledger::{At, Edits, Ledger},
    lines::{is_ended, is_han, length, lines},
    pattern,
    reason::Reason,
    title,
};
use crate::text::list_mark;

/// `2、` at the head of a line that is a page.
static PAGE_HEAD: LazyLock<Regex> = LazyLock::new(|| pattern("^([0-9]{1,3})[、.．]\\s*"));
/// The number of a page at the end of a line, behind its words.
static PAGE_TAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern("第\\s*[0-9]{1,4}\\s*页\\s*[,，/]?\\s*共\\s*[0-9]{1,4}\\s*页\\s*$"));
/// Lines of one width differ by a punctuation mark that may not begin a line, and by letters narrower than digits.
const SLACK: usize = 8;
/// No heading ends with these.
const OPEN: &str = "，、的和与及或由在对将为向以按从第其并而且把被未不须因于至";
/// Where a page ends, on a line of its own.
pub(super) const PAGE_END: char = '\u{C}';
/// The rank of 第N条.
const ARTICLE: usize = layout::RANKS - 1;
/// A label is no longer than this.
const LONGEST_LABEL: usize = 8;
/// What stands at the edge of pages is no longer.
const LONGEST_HEAD: usize = 30;
/// A line with fewer characters is no torn sentence.
const SENTENCE: usize = 12;
/// A shorter line without an end may be a heading.
const UNENDED: usize = 16;
/// Pages that a line each holds are long.
const PAGE: usize = 60;

/// Removes page numbers and closes the sentences that pages and lines cut.
pub(super) fn join(ledger: &mut Ledger<'_>) {
    edges::strip(ledger);
    page_heads(ledger);
    // Where a page ended, two lines become one that is wider than all others.
    let width = wrap_width(ledger.text(), &lines(ledger.text()));
    page_lines(ledger);
    broken_lines(ledger, width);
    broken_titles(ledger);
}

/// Titles on two lines: 某县行政审批局关于规范窗口人员 and 请休假管理的暂行规定, 窗口工作人员绩效考核 and 和奖励惩戒管理办法.
fn broken_titles(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let all = lines(text);
    let strong = |line: &str| matches!(title::title(line), Some((_, title::Certainty::Strong)));
    let mut edits = Edits::default();
    for (n, pair) in all.windows(2).enumerate() {
        let &[at, next_at] = pair else { continue };
        let (line, next) = (at.of(text), next_at.of(text));
        let adjacent = At::new(at.end(), next_at.start()).of(text).matches('\n').count() == 1;
        let before = n.checked_sub(1).and_then(|n| all.get(n)).map(|at| at.of(text));
        let first = before.is_none_or(|before| is_ended(before) || title::is_organ(before) || strong(before));
        let about = line.split_once("关于").is_some_and(|(_, about)| !about.is_empty());
        let half = about || next.starts_with(['和', '与', '及', '暨']);
        let bare = line.chars().all(|c| is_han(c) || c.is_ascii_uppercase())
            && length(line) >= SHORTEST_HALF
            && title::title(line).is_none();
        if adjacent && first && half && bare && strong(next) && strong(&format!("{line}{next}")) {
            close(text, at, next_at, next_at.start(), Reason::LineBreak, &mut edits);
        }
    }
    ledger.apply(edits);
}

/// The first line of a title that goes on is no shorter.
const SHORTEST_HALF: usize = 6;

/// A page a line, each with its number in front: every line has one, they rise by one, and most lines end inside a
/// sentence. Items of a list never look like that.
fn page_heads(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let all = lines(text);
    let heads: Vec<(usize, usize)> = all
        .iter()
        .map_while(|at| {
            let found = PAGE_HEAD.captures(at.of(text))?;
            Some((found.get(1)?.as_str().parse().ok()?, found.get(0)?.end()))
        })
        .collect();
    let rising = heads.windows(2).all(|pair| matches!(pair, [(a, _), (b, _)] if a + 1 == *b));
    let cut = |at: &&At| !is_ended(at.of(text));
    let cuts = all.iter().rev().skip(1).filter(cut).count();
    let long = all.iter().filter(|at| length(at.of(text)) >= PAGE).count();
    if all.len() < 3 || heads.len() < all.len() || !rising || cuts * 2 < all.len() - 1 || long * 2 < all.len()
    {
        return;
    }
    let mut edits = Edits::default();
    let mut previous: Option<At> = None;
    for (at, (_, len)) in all.iter().zip(&heads) {
        edits.remove(at.slice(0..*len), Reason::PageMark);
        if let Some(previous) = previous {
            close(text, previous, at.slice(*len..at.len()), at.start(), Reason::PageBreak, &mut edits);
        }
        previous = Some(*at);
    }
    ledger.apply(edits);
}

/// Joins `next` to `line`; `until` is where the break between them ends.
fn close(text: &str, line: At, next: At, until: usize, reason: Reason, edits: &mut Edits) {
    let gap = At::new(line.end(), until);
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let words = latin(line.of(text).chars().next_back()) && latin(next.of(text).chars().next());
    if words { edits.replace(gap, " ", reason) } else { edits.remove(gap, reason) }
}

/// Lines that are page numbers, and the sentences they cut.
fn page_lines(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let all = lines(text);
    let mut numbers = numbers::find(text, &all);
    let heads = running_heads(text, &all, &numbers);
    heads.iter().for_each(|&n| {
        if let Some(number) = numbers.get_mut(n) {
            *number = Some(Page::Head);
        }
    });
    let mut edits = Edits::default();
    let mut previous: Option<At> = None;
    let mut removed: Vec<At> = Vec::new();
    let mut valued = false;
    for (&at, number) in all.iter().zip(numbers) {
        let line = at.of(text);
        let before_number = number == Some(Page::Value);
        match number {
            Some(Page::Certain) => {
                edits.remove(at, Reason::PageMark);
                removed.push(at);
                continue;
            }
            Some(Page::Head) => {
                edits.remove(at, Reason::RunningHead);
                removed.push(at);
                continue;
            }
            Some(Page::Doubtful) => edits.doubt(at, Reason::LoneNumber),
            Some(Page::Value) | None => {}
        }
        // A page may end without a number.
        let bare_end = |before: At| {
            removed.is_empty()
                && At::new(before.end(), at.start()).of(text).contains(PAGE_END)
                && before.of(text).contains(['，', '。', '；', '：'])
                && goes_on(before.of(text), line)
        };
        if let Some(before) = previous
            && (before_number
                || valued
                || bare_end(before)
                || !removed.is_empty()
                    && (goes_on(before.of(text), line) || begins_item(before.of(text), line)))
        {
            let mut end = before;
            for mark in &removed {
                edits.remove(At::new(end.end(), mark.start()), Reason::PageBreak);
                end = At::new(before.start(), mark.end());
            }
            close(text, end, at, at.start(), Reason::PageBreak, &mut edits);
        }
        removed.clear();
        valued = before_number;
        if let Some(tail) = PAGE_TAIL.find(line).filter(|tail| tail.start() > 0) {
            edits.remove(at.slice(tail.range()), Reason::PageMark);
        }
        previous = Some(at);
    }
    for (i, end) in text.match_indices(PAGE_END) {
        edits.remove(At::new(i, i + end.len()), Reason::Blank);
    }
    ledger.apply(edits);
}

/// The lines beside page numbers that are the same on several pages: what every page has at its edge.
fn running_heads(text: &str, all: &[At], numbers: &[Option<Page>]) -> Vec<usize> {
    let is_page = |n: usize| numbers.get(n) == Some(&Some(Page::Certain));
    let words = |n: usize| all.get(n).map_or("", |at| at.of(text));
    let beside: Vec<usize> = (0..all.len())
        .filter(|&n| !is_page(n) && (n.checked_sub(1).is_some_and(is_page) || is_page(n + 1)))
        .filter(|&n| length(words(n)) <= LONGEST_HEAD && !is_ended(words(n)) && list_mark(words(n)).is_none())
        // What is cut out of a sentence is no head.
        .filter(|&n| !words(n).contains(['，', '。', '；', '、']))
        .collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    beside.iter().for_each(|&n| *count.entry(words(n)).or_default() += 1);
    let is_head = |n: &usize| count.get(words(*n)).is_some_and(|&count| count > 1);
    // The first page has its head below the title.
    let titled = |n: &usize| {
        let above = n.checked_sub(1).and_then(|n| title::title(words(n)));
        matches!(above, Some((_, title::Certainty::Strong))) && is_head(n)
    };
    (0..all.len()).filter(|n| beside.contains(n) && is_head(n) || titled(n)).collect()
}

/// Whether a sentence that `line` breaks off goes on in `next`.
fn goes_on(line: &str, next: &str) -> bool {
    // A short line may be a heading, unless its last word wants another.
    let long = if line.ends_with(|c| OPEN.contains(c)) { 3 } else { 12 };
    !is_ended(line) && length(line) >= long && !opens(next) && title::title(line).is_none()
}

/// Whether `line` is no more than the first character of an item, whose rest is `next`: 2、加 and 用公款支付的个人费用；
fn begins_item(line: &str, next: &str) -> bool {
    let words = list_mark(line).and_then(|mark| line.get(mark.len..)).unwrap_or_default().trim();
    length(words) == 1 && words.chars().all(is_han) && is_ended(next) && !opens(next)
}

/// Whether a line begins something of its own.
fn opens(line: &str) -> bool {
    let bare = line.trim_start_matches(['-', '*', ' ']);
    list_mark(bare).is_some()
        || line.starts_with(['#', '【', '|', '>'])
        || ["附件", "附录", "附表", "附则", "附：", "附:"].iter().any(|word| line.starts_with(word))
        || numbers::is_bare(line)
        || layout::unit(line).is_some()
        || title::title(line).is_some()
        || title::divider(line).is_some()
        || title::is_organ(line)
        || title::is_date(line)
        || genre::is_explanation(line)
        || genre::is_distribution(line)
}

/// Lines broken in a sentence: at the width of the whole text, or behind a comma.
fn broken_lines(ledger: &mut Ledger<'_>, width: Option<usize>) {
    let text = ledger.text();
    let all = lines(text);
    let mut edits = Edits::default();
    // The number of the last article, and whether this line goes on with the one before.
    let (mut article, mut continues) = (0, false);
    for pair in all.windows(2) {
        let &[at, next_at] = pair else { continue };
        let (line, next) = (at.of(text), next_at.of(text));
        let gap = At::new(at.end(), next_at.start()).of(text);
        let adjacent = gap.matches('\n').count() == 1;
        if let Some((ARTICLE, number, _)) = layout::unit(line).filter(|_| !continues) {
            article = number;
        }
        continues = false;
        let whole = numbers::is_bare(line) || genre::is_distribution(line);
        if line.starts_with(['#', '|']) || next.starts_with('|') || whole {
            continue;
        }
        let comma = line.ends_with(['，', '、', ',', '《', '（']) && is_sentence(line);
        let sewn = adjacent && (cut::inside(line, next) || cut::before_article(line, next, article));
        let goes_on = unended(line) && line.ends_with(|c| OPEN.contains(c)) || is_rest(line, next);
        let counted = ends_in_number(line) && numbers::is_counted(next);
        let sewn = sewn || counted || adjacent && goes_on && !opens(next);
        if sewn || comma && !opens(next) || adjacent && (wrapped(line, next, width) || torn(line, next)) {
            continues = true;
            close(text, at, next_at, next_at.start(), Reason::LineBreak, &mut edits);
        } else if comma || adjacent && (unended(line) || breaks_off(line)) && !opens(next) {
            let len = line.chars().next_back().map_or(0, char::len_utf8);
            edits.doubt(at.slice(at.len() - len..at.len()), Reason::OpenEnd);
        }
    }
    ledger.apply(edits);
}

/// Whether a line ends with a number that its sentence says: 不超过7, but not 附件1.
fn ends_in_number(line: &str) -> bool {
    let words = line.trim_end_matches(|c: char| c.is_ascii_digit());
    words.len() < line.len() && words.ends_with(is_han) && words.contains(['，', '。', '；', '：'])
}

/// A line of a few words that ends with a comma may be a heading or a table.
fn is_sentence(line: &str) -> bool {
    length(line) >= 8
}

/// Whether a line begins with a label: 受理岗：
fn is_labelled(line: &str) -> bool {
    line.find(['：', ':'])
        .and_then(|at| line.get(..at))
        .is_some_and(|label| (2..=LONGEST_LABEL).contains(&length(label)) && label.chars().all(is_han))
}

/// `务；`: so few characters are no sentence, but the rest of one.
fn is_rest(line: &str, next: &str) -> bool {
    let short = (2..=4).contains(&length(next)) && next.ends_with(['。', '；']) && next.starts_with(is_han);
    short && !is_ended(line) && length(line) >= SENTENCE && line.ends_with(is_han)
}

/// A line that begins to say something and does not end.
fn unended(line: &str) -> bool {
    !is_ended(line) && line.contains('，') && length(line) >= UNENDED && line.ends_with(is_han)
}

/// A line that begins a second sentence and does not end it.
fn breaks_off(line: &str) -> bool {
    !is_ended(line) && line.contains('。') && length(line) >= UNENDED && line.ends_with(is_han)
}

/// A line full up to the width of the text that does not end, and one that goes on with it.
fn wrapped(line: &str, next: &str, width: Option<usize>) -> bool {
    let ended = line.ends_with(['。', '；', '：', '！', '？', ';', ':', '!', '?', '】', '>', '|']);
    // 受理岗：…… and 审核岗：…… stand side by side.
    let labelled = is_labelled(line) && is_labelled(next);
    width.is_some_and(|width| line.width_cjk() + SLACK >= width) && !ended && !labelled && !opens(next)
}

/// `…享有职责和权⏎利，应认真负责…。`: a long sentence without an end, and its rest with one.
fn torn(line: &str, next: &str) -> bool {
    let han = |c: Option<char>| c.is_some_and(is_han);
    length(line) >= 20
        && line.contains('，')
        && han(line.chars().next_back())
        && han(next.chars().next())
        && next.ends_with(['。', '；'])
        && !opens(next)
}

/// The width in columns at which the text was broken, if it was: many lines as wide as the widest, none wider than a
/// page.
fn wrap_width(text: &str, all: &[At]) -> Option<usize> {
    let widths: Vec<usize> = all.iter().map(|at| at.of(text).width_cjk()).collect();
    let widest = widths.iter().copied().max()?;
    let full = widths.iter().filter(|&&width| width + SLACK >= widest).count();
    (full >= 3 && full * 4 >= all.len() && (30..=120).contains(&widest)).then_some(widest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        let mut ledger = Ledger::new(text);
        join(&mut ledger);
        ledger.text().to_owned()
    }

    #[test]
    fn a_page_a_line() {
        let body = "窗口工作人员应当按照规定的时间到岗，不得迟到早退，因故不能到岗的应当事先请假，并且把手头的工作交代清楚，以免影响群众办";
        let source = format!("1、{body}\n2、事。{body}\n3、事。 10、不准吸烟。第3页 共3页");
        assert_eq!(joined(&source), format!("{body}事。{body}事。 10、不准吸烟。"));
        let items = "1、甲乙丙丁。\n2、戊己庚辛。\n3、壬癸。";
        assert_eq!(joined(items), items);
    }

    #[test]
    fn page_numbers_between_lines() {
        assert_eq!(
            joined("对群众办事中遇到的问题，凡条件\n—1—\n许可的立即办。\n- 2 -\n一、下一项"),
            "对群众办事中遇到的问题，凡条件许可的立即办。\n\n一、下一项"
        );
        assert_eq!(joined("2\n甲\n2\n乙\n3\n丙"), "2\n甲\n2\n乙\n3\n丙");
        assert_eq!(
            joined(
                "首先接待的工作人员，以及参\n3\n与接待的其他人员。\n由窗口负责记录，\n第 4 页 / 共 9 页\n—5—\n并按季度归档。"
            ),
            "首先接待的工作人员，以及参与接待的其他人员。\n由窗口负责记录，并按季度归档。"
        );
        assert_eq!(
            joined("违反本制度第\n- 3 -\n二条的，通报。\n工作时间\n- 4 -\n八小时。"),
            "违反本制度第二条的，通报。\n工作时间\n\n八小时。"
        );
    }

    #[test]
    fn sentences_cut_by_a_line() {
        assert_eq!(
            joined("（二）顶岗期间，享有原岗位责任人的全部职责和权\n利，应当认真负责。\n窗口人员名单\n甲"),
            "（二）顶岗期间，享有原岗位责任人的全部职责和权利，应当认真负责。\n窗口人员名单\n甲"
        );
    }
}
