//! Where one text ends and the next begins: the lines fall into stretches under groups of titles.
//!
//! A group of titles is `第三篇：…`, a title printed twice, an organ's name before a title, or a line that looks like a
//! title. The last sort begins a new text only when the words behind it say so: they give its purpose, or their numbers
//! start anew where those of the text before do not go on.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    breaks::is_purpose,
    genre,
    layout::{self, RANKS},
    ledger::At,
    lines::{is_ended, length},
    pattern,
    title::{self, Certainty},
};
use crate::text::{MarkStyle, chinese_number, list_mark};

/// What a line is, seen alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Divider,
    Title(Certainty),
    Organ,
    /// 第N编, 第N章, 第N条: rank and number.
    Unit(usize, u32),
    Mark(MarkStyle, u32),
    Text,
}

/// A stretch of lines under one group of titles.
#[derive(Debug)]
pub(super) struct Stretch {
    /// The group: from the first line up to the body.
    pub(super) group: std::ops::Range<usize>,
    pub(super) body: std::ops::Range<usize>,
    /// Whether more than the last word of its title says that a text begins here.
    pub(super) certain: bool,
    /// Whether another page ended right before.
    pub(super) after_page: bool,
}

fn shape(line: &str) -> Shape {
    if title::divider(line).is_some() {
        return Shape::Divider;
    }
    if let Some((rank, number, _)) = layout::unit(line) {
        return Shape::Unit(rank, number);
    }
    if line.starts_with("# ") && !title::bare_title(line).is_empty() {
        return Shape::Title(Certainty::Strong);
    }
    if let Some((_, certainty)) = title::title(line) {
        return Shape::Title(certainty);
    }
    if title::is_organ(line) {
        return Shape::Organ;
    }
    if title::is_part(line) {
        return Shape::Title(Certainty::Part);
    }
    match list_mark(line.trim_start_matches(['#', '-', '*', ' '])) {
        Some(mark) if mark.style != MarkStyle::Bullet => Shape::Mark(mark.style, mark.number),
        _ => half_mark(line).map_or(Shape::Text, |number| Shape::Mark(MarkStyle::BracketedHan, number)),
    }
}

/// 一）: a mark that lost its first bracket still says that a list begins.
fn half_mark(line: &str) -> Option<u32> {
    let digits = line.find(|c| !"一二三四五六七八九十".contains(c))?;
    line.get(digits..)?.strip_prefix(['）', ')'])?;
    chinese_number(line.get(..digits)?)
}

/// How deep a shape usually stands; `None` for lines without a number.
pub(super) fn rank(shape: Shape) -> Option<(usize, u32)> {
    match shape {
        Shape::Unit(rank, number) => Some((rank, number)),
        Shape::Mark(style, number) => Some((layout::RANKS + style as usize, number)),
        _ => None,
    }
}

/// The lines of a text, and the stretches they make.
pub(super) struct Stretches<'a> {
    text: &'a str,
    all: &'a [At],
    shapes: Vec<Shape>,
    /// Whether another page ended right before a line.
    new_page: Vec<bool>,
    /// For every rank, the lines with such a number.
    numbered: Vec<Vec<(usize, u32)>>,
}

/// The ranks of 第N编…条 and of list marks.
pub(super) const ALL_RANKS: usize = RANKS + MarkStyle::COUNT;
/// More titles in a row than this are a list.
const LONGEST_GROUP: usize = 100;

/// Somebody is greeted within this many lines of the title of a speech.
const SPEECH_HEAD: usize = 4;
/// What a covering letter sends round is said within this many lines of its title.
const LETTER_HEAD: usize = 6;
/// No more articles than this are lost where a page ends.
const LOST: u32 = 2;

/// The last sentence of a regulation: from when on it applies, and who explains it.
static FINAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern("本\\p{Han}{2,8}(?:自|从|由)[^。]{2,60}(?:施行|实施|执行|生效|解释)[^。]{0,6}。$")
});

fn is_final(line: &str) -> bool {
    FINAL.is_match(line)
}

/// The numbers of a stretch so far.
#[derive(Debug, Clone, Copy, Default)]
struct Numbers {
    /// The rank of the first one.
    outer: Option<usize>,
    /// The last number of each rank.
    last: [Option<u32>; ALL_RANKS],
}

impl Numbers {
    fn add(&mut self, shape: Shape) {
        if let Some((rank, number)) = rank(shape) {
            self.outer.get_or_insert(rank);
            if let Some(last) = self.last.get_mut(rank) {
                *last = Some(number);
            }
        }
    }

    fn last(&self, rank: usize) -> Option<u32> {
        self.last.get(rank).copied().flatten()
    }
}

impl<'a> Stretches<'a> {
    /// Looks at the lines `all` of `text`.
    pub(super) fn new(text: &'a str, all: &'a [At], new_page: Vec<bool>) -> Self {
        let mut shapes: Vec<Shape> = all.iter().map(|at| shape(at.of(text))).collect();
        for n in 0..shapes.len() {
            let line = |n: usize| all.get(n).map_or("", |at| at.of(text));
            // 附件2 over the title of what is annexed.
            if title::is_annex(line(n)) && matches!(shapes.get(n + 1), Some(Shape::Title(Certainty::Strong)))
            {
                shapes.splice(n..=n, [Shape::Divider]);
                continue;
            }
            let before = n.checked_sub(1).map(line);
            let first = matches!(shapes.get(n + 1), Some(Shape::Unit(rank, 1)) if *rank == RANKS - 1);
            if let Some(shape) = shapes.get_mut(n)
                && *shape == Shape::Text
                && first
                && before.is_none_or(|before| is_ended(before) && !before.ends_with(['：', ':']))
                && title::is_name(line(n))
            {
                *shape = Shape::Title(Certainty::Weak);
            }
        }
        let mut numbered = vec![Vec::new(); ALL_RANKS];
        for (n, shape) in shapes.iter().enumerate() {
            if let Some((rank, number)) = rank(*shape)
                && let Some(lines) = numbered.get_mut(rank)
            {
                lines.push((n, number));
            }
        }
        Self { text, all, shapes, new_page, numbered }
    }

    /// The places of the lines.
    pub(super) fn all(&self) -> &'a [At] {
        self.all
    }

    /// The words of line `n`.
    pub(super) fn line(&self, n: usize) -> &'a str {
        self.all.get(n).map_or("", |at| at.of(self.text))
    }

    /// What line `n` is, seen alone.
    pub(super) fn shape(&self, n: usize) -> Shape {
        self.shapes.get(n).copied().unwrap_or(Shape::Text)
    }

    /// Cuts the lines into stretches.
    pub(super) fn cut(&self) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let open = |start: usize, after_page: bool| Stretch {
            group: start..start,
            body: start..start,
            certain: false,
            after_page,
        };
        let mut current = open(0, false);
        let mut numbers = Numbers::default();
        let mut n = 0;
        while n < self.all.len() {
            let boundary = self.new_page.get(n) == Some(&true) && !self.goes_on(&numbers, n)
                || self.opens_speech(n, &current, &numbers);
            let begun = self.group(n).and_then(|end| {
                Some((end, self.begins(n..end, &current, &numbers, stretches.last(), boundary)?))
            });
            let next = match begun {
                Some((end, certain)) => {
                    Some(Stretch { group: n..end, body: end..end, certain, after_page: boundary })
                }
                None => boundary.then(|| open(n, true)),
            };
            if let Some(next) = next {
                current.body.end = n;
                numbers = Numbers::default();
                n = next.group.end;
                stretches.push(std::mem::replace(&mut current, next));
                if begun.is_some() {
                    continue;
                }
            }
            numbers.add(self.shape(n));
            n += 1;
        }
        current.body.end = self.all.len();
        stretches.push(current);
        stretches.retain(|stretch| stretch.group.start < stretch.body.end);
        stretches
    }

    /// The end of the group of titles that begins with line `start`.
    fn group(&self, start: usize) -> Option<usize> {
        let mut end = start;
        while end < self.all.len() && end - start < LONGEST_GROUP {
            let taken = match self.shape(end) {
                Shape::Divider => true,
                // The part of a collection has a text of its own.
                Shape::Title(Certainty::Part) => end == start,
                Shape::Title(_) => end == start || self.new_page.get(end) != Some(&true),
                Shape::Organ => matches!(self.shape(end + 1), Shape::Title(_)),
                _ => self.is_printed_twice(end),
            };
            if !taken {
                break;
            }
            end += 1;
        }
        (end > start).then_some(end)
    }

    /// Whether a short line stands there twice in a row, as the titles of web pages do.
    fn is_printed_twice(&self, n: usize) -> bool {
        let line = self.line(n);
        let twin = |other: Option<usize>| {
            other.is_some_and(|other| other < self.all.len() && self.line(other) == line)
        };
        self.shape(n) == Shape::Text
            && (4..=50).contains(&length(line))
            && !line.ends_with(['。', '；', '：'])
            && (twin(Some(n + 1)) || twin(n.checked_sub(1)))
    }

    /// Whether the titles in `group` begin a text of their own, and whether that is certain.
    fn begins(
        &self,
        group: std::ops::Range<usize>,
        current: &Stretch,
        numbers: &Numbers,
        before: Option<&Stretch>,
        boundary: bool,
    ) -> Option<bool> {
        let (start, end) = (group.start, group.end);
        let strong = group.clone().any(|n| self.shape(n) == Shape::Title(Certainty::Strong));
        let heads = |n: usize| {
            self.line(n).starts_with("# ") && group.clone().all(|m| title::holds(self.line(n), self.line(m)))
        };
        // 关于印发《甲办法》的通知 holds the title of what it sends round, whose text begins with that.
        let sends = |n: usize| strong && genre::is_covering(title::bare_title(self.line(n)));
        if current.group.clone().any(|n| heads(n) && sends(n)) {
            return Some(true);
        }
        if numbers.outer.is_none() && current.group.clone().any(heads) {
            return None;
        }
        let repeated = group.clone().skip(1).any(|n| title::same(self.line(n), self.line(n - 1)));
        let marked = group.clone().any(|n| {
            matches!(self.shape(n), Shape::Divider | Shape::Organ) || self.line(n).starts_with("# ")
        });
        if repeated || marked {
            return Some(true);
        }
        // 在全县大会上的讲话, and somebody is greeted: no heading of the text before.
        let paper = group.clone().any(|n| title::is_paper(title::bare_title(self.line(n))));
        if paper && (end..end + SPEECH_HEAD).any(|n| title::is_salutation(self.line(n))) {
            return Some(true);
        }
        // 关于印发《甲办法》的通知, and behind it 现予印发: the letter that comes with the next regulation.
        let covering = group.clone().any(|n| genre::is_covering(title::bare_title(self.line(n))));
        if covering && (end..(end + LETTER_HEAD).min(self.all.len())).any(|n| genre::sends(self.line(n))) {
            return Some(true);
        }
        let purpose = (end..(end + 2).min(self.all.len())).any(|n| is_purpose(self.line(n)));
        if strong && (purpose || group.clone().any(|n| self.names_itself(n, end)) || boundary) {
            return Some(true);
        }
        let first_of_all = before.is_none() && start <= 3;
        if current.group.is_empty()
            && (strong || first_of_all || self.first_mark(end).is_some_and(|(_, number)| number == 1))
        {
            return Some(false);
        }
        // The articles of a regulation are numbered from its beginning to its end, so 第一条 begins another.
        if matches!(self.shape(end), Shape::Unit(_, 1)) && numbers.last(RANKS - 1).is_some() {
            return Some(true);
        }
        if self.line(start).starts_with('#') {
            let level = |n: usize| self.line(n).bytes().take_while(|&b| b == b'#').count();
            let alike = current.group.clone().any(|n| level(n) == level(start));
            return (strong && alike && self.counts_anew(start, end, numbers)).then_some(true);
        }
        if !strong {
            return (self.counts_anew(start, end, numbers) && !self.is_section(current)).then_some(false);
        }
        if start.checked_sub(1).is_some_and(|n| is_final(self.line(n))) && !self.resumes(numbers, end) {
            return Some(false);
        }
        self.starts_anew(start, end, current, numbers, before).then_some(false)
    }

    /// Whether the first number of a text stands right behind line `start`, as far out as those of the text before, which
    /// has ended and does not go on.
    fn counts_anew(&self, start: usize, end: usize, numbers: &Numbers) -> bool {
        let marked = self.line(start).starts_with('#');
        let ended = marked || start.checked_sub(1).is_some_and(|n| is_ended(self.line(n)));
        let first = rank(self.shape(end));
        let (Some((rank, 1)), Some(outer)) = (first, numbers.outer) else { return false };
        ended && rank <= outer && numbers.last(outer) > Some(1) && !self.resumes(numbers, end)
    }

    /// Whether a text has named one of its sections right behind its title, so that the next is one too.
    fn is_section(&self, current: &Stretch) -> bool {
        let named = |n: usize| matches!(self.shape(n), Shape::Title(Certainty::Weak | Certainty::Part));
        let title = current.group.clone().find(|&n| self.shape(n) == Shape::Title(Certainty::Strong));
        let holds = title.is_some_and(|n| !title::is_collection(self.line(n)));
        holds && title.is_some_and(|n| (n + 1..=current.group.end).any(named))
    }

    /// 本办法规定了……: the first words behind a title take it up.
    fn names_itself(&self, n: usize, end: usize) -> bool {
        let Some((name, _)) = title::title(self.line(n)) else { return false };
        let Some(rest) = self.line(end).strip_prefix('本') else { return false };
        let said: String = rest.chars().take(16).collect();
        let last = name.char_indices().rev().nth(1).and_then(|(i, _)| name.get(i..));
        last.is_some_and(|last| said.contains(last))
    }

    /// The first numbered line at or soon after `from`, before the next title.
    fn first_mark(&self, from: usize) -> Option<(usize, u32)> {
        (from..(from + 8).min(self.all.len()))
            .take_while(|&n| !matches!(self.shape(n), Shape::Title(_) | Shape::Divider))
            .find_map(|n| rank(self.shape(n)))
    }

    /// Whether the numbers from line `end` on start anew, and those of the text before do not go on.
    fn starts_anew(
        &self,
        group_start: usize,
        end: usize,
        current: &Stretch,
        numbers: &Numbers,
        before: Option<&Stretch>,
    ) -> bool {
        let Some((first, number)) = self.first_mark(end) else {
            // Without numbers, only one in a row of its like: 预约服务制, 办结公告制.
            let last = |n: usize| self.line(n).chars().next_back();
            let likes = |stretch: &Stretch| {
                stretch
                    .group
                    .clone()
                    .next_back()
                    .is_some_and(|n| last(n) == end.checked_sub(1).and_then(last))
            };
            let ended = group_start.checked_sub(1).is_some_and(|n| self.line(n).ends_with(['。', '！', '”']));
            // 首问负责制 is no chapter of 限时办结制; a 制度 may have others for its chapters.
            let second = before.is_some_and(likes)
                || ended
                    && self.says(current)
                    && group_start + 1 == end
                    && self.line(group_start).ends_with('制');
            return likes(current) && second && self.shape(end) == Shape::Text;
        };
        let Some(outer) = numbers.outer else { return number == 1 };
        if number != 1 && first >= outer {
            return false;
        }
        if first <= outer {
            return true;
        }
        // 一、 behind a title is a list of the article before when more articles follow on it.
        number == 1 && !self.resumes(numbers, end)
    }

    /// Whether a text says its purpose, or names itself, behind its title: it is a regulation, and no heading of one.
    fn says(&self, current: &Stretch) -> bool {
        let first = current.group.end;
        is_purpose(self.line(first)) || current.group.clone().any(|n| self.names_itself(n, first))
    }

    /// Whether the numbers of the text before go on somewhere behind line `from`.
    fn resumes(&self, numbers: &Numbers, from: usize) -> bool {
        let Some(outer) = numbers.outer else { return false };
        // The numbers of articles run through all chapters.
        let ranks = if outer < RANKS { outer..RANKS } else { outer..outer + 1 };
        ranks.into_iter().any(|rank| {
            let lines = self.numbered.get(rank).map_or(&[][..], Vec::as_slice);
            let next = lines.get(lines.partition_point(|&(n, _)| n < from));
            numbers.last(rank).is_some_and(|last| next.is_some_and(|&(_, number)| number == last + 1))
        })
    }

    /// Whether somebody is greeted in line `n`, whom the text before did not greet.
    fn opens_speech(&self, n: usize, current: &Stretch, numbers: &Numbers) -> bool {
        let head = numbers.outer.is_none() && n < current.body.start + SPEECH_HEAD;
        !head && title::is_salutation(self.line(n))
    }

    /// Whether line `n`, behind the end of a page, carries on the numbers of the text before; the page may have taken a
    /// line of it.
    fn goes_on(&self, numbers: &Numbers, n: usize) -> bool {
        rank(self.shape(n)).is_some_and(|(rank, number)| {
            let lost = if rank < RANKS { LOST } else { 0 };
            numbers.last(rank).is_some_and(|last| (last + 1..=last + 1 + lost).contains(&number))
        })
    }
}
