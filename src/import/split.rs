//! Which lines are a regulation, which are another, and which are none.
//!
//! Of a stretch of lines under a group of titles, the last title of the group is that of the text behind it; the others
//! are those of pages, parts and collections. What is a speech, a letter or anything else is left out.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    facts::Facts,
    genre::{self, Genre},
    layout::RANKS,
    ledger::{At, Ledger},
    lines::{is_ended, lines},
    pattern,
    reason::Reason,
    stretch::{ALL_RANKS, Shape, Stretch, Stretches, rank},
    title::{self, Certainty},
};

/// The lines of the text, and the regulations they make.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) lines: Vec<Line>,
    pub(super) parts: Vec<Part>,
    /// Where lines are left out that have numbers like those of a regulation.
    pub(super) unclaimed: Vec<usize>,
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
    /// Lines of it that are odd, and why.
    pub(super) doubts: Vec<(usize, Reason)>,
    /// Whether nothing says that it is a regulation.
    pub(super) unlike: bool,
}

/// What a letter, or the head of a web page, says about the regulations behind it.
#[derive(Debug, Default)]
struct Letter {
    facts: Facts,
    /// The regulations that it names: 现将《甲办法》《乙规定》印发给你们.
    names: Vec<String>,
    /// Whether a regulation that it carries stood behind it already.
    carried: bool,
}

impl Letter {
    /// With what the text `body` under the title `name` says, which stands behind it.
    fn and(self, name: &str, body: &[&str]) -> Self {
        static NAMED: LazyLock<Regex> = LazyLock::new(|| pattern("《([^《》]{3,60})》"));
        let earlier = if self.carried { Self::default() } else { self };
        let lines = std::iter::once(name).chain(body.iter().copied());
        let named = lines.flat_map(|line| NAMED.captures_iter(line)).filter_map(|found| found.get(1));
        let mut names = earlier.names;
        names.extend(named.map(|name| name.as_str().to_owned()));
        Self { facts: Facts::of_letter(body).or(earlier.facts), names, carried: false }
    }

    /// What it says about the regulation `title`: the first one behind it, and any other that it names.
    fn facts_of(&self, title: &str) -> Facts {
        if self.carried && !self.is_about(title) { Facts::default() } else { self.facts.clone() }
    }

    /// What is left of it behind the regulation `title`, which it names when it carries several.
    fn behind(self, title: &str) -> Self {
        if self.is_about(title) { Self { carried: true, ..self } } else { Self::default() }
    }

    fn is_about(&self, title: &str) -> bool {
        self.names.iter().any(|name| title::same(name, title))
    }
}

/// Whether a line holds nothing but marks that belong between words: “”, —.
fn is_stranded(line: &str) -> bool {
    !line.is_empty() && line.chars().all(|c| "“”‘’《》〈〉（）()—–".contains(c) || c.is_whitespace())
}

/// Lines that are left out for what they are in the material, not for what sort of text they belong to.
const OF_TITLES: [Reason; 3] = [Reason::RepeatedTitle, Reason::Umbrella, Reason::BareTitle];
/// A title is printed once more within this many lines, or not at all.
const HEAD: usize = 12;

/// Finds the regulations in the text. `ends` are the places in the source where pages ended; `fallback` is the title of a
/// text that has none.
pub(super) fn plan(ledger: &Ledger<'_>, ends: &[usize], fallback: &str) -> Plan {
    let text = ledger.text();
    let all = lines(text);
    let start = |n: usize| all.get(n).map_or(0, |at| ledger.origin(at.start()));
    let new_page = (0..all.len())
        .map(|n| {
            let ended = ends.partition_point(|&end| end < start(n));
            let last = ended.checked_sub(1).and_then(|i| ends.get(i));
            last.is_some_and(|&end| n > 0 && start(n - 1) < end)
        })
        .collect();
    let stretches = Stretches::new(text, &all, new_page);
    stretches.plan(&stretches.cut(), fallback)
}

impl Stretches<'_> {
    fn plan(&self, stretches: &[Stretch], fallback: &str) -> Plan {
        let mut plan = Plan {
            lines: self.all().iter().map(|&at| Line { at, role: Role::Out(Reason::Stray) }).collect(),
            ..Plan::default()
        };
        let mut letter = Letter::default();
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
                    letter = letter.and("", &body);
                    plan.leave(stretch.body.clone(), genre.reason());
                    plan.unclaimed.extend(self.unclaimed(stretch.body.clone(), genre));
                }
                continue;
            }
            letter = self.titled(stretch, &body, merged.take(), letter, &mut plan);
        }
        // A text that holds no regulation, and nothing either that is known for something else, is taken as it stands.
        let is = |line: &Line, known: bool| match line.role {
            Role::Out(reason) => (reason == Reason::Stray) != known && !OF_TITLES.contains(&reason),
            _ => false,
        };
        let first = plan.lines.iter().position(|line| is(line, false));
        if let Some(first) =
            first.filter(|_| plan.parts.is_empty() && !plan.lines.iter().any(|line| is(line, true)))
        {
            plan.untitled(first..plan.lines.len(), fallback);
            plan.parts.iter_mut().for_each(|part| part.unlike = true);
            plan.unclaimed.clear();
        }
        let doubts: Vec<_> = plan.parts.iter().map(|part| self.second_heads(&plan, part)).collect();
        for (part, doubts) in plan.parts.iter_mut().zip(doubts) {
            part.doubts = doubts;
        }
        plan
    }

    /// Where another regulation may begin inside a part: lines like titles, and numbers that begin again though no line
    /// says that a list follows; and marks that stand apart from their words.
    fn second_heads(&self, plan: &Plan, part: &Part) -> Vec<(usize, Reason)> {
        let mut found: Vec<(usize, Reason)> = Vec::new();
        let mut last = [0u32; ALL_RANKS];
        let mut outer = ALL_RANKS;
        let mut announced = false;
        for n in part.lines.clone() {
            if plan.lines.get(n).is_none_or(|line| matches!(line.role, Role::Out(_))) {
                continue;
            }
            if is_stranded(self.line(n)) {
                found.push((n, Reason::StrandedMarks));
            }
            // 窗口文明用语 may be a heading; with a list of its own behind it, it may be a title too.
            let titled = match self.shape(n) {
                Shape::Title(Certainty::Strong | Certainty::Part) => true,
                Shape::Title(Certainty::Weak) => matches!(rank(self.shape(n + 1)), Some((_, 1))),
                _ => false,
            };
            if titled && plan.lines.get(n).is_some_and(|line| line.role == Role::Body) {
                let after_end = n.checked_sub(1).is_some_and(|n| is_ended(self.line(n)));
                if after_end && !announced {
                    found.push((n, Reason::TitleInside));
                }
            }
            if let Some((rank, number)) = rank(self.shape(n)) {
                outer = outer.min(rank);
                let before = last.get(rank).copied().unwrap_or_default();
                if number == 1 && before > 1 && (rank == outer || rank == RANKS - 1) && !announced {
                    let told = found.last().is_some_and(|&(at, _)| at + 1 == n);
                    found.extend((!told).then_some((n, Reason::Restart)));
                }
                if let Some(own) = last.get_mut(rank) {
                    *own = number;
                }
                // Inside an outer number the inner ones begin anew; articles run through all chapters.
                let inner = if rank < RANKS - 1 { RANKS } else { rank + 1 };
                last.iter_mut().skip(inner).for_each(|last| *last = 0);
                last.iter_mut().take(RANKS - 1).skip(rank + 1).for_each(|last| *last = 0);
            }
            announced = self.line(n).ends_with(['：', ':']);
        }
        found
    }

    /// The first line of `lines`, which are left out, when they have numbers and nothing says what they are.
    fn unclaimed(&self, lines: std::ops::Range<usize>, genre: Genre) -> Option<usize> {
        let numbers = lines.clone().filter(|&n| rank(self.shape(n)).is_some()).count();
        (genre == Genre::Other && numbers >= 2).then_some(lines.start)
    }

    /// Enters a stretch with titles. Gives the letter about the regulations behind it.
    fn titled(
        &self,
        stretch: &Stretch,
        body: &[&str],
        merged: Option<std::ops::Range<usize>>,
        letter: Letter,
        plan: &mut Plan,
    ) -> Letter {
        let last = |wanted: &dyn Fn(usize) -> bool| stretch.group.clone().rev().find(|&n| wanted(n));
        // A heading of the first level is the title, however often and on however many lines it is printed again.
        let collects = |n: usize| title::is_collection(title::bare_title(self.line(n)));
        let heads_all = stretch.group.clone().any(|n| self.line(n).starts_with("# ") && collects(n));
        let strong = |n: usize| self.shape(n) == Shape::Title(Certainty::Strong) && !collects(n);
        // # 规章制度汇编 over ## 首问责任制度 is the title of all.
        let chosen = last(&|n| heads_all && strong(n))
            .or_else(|| last(&|n| self.line(n).starts_with("# ")))
            .or_else(|| last(&|n| self.shape(n) == Shape::Title(Certainty::Strong)))
            .or_else(|| last(&|n| self.shape(n) != Shape::Organ))
            .unwrap_or(stretch.group.start);
        let line = self.line(chosen);
        let rest = title::divider(line).and_then(|len| line.get(len..)).unwrap_or(line);
        let name = title::bare_title(rest);
        for n in stretch.group.clone() {
            let repeated = title::same(self.line(n), line);
            // 服务标准 right behind the title of a regulation is its first heading.
            let heading = n > chosen
                && !repeated
                && self.shape(n) == Shape::Title(Certainty::Weak)
                && self.shape(chosen) == Shape::Title(Certainty::Strong)
                && !title::is_paper(self.line(n))
                && !self.line(n).contains(['知', '函']);
            let out = if repeated { Reason::RepeatedTitle } else { Reason::Umbrella };
            plan.set(n, if heading { Role::Body } else { Role::Out(out) });
        }
        if body.iter().all(|line| line.is_empty()) {
            plan.leave(stretch.group.clone(), Reason::BareTitle);
            return letter;
        }
        // A collection may have a foreword; what it says is no rule.
        let next = stretch.body.end < self.all().len();
        if next && title::is_collection(name) && stretch.body.clone().all(|n| rank(self.shape(n)).is_none()) {
            plan.leave(stretch.group.start..stretch.body.end, Reason::Umbrella);
            return letter.and(name, body);
        }
        let part_title =
            stretch.group.clone().find(|&n| self.shape(n) == Shape::Divider).map(|n| self.line(n));
        let genre =
            if part_title.is_some_and(title::is_paper) { Genre::Speech } else { genre::of(name, body) };
        // What stands alone under its title is taken, whatever it is.
        let alone = stretch.group.start == 0 && stretch.body.end == self.all().len();
        let unlike = alone && genre == Genre::Other;
        let genre = if unlike { Genre::Regulation } else { genre };
        if genre != Genre::Regulation {
            plan.leave(stretch.group.start..stretch.body.end, genre.reason());
            plan.unclaimed.extend(self.unclaimed(stretch.body.clone(), genre));
            return letter.and(name, body);
        }
        let mut part = Part {
            title: name.to_owned(),
            facts: Facts::of_text(body)
                .or(Facts::of_letter(&self.properties(stretch, body)))
                .or(letter.facts_of(name)),
            unlike,
            ..Part::default()
        };
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
        for n in stretch.body.clone().take(HEAD).take_while(|&n| rank(self.shape(n)).is_none()) {
            if matches!(self.shape(n), Shape::Title(_)) && title::same(self.line(n), name) {
                plan.set(n, Role::Out(Reason::RepeatedTitle));
            }
        }
        self.leave_properties(stretch, plan);
        self.leave_tail(stretch, plan);
        let letter = letter.behind(&part.title);
        plan.parts.push(part);
        letter
    }

    /// The lines of a web page between its title and its text that say what the document is: 发文机关：某县政务办. One alone may be
    /// a line of the text.
    fn properties<'t>(&self, stretch: &Stretch, body: &[&'t str]) -> Vec<&'t str> {
        let numbered = stretch.body.clone().position(|n| rank(self.shape(n)).is_some()).unwrap_or(body.len());
        let head = body.get(..numbered.min(HEAD)).unwrap_or_default();
        let found: Vec<&str> = head.iter().copied().filter(|line| Facts::is_property(line)).collect();
        if found.len() > 1 { found } else { Vec::new() }
    }

    fn leave_properties(&self, stretch: &Stretch, plan: &mut Plan) {
        let body: Vec<&str> = stretch.body.clone().map(|n| self.line(n)).collect();
        if self.properties(stretch, &body).is_empty() {
            return;
        }
        for n in stretch.body.clone().take(HEAD).take_while(|&n| rank(self.shape(n)).is_none()) {
            if Facts::is_property(self.line(n)) {
                plan.set(n, Role::Out(Reason::Facts));
            }
        }
    }

    /// Leaves out what an office puts behind a regulation: why it was drafted so, to whom it is sent.
    fn leave_tail(&self, stretch: &Stretch, plan: &mut Plan) {
        let is_article = |n: usize| matches!(self.shape(n), Shape::Unit(..));
        let Some(last) = stretch.body.clone().rev().find(|&n| is_article(n)) else { return };
        let tail = last + 1..stretch.body.end;
        if let Some(first) = tail.clone().find(|&n| genre::is_explanation(self.line(n))) {
            plan.leave(first..tail.end, Reason::Explanation);
        }
        for n in tail.filter(|&n| genre::is_distribution(self.line(n))) {
            plan.set(n, Role::Out(Reason::Distribution));
        }
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
        for n in lines.clone() {
            if self.lines.get(n).is_some_and(|line| line.role == Role::Out(Reason::Stray)) {
                self.set(n, Role::Body);
            }
        }
        self.parts.push(Part {
            title: fallback.to_owned(),
            lines,
            made_title: Some(Reason::TitleMade),
            facts: Facts::default(),
            doubts: Vec::new(),
            unlike: false,
        });
    }
}
