//! What somebody does about a finding from the page: mend it, let it pass, take the file away.

use maud::{Markup, html};

use super::{
    super::{Sheet, Shelf, bench::Bench, upload::Upload},
    tray::Tray,
};
use crate::{
    check::HOUSE,
    mend::{Mended, inserted, mend, mend_one},
    read::{Format, read},
    report::{EditorText, Fixes, Located, Region, Units, brief, clean, silence},
    text::masked,
};

/// How many of the changes are told one by one.
const TOLD: usize = 10;
/// How many characters of words are repeated.
const WORDS: usize = 40;
/// How long a reason may be, in characters.
const LONGEST_REASON: usize = 200;

/// What became of it, in a sentence for the top of the page.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Nothing was asked for but a check.
    Checked,
    /// It was done.
    Done(String),
    /// It was not, and why.
    Refused(String),
    /// It was not, and cannot be here; what to put in guiju.toml instead.
    Elsewhere(String, String),
}

impl Outcome {
    pub(super) fn markup(&self) -> Markup {
        match self {
            Outcome::Checked => Markup::default(),
            Outcome::Done(said) => html! { p.good.done role="status" { (said) } },
            Outcome::Refused(said) => html! { p.note role="alert" { (said) } },
            Outcome::Elsewhere(said, lines) => {
                html! { div.note role="alert" { p { (said) } pre tabindex="0" { (lines) } } }
            }
        }
    }
}

/// Does to the files of `tray` what the form asks for.
pub(super) fn apply(upload: &Upload, tray: &mut Tray, bench: &Bench<'_>) -> Outcome {
    let work = Work { bench };
    // The key Enter in the box for a reason presses the first button of the form.
    let written = || upload.filled("reason-").next().and_then(|(rest, _)| rest.split_once('-'));
    if let Some((number, what)) = upload.field("fix").split_once(':') {
        work.fix(tray, number, what)
    } else if let Some((number, which)) = upload.field("silence").split_once(':') {
        let reason = upload.field(&format!("reason-{number}-{which}"));
        work.silence(tray, number, which, reason)
    } else if let Some((index, sheet)) = tray.sheet(upload.field("remove")) {
        let said = format!("移去了“{}”。", sheet.name);
        tray.sheets.remove(index);
        Outcome::Done(said)
    } else if let Some((number, which)) = written() {
        let reason = upload.field(&format!("reason-{number}-{which}"));
        work.silence(tray, number, which, reason)
    } else {
        Outcome::Checked
    }
}

/// Whether a comment that only its authors see can stand in a file of that format.
pub(super) fn takes_comments(format: Format) -> bool {
    matches!(format, Format::Markdown | Format::Html)
}

/// What somebody writes into a document so that findings of `rule` pass.
pub(super) fn remark(rule: &str, reason: &str) -> String {
    format!("规矩：忽略 {rule} 因为 {reason}")
}

/// Where guiju.toml is to be found, in a sentence.
pub(super) fn settings(shelf: &Shelf) -> String {
    let new = if shelf.has_settings { "" } else { "（还没有这个文件，请新建）" };
    format!("运行规矩的电脑上的 {}{new}", shelf.settings)
}

/// The others of `all` that pass when `found` is silenced in its file: those of its rule in its block.
pub(super) fn alongside<'r>(found: &Located, all: &'r [Located]) -> Vec<&'r Located> {
    let (rule, Region { path, block_end, .. }) = (&found.rule, &found.primary);
    let is_beside = |other: &&Located| {
        other.rule == *rule && other.primary.path == *path && other.primary.block_end == *block_end
    };
    // What several places say against each other is not silenced with one of them.
    let passes = |other: &&Located| other.fingerprint != found.fingerprint && other.related.len() < 2;
    all.iter().filter(is_beside).filter(passes).collect()
}

/// The words of `findings`, the first of them one by one.
pub(super) fn quoted(findings: &[&Located]) -> String {
    let named: Vec<String> = findings.iter().take(TOLD).map(|found| named(found)).collect();
    named.join("、") + if findings.len() > TOLD { "……" } else { "" }
}

/// A finding in a few words: its own or, where something is missing, what.
fn named(found: &Located) -> String {
    match &found.field {
        Some(field) => format!("缺“{field}”"),
        None => format!("“{}”", brief(&found.primary.text, WORDS)),
    }
}

/// The lines of guiju.toml that let `found` pass in the file called `name`.
pub(super) fn ignore_lines(name: &str, found: &Located, reason: &str) -> String {
    // What means more than itself in a pattern of paths.
    let path: String = name
        .chars()
        .map(|c| if "[]{}*?!\\".contains(c) { format!("[{c}]") } else { c.to_string() })
        .collect::<String>()
        .replace("[!]", "!")
        .replace("[\\]", "\\\\");
    let line = found.field.as_deref().unwrap_or(&found.primary.text).lines().next().unwrap_or_default();
    // A part of the words is enough: one that tells nothing of a person.
    let masked = masked(line);
    let words = masked.split(['*', '＊']).max_by_key(|part| part.len()).unwrap_or_default();
    let words: String = words.trim().chars().take(WORDS).collect();
    let text = |text: &str| toml::Value::String(text.to_owned()).to_string();
    format!(
        "[[ignore]]\npath = {}\nrule = {}\nwords = {}\nreason = {}\n",
        text(&format!("**/{path}")),
        text(&found.rule),
        text(&words),
        text(reason)
    )
}

/// A reason as it can stand in a comment: on one line, and unable to end it. `None` for one that says nothing.
fn reason(written: &str) -> Option<String> {
    let words = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let seen = words.chars().filter(|c| clean(&c.to_string()) == c.to_string());
    let shape = |c| match c {
        '<' => '＜',
        '>' => '＞',
        '|' => '｜',
        '`' => '｀',
        c => c,
    };
    let reason: String = seen.map(shape).take(LONGEST_REASON).collect();
    let reason = reason.replace("--", "——").trim_matches('-').to_owned();
    reason.chars().any(char::is_alphanumeric).then_some(reason)
}

struct Work<'w> {
    bench: &'w Bench<'w>,
}

impl Work<'_> {
    /// What is found in the file called `name` when `sheets` are checked together.
    fn found(&self, sheets: Vec<Sheet>, name: &str) -> Vec<Located> {
        let mut findings = self.bench.report(sheets, None).findings;
        findings.retain(|found| &*found.primary.path == name);
        findings
    }

    fn fix(&self, tray: &mut Tray, number: &str, what: &str) -> Outcome {
        let Some((index, sheet)) = tray.sheet(number).map(|(index, sheet)| (index, sheet.clone())) else {
            return stale();
        };
        let findings = self.found(vec![sheet.clone()], &sheet.name);
        let (mended, told) = if what == "safe" {
            let told = findings.iter().filter(|found| is_safe(found)).map(change).collect::<Vec<_>>();
            let again = |bytes: &[u8]| self.found(vec![sheet.changed(bytes.to_vec())], &sheet.name);
            (mend(&sheet.bytes, sheet.format(), findings, Fixes::Safe, again), told)
        } else {
            let Some(found) = findings.iter().find(|found| found.fingerprint.to_string() == what) else {
                return stale();
            };
            (mend_one(&sheet.bytes, sheet.format(), found), vec![change(found)])
        };
        let name = &sheet.name;
        match mended {
            Ok(Some(Mended { bytes, edits, .. })) => {
                if let Some(own) = tray.sheets.get_mut(index) {
                    *own = sheet.changed(bytes);
                }
                let more = if told.len() > TOLD { "……" } else { "" };
                let told = told.into_iter().take(TOLD).collect::<Vec<_>>().join("；");
                Outcome::Done(format!("“{name}”改了 {edits} 处：{told}{more}。已重新检查。"))
            }
            Ok(None) => Outcome::Refused(format!("“{name}”里没有可以直接改的地方，没有改。")),
            Err(unreadable) => Outcome::Refused(format!("“{name}”没有改：{}。", unreadable.reason)),
        }
    }

    fn silence(&self, tray: &mut Tray, number: &str, which: &str, written: &str) -> Outcome {
        let Some((index, sheet)) = tray.sheet(number).map(|(index, sheet)| (index, sheet.clone())) else {
            return stale();
        };
        let before = self.found(tray.sheets.clone(), &sheet.name);
        let Some(found) = before.iter().find(|found| found.fingerprint.to_string() == which) else {
            return stale();
        };
        let rule = &found.rule;
        if !can_be_silenced(found) {
            return Outcome::Refused(format!("{rule} 查的是豁免本身，不能豁免。"));
        }
        let Some(reason) = reason(written) else {
            return Outcome::Refused(format!(
                "忽略 {rule} 要写明理由：为什么“{}”可以这样写。请写在那一条的“理由”里，再点一次。",
                brief(&found.primary.text, WORDS)
            ));
        };
        let lines = || ignore_lines(&sheet.name, found, &reason);
        if !takes_comments(sheet.format()) {
            return self.elsewhere("这种文件里写不进豁免", lines());
        }
        let is_markdown = sheet.format() == Format::Markdown;
        let comment =
            |text: &str| silence(&EditorText::new(text, Units::Utf8), found, Some(&reason), is_markdown);
        let bytes = match inserted(&sheet.bytes, sheet.format(), comment) {
            Ok(bytes) => bytes,
            Err(unreadable) => {
                return Outcome::Refused(format!("“{}”没有改：{}。", sheet.name, unreadable.reason));
            }
        };
        let mut tried = tray.clone();
        if let Some(own) = tried.sheets.get_mut(index) {
            *own = sheet.changed(bytes);
        }
        let after = self.found(tried.sheets.clone(), &sheet.name);
        if !self.is_same_text(&sheet, tried.sheets.get(index)) || !is_needed(found, &before, &after) {
            return self.elsewhere("豁免写在这个地方不起作用，没有改文件", lines());
        }
        *tray = tried;
        let gone: Vec<&Located> = before
            .iter()
            .filter(|other| other.rule == *rule && other.fingerprint != found.fingerprint)
            .filter(|other| !is_there(other, &after))
            .collect();
        let others = match gone.len() {
            0 => String::new(),
            count => format!("这一段里同一规则的另外 {count} 处也一起忽略了：{}。", quoted(&gone)),
        };
        Outcome::Done(format!(
            "忽略了 {rule}（{}），“{}”里写明了理由：{reason}。{others}已重新检查。",
            self::named(found),
            sheet.name
        ))
    }

    fn elsewhere(&self, why: &str, lines: String) -> Outcome {
        let settings = settings(self.bench.shelf);
        let said = format!("{why}。请把下面几行放进{settings}，重新启动规矩后生效：");
        Outcome::Elsewhere(said, lines)
    }

    /// Whether a reader sees the same text in both files.
    fn is_same_text(&self, before: &Sheet, after: Option<&Sheet>) -> bool {
        let table = &self.bench.shelf.rules.fields.table;
        let plain =
            |sheet: &Sheet| read(&sheet.bytes, sheet.format(), table, sheet.kind).map(|read| read.plain);
        after.is_some_and(|after| plain(before).ok() == plain(after).ok())
    }
}

/// Whether `found` is among `all`, wherever it is counted there; the text is the same.
fn is_there(found: &Located, all: &[Located]) -> bool {
    let same = |other: &Located| {
        other.rule == found.rule
            && other.primary.plain == found.primary.plain
            && other.message == found.message
    };
    all.iter().any(same)
}

/// Whether a silence took `found` away, and nothing is said against the silence itself.
fn is_needed(found: &Located, before: &[Located], after: &[Located]) -> bool {
    let own = |all: &[Located]| all.iter().filter(|found| !can_be_silenced(found)).count();
    !is_there(found, after) && own(after) <= own(before)
}

/// Whether a finding is about a document, and not about what was silenced in it.
pub(super) fn can_be_silenced(found: &Located) -> bool {
    !HOUSE.iter().any(|own| own.code == &*found.rule)
}

/// Whether the edit of a finding is certain and can be made.
pub(super) fn is_safe(found: &Located) -> bool {
    found.is_fixable() && found.edit.as_ref().is_some_and(|edit| edit.safe)
}

fn change(found: &Located) -> String {
    let words = brief(&found.primary.text, WORDS);
    match found.edit.as_ref().map(|edit| brief(&edit.with, WORDS)).filter(|with| !with.is_empty()) {
        Some(with) => format!("“{words}”改为“{with}”"),
        None => format!("删去“{words}”"),
    }
}

fn stale() -> Outcome {
    Outcome::Refused(
        "这一处已经找不到了：文件可能刚刚改过。下面是重新检查的结果，没有改动，请在里面再点一次。".to_owned(),
    )
}
