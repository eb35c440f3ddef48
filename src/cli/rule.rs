//! `rule`: the list of rules, and their examples.

use std::path::{Path, PathBuf};

use super::{
    args::{RuleArgs, RuleVerb, Sources},
    exit::Exit,
    files,
    load::{self, Loaded},
    output,
};
use crate::{
    law::Date,
    rules::{Fields, Profile, Rule, RuleSet, SCHEMA},
    text::{Mistake, Span},
};

pub(super) fn run(args: &RuleArgs) -> Exit {
    match &args.verb {
        RuleVerb::List { sources } => list(sources),
        RuleVerb::New { code, into, sources } => new(code, into, sources),
        RuleVerb::Schema => output::out(SCHEMA),
        RuleVerb::Test { files, sources } => test(files, sources),
    }
}

fn list(sources: &Sources) -> Exit {
    let Some(mut loaded) = Loaded::new(sources, Path::new(".")) else { return Exit::Failed };
    let rules = loaded.rules(sources);
    let mut out = String::from("编号  级别  规则集    默认  名称\n");
    for rule in &rules.rules {
        let on = if Profile::DEFAULT.contains(&rule.profile) { "开" } else { "关" };
        out.push_str(&format!(
            "{:<5} {}  {:<9} {on}    {}\n",
            rule.code,
            rule.level.name(),
            rule.profile.word(),
            rule.title
        ));
    }
    out.push_str(&format!("共 {} 条规则。\n", rules.rules.len()));
    loaded.exit.max(output::out(&out))
}

/// The form of a rule that `rule new` fills in.
const FORM: &str = include_str!("rule_form.toml");

/// Writes a rule that works as it stands, with every key explained: to be changed piece by piece.
fn new(code: &str, into: &Path, sources: &Sources) -> Exit {
    let Some(mut loaded) = Loaded::new(sources, into) else { return Exit::Failed };
    let rules = loaded.rules(sources);
    let refuse = |reason: String| {
        output::err(&format!("guiju：{reason}\n"));
        Exit::Failed
    };
    if !is_code(code) {
        return refuse(format!("“{code}”不能作编号。写大写字母加至少两位数字，如 C31。"));
    }
    if let Some(other) = rules.rule(code) {
        return refuse(format!("编号 {code} 已经用在 {}（{}）。换一个编号。", other.file.path, other.title));
    }
    let file = into.join(format!("{code}-new-rule.toml"));
    if file.exists() {
        return refuse(format!("{} 已经存在，没有改动它。", file.display()));
    }
    let text = FORM.replace("{code}", code).replace("{file}", &file.display().to_string());
    if let Err(reason) = files::write(&file, &text) {
        return refuse(format!("{} 写不进去：{reason}。", file.display()));
    }
    let next = format!(
        "写好了 {0}。它已经能用：用文本编辑器打开，逐行改成自己的，再运行\n  guiju rule test {0}\n检查文件时用 --checks {1} 加上它。\n",
        file.display(),
        into.display()
    );
    loaded.exit.max(output::out(&next))
}

fn is_code(code: &str) -> bool {
    let digits = code.trim_start_matches(|c: char| c.is_ascii_uppercase());
    digits.len() >= 2 && digits.len() < code.len() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Runs the examples of all rules, or of those in `files`. A failure is shown at the example in the rule's file.
fn test(files: &[PathBuf], sources: &Sources) -> Exit {
    let Some(mut loaded) = Loaded::new(sources, Path::new(".")) else { return Exit::Failed };
    let (there, elsewhere): (Vec<&PathBuf>, Vec<&PathBuf>) = files.iter().partition(|file| file.exists());
    let mut sets: Vec<RuleSet> = Vec::new();
    // A file that is there is tried as it stands, also when the rule of its code is built in.
    for file in there {
        let (own, unread) = load::from(Some(file), &["toml"], Vec::new);
        loaded.exit = loaded.exit.max(unread);
        sets.push(loaded.rules_in(sources, own));
    }
    // Other names are those of rules that are known, such as the built-in ones.
    if sets.is_empty() || !elsewhere.is_empty() {
        let mut known = loaded.rules(sources);
        known
            .rules
            .retain(|rule| files.is_empty() || elsewhere.iter().any(|file| same_file(file, &rule.file.path)));
        sets.push(known);
    }
    let chosen: Vec<(&Rule, &Fields)> =
        sets.iter().flat_map(|set| set.rules.iter().map(|rule| (rule, &set.fields))).collect();
    if chosen.is_empty() {
        output::err("guiju：没有可试的规则。请检查文件路径；自己的规则目录用 --checks 指定。\n");
        return Exit::Failed;
    }
    let mut mistakes: Vec<Mistake> = Vec::new();
    let mut examples = 0;
    for &(rule, fields) in &chosen {
        examples += rule.examples().len();
        mistakes.extend(failures(rule, fields, loaded.as_of));
    }
    let failed = output::mistakes(&mistakes);
    let verdict =
        if mistakes.is_empty() { "全部符合".to_owned() } else { format!("{} 处不符", mistakes.len()) };
    let out = output::out(&format!("试了 {} 条规则的 {examples} 个例子，{verdict}。\n", chosen.len()));
    loaded.exit.max(out).max(if failed == Exit::Clean { Exit::Clean } else { Exit::Findings })
}

/// The examples of `rule` that it does not meet, as mistakes in its file.
pub(super) fn failures(rule: &Rule, fields: &Fields, as_of: Date) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for example in &rule.examples() {
        for failure in rule.try_example(example, fields, as_of) {
            let advice = "核对例子里的词语，或修改规则。";
            let first_line = example.at.of(&rule.file.text).lines().next().map_or(0, str::len);
            let at = Span::new(example.at.start(), example.at.start() + first_line);
            mistakes.push(rule.file.mistake(at, format!("{} 的例子不符：{failure}", rule.code), advice));
        }
    }
    mistakes
}

fn same_file(given: &Path, of_rule: &str) -> bool {
    let given = given.to_string_lossy().replace('\\', "/");
    let of_rule = of_rule.replace('\\', "/");
    of_rule.trim_start_matches("./").ends_with(given.trim_start_matches("./"))
}
