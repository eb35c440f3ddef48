//! Regulations that their collection numbers: 一、首问责任制度, 二、限时办结制度, each with a text of its own.
//!
//! The sections of one regulation may be called so too. They are regulations where nothing above them holds them together
//! but the title of a collection, or where each begins as a regulation does: with its purpose or its 第一条. A collection may
//! have parts (第一篇 服务类), in which the numbers begin anew or go on, and a speech at its end.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    breaks::is_purpose,
    layout,
    ledger::{At, Edits, Ledger},
    lines::{length, lines},
    pattern,
    reason::Reason,
    title::{self, Certainty},
};
use crate::text::{MarkStyle, chinese_number, list_mark};

/// 第一部分 首问责任制度, 制度一：首问责任制度, 1 首问责任制度: numbers that only titles have.
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    const NUMBER: &str = "([一二三四五六七八九十]{1,3}|[0-9]{1,2})";
    const MARK: &str = "[：:、\\s]\\s*";
    pattern(&format!("^(?:第{NUMBER}部分{MARK}|制度{NUMBER}{MARK}|([0-9]{{1,2}})\\s+)"))
});
/// 第二部分 窗口管理, 第一篇：服务类: a part of a collection, when the title of a regulation stands right behind it.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^#*\\s*第([一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:部分|篇|编|辑|单元|板块)(?:[：:、\\s]\\s*(.{2,24}))?$",
    )
});
/// What a part that holds several regulations is called, though its name ends like one of them: 服务类制度.
static CLASS: LazyLock<Regex> = LazyLock::new(|| pattern("类(?:工作|管理|规章)?制度$"));
/// What is to be done about a regulation is a task, not its title.
static TASK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:要|建立|健全|完善|落实|实行|推行|执行|强化|加强|坚持|制定|修订|修改|遵守|明确|继续|进一步|严格|认真|全面|废止)",
    )
});
/// The rank of 第N章.
const CHAPTER: usize = 1;
/// A title is no longer than this.
const LONGEST: usize = 30;
/// More lines than this before the first number are a text.
const PREFACE: usize = 6;
/// The first words of a text that say what it is stand within this many lines.
const HEAD: usize = 3;

/// Somebody is greeted within this many lines of the title of a speech.
const SPEECH_HEAD: usize = 4;

/// Takes the numbers away from such titles, and the names of the parts that hold them.
pub(super) fn titles(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let all = lines(text);
    let collection = Collection::new(text, &all);
    let mut edits = Edits::default();
    let titles = collection.titles();
    let holds =
        |n: usize| [&titles, &collection.unmarked].iter().any(|all| all.binary_search(&(n + 1)).is_ok());
    for &n in collection.parts.iter().filter(|&&n| holds(n)) {
        if let Some(at) = all.get(n) {
            edits.remove(*at, Reason::Umbrella);
        }
    }
    for &n in &titles {
        if let (Some(at), Some(len)) = (all.get(n), collection.mark(n).map(|mark| mark.len)) {
            edits.replace(at.slice(0..len), "# ", Reason::TitleNumber);
        }
    }
    ledger.apply(edits);
}

/// How a title is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    List(MarkStyle),
    /// One of the ways of [`OWN`].
    Own(usize),
    /// 第一章 首问负责制
    Chapter,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    style: Style,
    number: u32,
    /// The length of everything before the title.
    len: usize,
}

struct Collection<'t> {
    lines: Vec<&'t str>,
    /// The list marks of the lines.
    marks: Vec<Option<Mark>>,
    /// How surely the words behind the mark are a title.
    titled: Vec<Option<Certainty>>,
    /// The lines that are titles without a mark, and the parts.
    unmarked: Vec<usize>,
    /// The lines that name a part of a collection.
    parts: Vec<usize>,
}

impl<'t> Collection<'t> {
    fn new(text: &'t str, all: &[At]) -> Self {
        let lines: Vec<&str> = all.iter().map(|at| at.of(text)).collect();
        let marks: Vec<Option<Mark>> = lines.iter().map(|line| mark(line)).collect();
        let mut titled: Vec<Option<Certainty>> =
            lines.iter().zip(&marks).map(|(line, mark)| titled(line, *mark)).collect();
        for (n, own) in titled.iter_mut().enumerate() {
            if own.is_none() && is_speech(&lines, &marks, n) {
                *own = Some(Certainty::Weak);
            }
        }
        let parts = parts(&lines, &titled);
        let is_title = |&n: &usize| {
            let line = lines.get(n).copied().unwrap_or_default();
            parts.binary_search(&n).is_ok()
                || marks.get(n).is_some_and(Option::is_none)
                    && (line.starts_with("# ")
                        || title::title(line).is_some_and(|(_, certainty)| certainty == Certainty::Strong))
        };
        let unmarked = (0..lines.len()).filter(is_title).collect();
        Self { lines, marks, titled, unmarked, parts }
    }

    fn line(&self, n: usize) -> &'t str {
        self.lines.get(n).copied().unwrap_or_default()
    }

    fn mark(&self, n: usize) -> Option<Mark> {
        self.marks.get(n).copied().flatten()
    }

    fn certainty(&self, n: usize) -> Option<Certainty> {
        self.titled.get(n).copied().flatten()
    }

    fn titled(&self, n: usize) -> bool {
        self.certainty(n) == Some(Certainty::Strong)
    }

    /// The lines that are titles of regulations.
    fn titles(&self) -> Vec<usize> {
        let candidate = |&n: &usize| self.certainty(n).is_some() && !self.is_part(n);
        let candidates: Vec<usize> = (0..self.lines.len()).filter(candidate).collect();
        let chapter = |n: usize| self.mark(n).is_some_and(|mark| mark.style == Style::Chapter);
        let alone = candidates.iter().copied().filter(|&n| self.titled(n) && !chapter(n));
        let mut found: Vec<usize> = alone.filter(|&n| self.begins_articles(n)).collect();
        let lists = [MarkStyle::Han, MarkStyle::BracketedHan, MarkStyle::Arabic].map(Style::List);
        for style in lists.into_iter().chain((1..=3).map(Style::Own)).chain([Style::Chapter]) {
            let of_style = |n: &usize| self.mark(*n).is_some_and(|mark| mark.style == style);
            let own: Vec<usize> = candidates.iter().copied().filter(of_style).collect();
            let number = |n: usize| self.mark(n).map_or(0, |mark| mark.number);
            let mut before: Option<usize> = None;
            for run in own.chunk_by(|&a, &b| number(a) + 1 == number(b) && !self.is_paper(a)) {
                before = run.last().copied().filter(|_| self.is_collection(run, before));
                if before.is_some() {
                    found.extend(run);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether line `n` is the title of a speech.
    fn is_paper(&self, n: usize) -> bool {
        self.certainty(n) == Some(Certainty::Weak)
    }

    /// Whether line `n` names a part of the collection.
    fn is_part(&self, n: usize) -> bool {
        self.parts.binary_search(&n).is_ok()
    }

    /// Whether the titles of `run`, numbered one after the other, are those of a collection. `before` is the last regulation of the
    /// one right before them.
    fn is_collection(&self, run: &[usize], before: Option<usize>) -> bool {
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return false };
        let Some(Mark { style, number, .. }) = self.mark(first) else { return false };
        let is_between = |n: &&usize| before.is_some_and(|before| before < **n) && **n < first;
        let held = before.is_some() && self.unmarked.iter().filter(is_between).all(|&n| self.is_part(n));
        let goes_on = held && before.and_then(|n| self.mark(n)).is_some_and(|mark| mark.number + 1 == number);
        // A part may hold a single one; behind a speech the numbers go on.
        let in_part = first.checked_sub(1).is_some_and(|n| self.is_part(n));
        if number != 1 && !goes_on || run.len() < 2 && !in_part && !goes_on {
            return false;
        }
        // A list that goes on with something else is one of a regulation.
        let next = self.unmarked.partition_point(|&n| n <= last);
        let end = self.unmarked.get(next).copied().unwrap_or(self.lines.len());
        // A speech counts its points as it likes, and the regulations of the next part may be counted anew.
        let of_style = |n: usize| self.mark(n).is_some_and(|mark| mark.style == style);
        let anew = |n: usize| of_style(n) && self.titled(n) && self.mark(n).is_some_and(|m| m.number == 1);
        let end = if self.is_paper(last) {
            end.min(last + 2)
        } else {
            (last + 1..end).find(|&n| anew(n)).unwrap_or(end)
        };
        let is_other = |n: usize| of_style(n) && run.binary_search(&n).is_err();
        let named = run.iter().any(|&n| self.titled(n));
        let texts = run.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 < *b)) && last + 1 < end;
        let alone = || (held || self.is_held_by_none(first)) && !(first..end).any(is_other);
        // The chapters of one regulation may be called so. Their articles tell, which begin anew in each, or the title above.
        if style == Style::Chapter {
            let anew = |&n: &usize| self.first_unit(n).is_none_or(|number| number == 1);
            let apart = || {
                run.iter().all(|&n| self.begins_articles(n))
                    || run.iter().all(anew) && self.is_collected(first)
            };
            return texts && !(first..end).any(is_other) && apart();
        }
        let lists = || self.is_collected(first) && self.hold_lists(run, end, style);
        texts && named && (run.iter().all(|&n| self.begins_text(n)) || alone() || lists())
    }

    /// Whether the other marks of `style` between the titles of `run` and line `end` are those of lists, each from one on
    /// behind a title: numbers that begin again are not those of the titles.
    fn hold_lists(&self, run: &[usize], end: usize, style: Style) -> bool {
        let ends = run.iter().copied().skip(1).chain([end]);
        run.iter().zip(ends).all(|(&title, end)| {
            let own = (title + 1..end).filter_map(|n| self.mark(n)).filter(|mark| mark.style == style);
            own.zip(1..).all(|(mark, number)| mark.number == number)
        })
    }

    /// Whether the title of a collection stands right above line `first`.
    fn is_collected(&self, first: usize) -> bool {
        let above = self.unmarked.partition_point(|&n| n < first).checked_sub(1);
        above.and_then(|i| self.unmarked.get(i)).is_some_and(|&above| {
            let is_collection = title::is_collection(self.line(above));
            first - above <= PREFACE && (is_collection || self.is_part(above))
        })
    }

    /// Whether nothing but a collection stands above line `first`.
    fn is_held_by_none(&self, first: usize) -> bool {
        match self.unmarked.first().filter(|&&above| above < first) {
            Some(_) => self.is_collected(first),
            None if first.checked_sub(1).is_some_and(|n| self.line(n).ends_with(['：', ':'])) => false,
            None => first <= PREFACE && (0..first).all(|n| self.mark(n).is_none() && !self.is_unit(n)),
        }
    }

    /// Whether a text begins behind line `n` that says what it is.
    fn begins_text(&self, n: usize) -> bool {
        self.begins_articles(n)
            || (n + 1..=n + HEAD).take_while(|&m| !self.titled(m)).any(|m| is_purpose(self.line(m)))
    }

    /// Whether 第一章 or 第一条 stands behind line `n`.
    fn begins_articles(&self, n: usize) -> bool {
        self.first_unit(n) == Some(1)
    }

    /// The number of the first chapter or article behind line `n`.
    fn first_unit(&self, n: usize) -> Option<u32> {
        let is_item = |m: usize| self.mark(m).is_some_and(|mark| mark.style != Style::Chapter);
        let mut head = (n + 1..=n + HEAD).take_while(|&m| !self.titled(m) && !is_item(m));
        head.find_map(|m| layout::unit(self.line(m))).map(|(_, number, _)| number)
    }

    fn is_unit(&self, n: usize) -> bool {
        layout::unit(self.line(n)).is_some()
    }
}

/// The lines that name parts of a collection, counted from one on; right behind each stands the title of a regulation.
fn parts(lines: &[&str], titled: &[Option<Certainty>]) -> Vec<usize> {
    let holds = |n: usize| {
        let is_title = |line: &&str| title::title(line).is_some_and(|(_, sure)| sure == Certainty::Strong);
        titled.get(n + 1).is_some_and(Option::is_some) || lines.get(n + 1).is_some_and(is_title)
    };
    let mut found = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let Some(part) = PART.captures(line) else { continue };
        let number = part.get(1).and_then(|number| chinese_number(number.as_str()));
        let name = part.get(2).map_or("", |name| name.as_str());
        let is_class = title::title(name).is_none() || CLASS.is_match(name) || title::is_collection(name);
        if number == Some(found.len() as u32 + 1) && is_class && holds(n) {
            found.push(n);
        }
    }
    if found.len() < 2 { Vec::new() } else { found }
}

/// Whether line `n` is the numbered title of a speech: somebody is greeted behind it, or it says where it was made.
fn is_speech(lines: &[&str], marks: &[Option<Mark>], n: usize) -> bool {
    let line = lines.get(n).copied().unwrap_or_default();
    let Some(words) = marks.get(n).copied().flatten().and_then(|mark| line.get(mark.len..)) else {
        return false;
    };
    let mut behind = lines.iter().skip(n + 1).take(SPEECH_HEAD);
    let is_made = words.starts_with('在') && words.contains("上的");
    title::is_paper(words) && (is_made || behind.any(|line| title::is_salutation(line)))
}

fn mark(line: &str) -> Option<Mark> {
    let bare = line.trim_start_matches(['#', '*', ' ']);
    let head = line.len() - bare.len();
    if let Some(mark) = list_mark(bare).filter(|mark| mark.style <= MarkStyle::Arabic) {
        return Some(Mark { style: Style::List(mark.style), number: mark.number, len: head + mark.len });
    }
    if let Some((CHAPTER, number, len)) = layout::unit(line) {
        let rest = line.get(len..).unwrap_or_default();
        let len = line.len() - rest.trim_start_matches([' ', '　', '：', ':', '、']).len();
        return Some(Mark { style: Style::Chapter, number, len });
    }
    let found = OWN.captures(bare)?;
    let (way, number) = (1..=3).find_map(|way| Some((way, found.get(way)?)))?;
    let len = head + found.get(0).map_or(0, |whole| whole.end());
    Some(Mark { style: Style::Own(way), number: chinese_number(number.as_str())?, len })
}

fn titled(line: &str, mark: Option<Mark>) -> Option<Certainty> {
    let words = mark.and_then(|mark| line.get(mark.len..))?;
    if length(words) > LONGEST || TASK.is_match(words) {
        return None;
    }
    let strong = title::title(words).is_some_and(|(_, certainty)| certainty == Certainty::Strong);
    if strong { Some(Certainty::Strong) } else { title::is_part(words).then_some(Certainty::Part) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut ledger = Ledger::new(text);
        titles(&mut ledger);
        let titles = ledger.text().lines().filter_map(|line| line.strip_prefix("# "));
        titles.map(str::to_owned).collect()
    }

    #[test]
    fn a_collection_numbers_its_regulations() {
        for text in [
            "一、首问责任制度\n（一）热情接待。\n二、考勤制度\n1、按时上班。",
            "某中心规章制度汇编\n（一）首问责任制度\n一、热情。\n二、耐心。\n（二）考勤制度\n一、按时。",
            "服务制度\n1.首问责任制度\n为了便民，特制定本制度。\n2.考勤制度\n第一条 按时上班。",
            "第一部分 首问责任制度\n第一条 热情。\n第二部分 考勤制度\n第一条 按时。",
            "制度一：首问责任制度\n一、热情。\n制度二：考勤制度\n一、按时。",
            "1 首问责任制度\n1.1 热情。\n2 考勤制度\n2.1 按时。",
            "制度汇编\n一、保密工作规定\n一、不得泄密。\n二、专人保管。\n二、值班工作规定\n一、按时到岗。\n二、做好交接。",
            "十二项制度\n## 一、首问责任制度\n热情接待。\n## 二、《考勤制度》\n按时上班。",
            "第一篇 服务类制度\n一、首问责任制度\n1、热情。\n第二篇 监督类制度\n一、考勤制度\n1、按时。",
            "制度汇编\n第一部分 内部管理\n1.首问责任制度\n一、热情。\n二、耐心。\n第二部分 窗口\n2.考勤制度\n一、按时。",
        ] {
            assert_eq!(found(text).len(), 2, "{text}");
        }
        // The numbers begin anew, and a speech stands at the end.
        let text = "一、首问责任制度\n1、热情。\n二、考勤制度\n1、按时。\n一、巡查制度\n1、每日一次。\n二、约谈制度\n1、及时。";
        assert_eq!(found(text).len(), 4);
        let text = "一、首问责任制度\n1、热情。\n二、考勤制度\n1、按时。\n三、在全局大会上的讲话\n同志们：\n一、提高认识\n要重视。\n二、狠抓落实\n要落实。\n四、学习制度\n1、每周一次。";
        assert_eq!(found(text), ["首问责任制度", "考勤制度", "在全局大会上的讲话", "学习制度"]);
        assert_eq!(found("卫生制度\n第一条 甲。\n五、学习制度\n第一条 乙。"), ["学习制度"]);
    }

    #[test]
    fn sections_and_tasks_are_none() {
        for text in [
            "窗口工作制度\n一、首问责任制度\n（一）热情接待。\n二、考勤制度\n1、按时上班。",
            "一、落实首问责任制度\n热情接待。\n二、完善考勤制度\n按时上班。",
            "一、首问责任制度\n热情接待。\n二、考勤制度\n按时上班。\n三、其他事项\n互相帮助。",
            "规章制度汇编\n一、首问责任制度\n二、考勤制度\n三、学习制度",
            "窗口实行下列制度：一是\n一、首问责任制度\n二、考勤制度",
            "第一篇 窗口工作制度\n一、首问责任制度\n1、热情。\n二、考勤制度\n1、按时。",
            "一、首问责任制度\n热情接待。\n二、考勤制度\n按时上班。\n四、经验交流\n互相帮助。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
