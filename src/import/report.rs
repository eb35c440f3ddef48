//! The account for people: what was found, and every change with its place in the source and its reason.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{Entry, Imported, Kind, Reason, Sum, lines::length};
use crate::text::Lines;

/// What became of one file.
#[derive(Debug)]
pub struct Account<'a> {
    /// The file's path, for people.
    pub path: &'a str,
    /// What places in it count in.
    pub origin: &'static str,
    /// What it was made into.
    pub imported: &'a Imported<'a>,
    /// The corpus files, one for each regulation.
    pub made: &'a [Made],
}

/// A corpus file and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its name in the folder.
    pub name: String,
    /// What became of it.
    pub state: State,
}

/// What became of a corpus file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It was written.
    Written,
    /// It would be written.
    Planned,
    /// It was there already, word for word.
    Same,
    /// It was not written, for this reason.
    Refused(String),
}

impl State {
    /// In Chinese.
    pub fn words(&self) -> String {
        match self {
            State::Written => "已写入".to_owned(),
            State::Planned => "将写入".to_owned(),
            State::Same => "已有相同的文件，没有改动".to_owned(),
            State::Refused(reason) => format!("没有写入：{reason}"),
        }
    }
}

/// Words of an entry that are no longer than this are shown whole.
const SHOWN: usize = 60;
/// Equal changes of this many characters or fewer are listed together.
const SMALL: usize = 8;

/// The whole account of one file.
pub fn human(account: &Account<'_>) -> String {
    let mut out = format!("文件 {}\n", account.path);
    let sum = Sum::of(account.imported);
    let _ = writeln!(out, "  位置按{}的行、列计。{}", account.origin, sum_words(&sum));
    out.push_str(&regulations(account));
    let lines = Lines::new(account.imported.ledger.source());
    for kind in Kind::ALL {
        let entries: Vec<&Entry> =
            account.imported.ledger.entries().iter().filter(|entry| entry.reason.kind() == kind).collect();
        if entries.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n  {}（{} 处）", kind.name(), entries.len());
        for reason in Reason::ALL {
            let own: Vec<&Entry> = entries.iter().filter(|entry| entry.reason == *reason).copied().collect();
            if !own.is_empty() {
                let _ = writeln!(out, "    {}：{} 处", reason.words(), own.len());
                listed(&own, &lines, &mut out);
            }
        }
    }
    out
}

/// The entries of one reason: equal small changes on one line with all their places, others each on its own.
fn listed(entries: &[&Entry], lines: &Lines<'_>, out: &mut String) {
    let place = |entry: &Entry| {
        let at = lines.position(entry.at.start());
        format!("{}:{}", at.line, at.column)
    };
    let mut small: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for entry in entries {
        if length(&entry.was) <= SMALL && length(&entry.now) <= SMALL {
            small.entry((&entry.was, &entry.now)).or_default().push(place(entry));
        } else {
            let end = lines.position(entry.at.end());
            let many = if length(&entry.was) > SHOWN {
                format!("（到 {}:{}，共 {} 字）", end.line, end.column, length(&entry.was))
            } else {
                String::new()
            };
            let _ = writeln!(out, "      {} {}{many}", place(entry), change(&entry.was, &entry.now));
        }
    }
    for ((was, now), places) in small {
        let _ = writeln!(out, "      {} {}", change(was, now), places.join("、"));
    }
}

fn change(was: &str, now: &str) -> String {
    match (was.is_empty(), now.is_empty()) {
        (false, true) => format!("“{}”", excerpt(was)),
        (true, _) => format!("加“{}”", excerpt(now)),
        (false, false) => format!("“{}”→“{}”", excerpt(was), excerpt(now)),
    }
}

/// The words on one line, the middle of long ones left out.
fn excerpt(words: &str) -> String {
    let visible: String = words
        .chars()
        .map(|c| match c {
            '\n' | '\r' => '⏎',
            '\t' => '⇥',
            ' ' | '\u{A0}' => '␣',
            '\u{3000}' => '□',
            _ => c,
        })
        .collect();
    // What cannot be seen is named by its number.
    let invisible = visible.chars().next().filter(|c| c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}' | '\u{2060}'..='\u{2064}' | '\u{202A}'..='\u{202E}' | '\u{E000}'..='\u{F8FF}' | '\u{FE00}'..='\u{FE0F}'));
    if let Some(c) = invisible.filter(|_| visible.chars().count() == 1) {
        return format!("U+{:04X}", u32::from(c));
    }
    let visible = if visible.chars().all(|c| "⏎⇥␣□".contains(c)) {
        visible
    } else {
        visible.replace('␣', " ")
    };
    if length(&visible) <= SHOWN {
        return visible;
    }
    let head: String = visible.chars().take(SHOWN - 16).collect();
    let tail: String = visible.chars().skip(length(&visible) - 12).collect();
    format!("{head}……{tail}")
}

fn sum_words(sum: &Sum) -> String {
    let parts: Vec<String> = std::iter::once(format!("收入规章 {}", sum.kept))
        .chain(
            sum.listed
                .iter()
                .filter(|(_, count)| *count > 0)
                .map(|(kind, count)| format!("{} {count}", kind.name())),
        )
        .collect();
    let verdict = if sum.balances() { "相符" } else { "不符，请报告这个错误" };
    format!("读入 {} 字 = {}，{verdict}。", sum.read, parts.join(" + "))
}

fn regulations(account: &Account<'_>) -> String {
    let found = &account.imported.found;
    if found.is_empty() {
        return "  没有找到规章。\n".to_owned();
    }
    let mut out = format!("  找到 {} 部规章：\n", found.len());
    for (regulation, made) in found.iter().zip(account.made) {
        let count = if regulation.articles == 0 {
            "不分条".to_owned()
        } else {
            format!("{} 条", regulation.articles)
        };
        let _ = writeln!(out, "    《{}》 {count} → {} {}", regulation.title, made.name, made.state.words());
        for doubt in &regulation.doubts {
            let _ = writeln!(out, "      疑点：{}", doubt.words());
        }
    }
    out
}

/// What the terminal shows of one file.
pub fn summary(account: &Account<'_>) -> String {
    let mut out = format!("{}\n", account.path);
    out.push_str(&regulations(account));
    let entries = account.imported.ledger.entries();
    let sum = Sum::of(account.imported);
    let _ = writeln!(out, "  {}", sum_words(&sum));
    let counts: Vec<String> = Kind::ALL
        .into_iter()
        .filter(|kind| !matches!(kind, Kind::LeftOut | Kind::Layout))
        .map(|kind| (kind, entries.iter().filter(|entry| entry.reason.kind() == kind).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| format!("{} {count} 处", kind.name()))
        .collect();
    if !counts.is_empty() {
        let _ = writeln!(out, "  {}", counts.join("，"));
    }
    let lines = Lines::new(account.imported.ledger.source());
    for entry in entries.iter().filter(|entry| entry.reason.kind() == Kind::LeftOut) {
        let at = lines.position(entry.at.start());
        let words: String = excerpt(&entry.was).chars().take(30).collect();
        let more = if length(&entry.was) > 30 { "……" } else { "" };
        let _ = writeln!(
            out,
            "  未收入：第 {} 行起 {} 字，{}：“{words}{more}”",
            at.line,
            length(&entry.was),
            entry.reason.words()
        );
    }
    out
}
