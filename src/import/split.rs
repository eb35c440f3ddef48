//! Which lines are a regulation, which are another, and which are none.
//!
//! The lines fall into parts. A part begins with a group of titles (`第三篇：…`, a title printed twice, the name of an
//! organ before it); the last title of the group is that of the text behind it. A line that looks like a title inside a
//! text begins a new part only when the text behind it says so: it gives its purpose, or its numbers start anew where
//! those of the text before do not go on.

use super::{
    breaks::is_purpose,
    facts::Facts,
    genre::{self, Genre},
    ledger::{At, Ledger},
    lines::{length, lines},
    reason::Reason,
    title::{self, Certainty},
};
use crate::text::{MarkStyle, list_mark};

/// The lines of the text, and the regulations they make.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) lines: Vec<Line>,
    pub(super) parts: Vec<Part>,
}

/// A line and what becomes of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) at: At,
    pub(super) role: Role,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The title of its regulation.
    Title,
    /// A line of a regulation.
    Body,
    /// In no regulation.
    Out(Reason),
}

/// A regulation that was found.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// Its title without the marks around it.
    pub(super) title: String,
    /// Its lines; those of them that belong to it have a role in it.
    pub(super) lines: std::ops::Range<usize>,
    /// Why its title is put before its first line, when it is.
    pub(super) made_title: Option<Reason>,
    pub(super) facts: Facts,
}

/// What a line is, seen alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
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
struct Stretch {
    /// The group: from the first line up to the body.
    group: std::ops::Range<usize>,
    body: std::ops::Range<usize>,
    /// Whether more than the last word of its title says that a text begins here.
    certain: bool,
    /// Whether another page ended right before.
    after_page: bool,
}

/// Finds the regulations in the text. `ends` are the places in the source where pages ended; `fallback` is the title of a
/// text that has none.
pub(super) fn plan(ledger: &Ledger<'_>, ends: &[usize], fallback: &str) -> Plan {
    let text = ledger.text();
    let all = lines(text);
    let shapes: Vec<Shape> = all.iter().map(|at| shape(at.of(text))).collect();
    let new_page: Vec<bool> = (0..all.len())
        .map(|n| {
            let start = |n: usize| all.get(n).map_or(0, |at| ledger.origin(at.start()));
            n > 0 && ends.iter().any(|&end| start(n - 1) < end && end < start(n))
        })
        .collect();
    let reader = Reader { text, all: &all, shapes: &shapes, new_page: &new_page };
    let stretches = reader.stretches();
    reader.plan(&stretches, fallback)
}

fn shape(line: &str) -> Shape {
    if title::divider(line).is_some() {
        return Shape::Divider;
    }
    if let Some((rank, number, _)) = super::layout::unit(line) {
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
    match list_mark(line.trim_start_matches(['#', '-', '*', ' '])) {
        Some(mark) if mark.style != MarkStyle::Bullet => Shape::Mark(mark.style, mark.number),
        _ => half_mark(line).map_or(Shape::Text, |number| Shape::Mark(MarkStyle::BracketedHan, number)),
    }
}

/// 一）: a mark that lost its first bracket still says that a list begins.
fn half_mark(line: &str) -> Option<u32> {
    let digits = line.find(|c| !"一二三四五六七八九十".contains(c))?;
    line.get(digits..)?.strip_prefix(['）', ')'])?;
    crate::text::chinese_number(line.get(..digits)?)
}

/// How deep a shape usually stands; `None` for lines without a number.
fn rank(shape: Shape) -> Option<(usize, u32)> {
    match shape {
        Shape::Unit(rank, number) => Some((rank, number)),
        Shape::Mark(style, number) => Some((super::layout::RANKS + style as usize, number)),
        _ => None,
    }
}

struct Reader<'a> {
    text: &'a str,
    all: &'a [At],
    shapes: &'a [Shape],
    new_page: &'a [bool],
}

impl Reader<'_> {
    fn line(&self, n: usize) -> &str {
        self.all.get(n).map_or("", |at| at.of(self.text))
    }

    fn shape(&self, n: usize) -> Shape {
        self.shapes.get(n).copied().unwrap_or(Shape::Text)
    }

    fn stretches(&self) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let open = |start: usize, after_page: bool| Stretch {
            group: start..start,
            body: start..start,
            certain: false,
            after_page,
        };
        let mut current = open(0, false);
        let mut n = 0;
        while n < self.all.len() {
            let group = self.group(n);
            let boundary = self.new_page.get(n) == Some(&true) && !self.goes_on(&current, n);
            if let Some((end, certain)) =
                group.and_then(|end| Some((end, self.begins(n, end, &current, &stretches, boundary)?)))
            {
                current.body.end = n;
                stretches.push(current);
                current = Stretch { group: n..end, body: end..end, certain, after_page: boundary };
                n = end;
                continue;
            }
            if boundary {
                current.body.end = n;
                stretches.push(current);
                current = open(n, true);
            }
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
        while end < self.all.len() {
            let taken = match self.shape(end) {
                Shape::Divider => true,
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

    /// Whether the group of titles at `start..end` begins a text of its own, and whether that is certain.
    fn begins(
        &self,
        start: usize,
        end: usize,
        current: &Stretch,
        before: &[Stretch],
        boundary: bool,
    ) -> Option<bool> {
        let first = self.line(start);
        let heads = |n: usize| {
            self.line(n).starts_with("# ") && (start..end).all(|m| title::holds(self.line(n), self.line(m)))
        };
        let early = (current.body.start..start).all(|n| rank(self.shape(n)).is_none());
        if early && current.group.clone().any(heads) {
            return None;
        }
        let repeated = (start..end).any(|n| (start..n).any(|m| title::same(self.line(n), self.line(m))));
        let marked = (start..end).any(|n| {
            matches!(self.shape(n), Shape::Divider | Shape::Organ) || self.line(n).starts_with("# ")
        });
        if repeated || marked {
            return Some(true);
        }
        let strong = (start..end).any(|n| self.shape(n) == Shape::Title(Certainty::Strong));
        let purpose = (end..(end + 2).min(self.all.len())).any(|n| is_purpose(self.line(n)));
        let own = (start..end).any(|n| self.names_itself(n, end));
        if strong && (purpose || own) {
            return Some(true);
        }
        let untitled = current.group.is_empty();
        if untitled
            && (strong
                || before.is_empty() && start <= 3
                || self.first_mark(end).is_some_and(|(_, number)| number == 1))
        {
            return Some(false);
        }
        if boundary && strong {
            return Some(true);
        }
        if first.starts_with('#') || !strong {
            return None;
        }
        self.starts_anew(start, end, current, before).then_some(false)
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

    /// Whether the numbers behind the titles at `start..end` start anew, and those of the text before do not go on.
    fn starts_anew(&self, start: usize, end: usize, current: &Stretch, before: &[Stretch]) -> bool {
        let inside = current.body.start..start;
        let outer = inside.clone().find_map(|n| rank(self.shape(n)));
        let Some((first, number)) = self.first_mark(end) else {
            // Without numbers, only one in a row of its like: 预约服务制, 办结公告制.
            let likes = |stretch: &Stretch| {
                stretch.group.clone().last().is_some_and(|n| {
                    self.line(n).chars().next_back() == self.line(end - 1).chars().next_back()
                })
            };
            let siblings = before.iter().rev().take(1).filter(|stretch| likes(stretch)).count();
            return end < self.all.len() && likes(current) && siblings > 0 && self.shape(end) == Shape::Text;
        };
        let Some((outer, _)) = outer else { return number == 1 };
        if number != 1 && first >= outer {
            return false;
        }
        if first <= outer {
            return true;
        }
        if outer < super::layout::RANKS {
            return false;
        }
        let last = inside
            .rev()
            .find_map(|n| rank(self.shape(n)).filter(|&(rank, _)| rank == outer))
            .map_or(0, |(_, n)| n);
        let next = (end..self.all.len()).find_map(|n| rank(self.shape(n)).filter(|&(rank, _)| rank == outer));
        next.is_none_or(|(_, number)| number != last + 1)
    }

    /// Whether line `n`, behind the end of a page, carries on the numbers of the text before.
    fn goes_on(&self, current: &Stretch, n: usize) -> bool {
        let Some((rank_here, number)) = rank(self.shape(n)) else { return false };
        (current.body.start..n)
            .rev()
            .find_map(|m| rank(self.shape(m)).filter(|&(rank, _)| rank == rank_here))
            .is_some_and(|(_, last)| last + 1 == number)
    }

    fn plan(&self, stretches: &[Stretch], fallback: &str) -> Plan {
        let mut plan = Plan {
            lines: self.all.iter().map(|&at| Line { at, role: Role::Out(Reason::Stray) }).collect(),
            parts: Vec::new(),
        };
        let mut letter = Facts::default();
        let mut merged: Option<std::ops::Range<usize>> = None;
        let titled = stretches.iter().any(|stretch| !stretch.group.is_empty());
        for (n, stretch) in stretches.iter().enumerate() {
            let body: Vec<&str> = stretch.body.clone().map(|n| self.line(n)).collect();
            if stretch.group.is_empty() {
                let next = stretches.get(n + 1);
                let genre = genre::of("", &body);
                if genre == Genre::Regulation && !titled {
                    plan.untitled(stretch.body.clone(), fallback);
                } else if genre == Genre::Regulation
                    && stretch.after_page
                    && next.is_some_and(|next| !next.certain && !next.group.is_empty() && !next.after_page)
                {
                    merged = Some(stretch.body.clone());
                } else {
                    letter = Facts::of_letter(&body).or(letter);
                    plan.leave(stretch.body.clone(), genre.reason());
                }
                continue;
            }
            letter = self.titled(stretch, &body, merged.take(), letter, &mut plan);
        }
        plan
    }

    /// Enters a stretch with titles. Gives the facts that a letter says about the regulation behind it.
    fn titled(
        &self,
        stretch: &Stretch,
        body: &[&str],
        merged: Option<std::ops::Range<usize>>,
        letter: Facts,
        plan: &mut Plan,
    ) -> Facts {
        let last = |wanted: &dyn Fn(usize) -> bool| stretch.group.clone().rev().find(|&n| wanted(n));
        // A heading of the first level is the title, however often and on however many lines it is printed again.
        let chosen = last(&|n| self.line(n).starts_with("# "))
            .or_else(|| last(&|n| self.shape(n) == Shape::Title(Certainty::Strong)))
            .or_else(|| last(&|n| self.shape(n) != Shape::Organ))
            .unwrap_or(stretch.group.start);
        let line = self.line(chosen);
        let rest = title::divider(line).and_then(|len| line.get(len..)).unwrap_or(line);
        let name = title::bare_title(rest);
        for n in stretch.group.clone() {
            let repeated = title::same(self.line(n), line);
            plan.set(n, Role::Out(if repeated { Reason::RepeatedTitle } else { Reason::Umbrella }));
        }
        if body.iter().all(|line| line.is_empty()) {
            plan.leave(stretch.group.clone(), Reason::BareTitle);
            return letter;
        }
        let part_title =
            stretch.group.clone().find(|&n| self.shape(n) == Shape::Divider).map(|n| self.line(n));
        let genre =
            if part_title.is_some_and(title::is_paper) { Genre::Speech } else { genre::of(name, body) };
        if genre != Genre::Regulation {
            plan.leave(stretch.group.start..stretch.body.end, genre.reason());
            return Facts::of_letter(body).or(letter);
        }
        let mut part =
            Part { title: name.to_owned(), facts: Facts::of_text(body).or(letter), ..Part::default() };
        if let Some(organ) =
            chosen.checked_sub(1).filter(|n| stretch.group.contains(n) && self.shape(*n) == Shape::Organ)
        {
            part.facts.issuer = Some(self.line(organ).to_owned());
            plan.set(organ, Role::Out(Reason::Issuer));
        }
        part.lines = stretch.group.start..stretch.body.end;
        if let Some(merged) = merged {
            part.lines.start = merged.start;
            part.made_title = Some(Reason::TitleBefore);
            plan.take(merged);
            plan.set(chosen, Role::Body);
        } else {
            plan.set(chosen, Role::Title);
        }
        plan.take(stretch.body.clone());
        // A title that is printed once more before the first number is no new text.
        for n in stretch.body.clone().take_while(|&n| rank(self.shape(n)).is_none()) {
            if matches!(self.shape(n), Shape::Title(_)) && title::same(self.line(n), name) {
                plan.set(n, Role::Out(Reason::RepeatedTitle));
            }
        }
        plan.parts.push(part);
        Facts::default()
    }
}

impl Plan {
    fn set(&mut self, n: usize, role: Role) {
        if let Some(line) = self.lines.get_mut(n) {
            line.role = role;
        }
    }

    fn take(&mut self, lines: std::ops::Range<usize>) {
        lines.for_each(|n| self.set(n, Role::Body));
    }

    fn leave(&mut self, lines: std::ops::Range<usize>, reason: Reason) {
        lines.for_each(|n| self.set(n, Role::Out(reason)));
    }

    fn untitled(&mut self, lines: std::ops::Range<usize>, fallback: &str) {
        self.take(lines.clone());
        self.parts.push(Part {
            title: fallback.to_owned(),
            lines,
            made_title: Some(Reason::TitleMade),
            facts: Facts::default(),
        });
    }
}
