//! `--format sarif`: SARIF 2.1.0, for GitHub code scanning, editors and other viewers. Silenced findings are left out:
//! GitHub would open an alert for them.

use std::collections::{HashMap, HashSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{
    Change, Described, Located, Region, Report,
    gaps::{Reason, gaps},
    markdown, unique,
    visible::{self, article, clean, shown},
};
use crate::{finding::Level, text::Position};

/// GitHub takes no more results in a run.
const MOST_RESULTS: usize = 25_000;
/// Of those it shows as many, the gravest first.
const MOST_SHOWN: usize = 5_000;
/// It takes no more runs in a file.
const MOST_RUNS: usize = 20;

/// The base that relative paths start from: where the program was run.
const ROOT: &str = "%SRCROOT%";

/// The report as SARIF, ending with a line feed. More results than GitHub takes in a run become further runs, told apart
/// by their `automationDetails`, and a notification says so.
pub fn sarif(report: &Report) -> String {
    runs_of(report, MOST_RESULTS)
}

fn runs_of(report: &Report, most: usize) -> String {
    let texts = report.texts();
    let fingerprints = unique::of(&report.findings);
    let results: Vec<(&Located, String)> = report.findings.iter().zip(fingerprints).collect();
    let mut parts: Vec<&[(&Located, String)]> = results.chunks(most).collect();
    if parts.is_empty() {
        parts.push(&[]);
    }
    let run = |(i, part): (usize, &&[(&Located, String)])| {
        let mut run = run(report, part, &texts);
        if parts.len() > 1 {
            run["automationDetails"] = json!({ "id": format!("guiju/{}/", i + 1) });
        }
        // What is said of the whole is said once.
        run["invocations"] = json!([{
            "executionSuccessful": report.unreadable.is_empty(),
            "toolExecutionNotifications":
                if i == 0 { notifications(report, parts.len()) } else { Vec::new() },
        }]);
        run
    };
    visible::json(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": parts.iter().enumerate().map(run).collect::<Vec<_>>(),
    }))
}

fn run(report: &Report, part: &[(&Located, String)], texts: &HashSet<&str>) -> Value {
    let mut index: HashMap<&str, usize> = HashMap::new();
    let mut rules = Vec::new();
    for (finding, _) in part {
        index.entry(&finding.rule).or_insert_with(|| {
            rules.push(rule(finding, report.rule(&finding.rule)));
            rules.len() - 1
        });
    }
    let results = part.iter().map(|(finding, fingerprint)| {
        let mut result = result(finding, texts);
        result["ruleIndex"] = json!(index.get(&*finding.rule));
        // The second is the name that GitHub asks for; it would hash the line otherwise.
        result["partialFingerprints"] =
            json!({ "guiju/v1": fingerprint, "primaryLocationLineHash": fingerprint });
        result
    });
    let results: Vec<Value> = results.collect();
    json!({
        "tool": { "driver": {
            "name": "guiju",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        } },
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { ROOT: { "description": { "text": "运行 guiju 时所在的目录" } } },
        "results": results,
        "properties": {
            "documents": report.summary.documents,
            "suppressed": report.summary.suppressed,
            "baselined": report.summary.baselined,
            "unchanged": report.summary.unchanged,
        },
    })
}

/// The rule of `finding`; without a table of rules what the finding says of it.
fn rule(finding: &Located, rule: Option<&Described>) -> Value {
    let (level, why, advice, basis) = match rule {
        Some(rule) => (rule.level, &rule.why, &rule.advice, &rule.basis),
        None => (finding.level, &finding.why, &finding.advice, &finding.basis),
    };
    let articles: Vec<String> = basis.iter().map(article).collect();
    let text = format!("为什么：{}\n怎么改：{}\n依据：{}", clean(why), clean(advice), articles.join("\n"));
    json!({
        "id": &*finding.rule,
        "shortDescription": { "text": &*finding.title },
        "fullDescription": { "text": &**why },
        "help": { "text": text, "markdown": markdown::help(&finding.rule, why, advice, basis) },
        "defaultConfiguration": { "level": word(level) },
    })
}

fn result(finding: &Located, texts: &HashSet<&str>) -> Value {
    let mut message = in_message(&finding.message);
    let links: Vec<String> =
        finding.related.iter().zip(1..).map(|(place, id)| format!("[{}]({id})", link(place))).collect();
    if !links.is_empty() {
        message.push_str(&format!("。相关的地方：{}", links.join("、")));
    }
    message.push_str(&format!("。怎么改：{}。", in_message(&finding.advice)));
    let related: Vec<Value> = finding
        .related
        .iter()
        .zip(1..)
        .map(|(place, id)| {
            let mut related = location(place, texts);
            related["id"] = json!(id);
            related["message"] = json!({ "text": link(place) });
            related
        })
        .collect();
    let mut result = json!({
        "ruleId": &*finding.rule,
        "level": word(finding.level),
        "message": { "text": message },
        "locations": [location(&finding.primary, texts)],
        "relatedLocations": related,
    });
    if let Some(edit) = finding.edit.as_ref().filter(|edit| !edit.changes.is_empty()) {
        let confirm = if edit.safe { "可以直接改" } else { "请人确认以后再改" };
        let replacements: Vec<Value> = edit.changes.iter().map(replacement).collect();
        result["fixes"] = json!([{
            "description": { "text": format!("改为“{}”（{confirm}）", in_message(&edit.with)) },
            "artifactChanges": [{
                "artifactLocation": artifact(&finding.primary.path),
                "replacements": replacements,
            }],
        }]);
    }
    result
}

/// What stands at a related place, as the text of a link.
fn link(place: &Region) -> String {
    let words = if place.note.is_empty() { &place.text } else { &place.note };
    visible::brief(words, 30).replace(['[', ']'], " ")
}

/// Words of a message. Brackets in them are no link to a related place.
fn in_message(text: &str) -> String {
    shown(text.trim_end_matches('。')).replace("](", "] (")
}

/// A place has a region only in a text: lines of a package are lines of nothing that a viewer could open.
fn location(place: &Region, texts: &HashSet<&str>) -> Value {
    let mut physical = json!({ "artifactLocation": artifact(&place.path) });
    if texts.contains(&*place.path) {
        physical["region"] = region(place.start, place.end);
    }
    let mut location = json!({ "physicalLocation": physical });
    let names: Vec<String> =
        place.headings.iter().chain(&place.anchor).map(|name| visible::brief(name, 60)).collect();
    if !names.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": names.join(" / ") }]);
    }
    location
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn replacement(change: &Change) -> Value {
    json!({
        "deletedRegion": region(change.start, change.end),
        "insertedContent": { "text": change.with },
    })
}

/// Everything but what a path in a URI may have as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn artifact(path: &str) -> Value {
    match file_uri(path) {
        Some(uri) => json!({ "uri": uri }),
        None => json!({ "uri": utf8_percent_encode(path, ENCODED).to_string(), "uriBaseId": ROOT }),
    }
}

/// The URI of the file at an absolute path with `/` between its parts; `None` for a path from somewhere.
pub fn file_uri(path: &str) -> Option<String> {
    let encoded = |path| utf8_percent_encode(path, ENCODED);
    if path.starts_with("//") {
        return Some(format!("file:{}", encoded(path)));
    }
    if path.starts_with('/') {
        return Some(format!("file://{}", encoded(path)));
    }
    let (drive, rest) = path.split_once(":/").filter(|(drive, _)| drive.len() == 1)?;
    Some(format!("file:///{drive}:/{}", encoded(rest)))
}

/// What was not checked, and how the results were divided.
fn notifications(report: &Report, parts: usize) -> Vec<Value> {
    let gaps = gaps(report).into_iter().map(|gap| {
        let level = match gap.reason {
            Reason::Unreadable => "error",
            Reason::Unknown => "warning",
            Reason::Unruled | Reason::Note => "note",
        };
        json!({
            "level": level,
            "message": { "text": format!("{}：{}", gap.reason.name(), in_message(&gap.text)) },
            "locations": [{ "physicalLocation": { "artifactLocation": artifact(gap.path) } }],
        })
    });
    let mut notifications: Vec<Value> = gaps.collect();
    if parts > 1 {
        let beyond = if parts > MOST_RUNS {
            format!("；超过 GitHub 一个文件 {MOST_RUNS} 批的上限，请分目录检查")
        } else {
            String::new()
        };
        let text = format!(
            "共 {} 条结果，分成 {parts} 批（GitHub 每批最多收 {MOST_RESULTS} 条、显示最严重的 {MOST_SHOWN} 条，\
             压缩后不超过 10 MB）{beyond}",
            report.findings.len()
        );
        notifications.push(json!({ "level": "warning", "message": { "text": clean(&text) } }));
    }
    notifications
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "note",
    }
}
