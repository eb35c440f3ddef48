//! `search`: articles, best first.

use std::{fmt::Write as _, io::BufRead as _, path::Path, time::Instant};

use serde::Serialize;

use super::{
    args::{ReportFormat, SearchArgs},
    exit::Exit,
    load::Loaded,
    output,
};
use crate::{
    corpus::Resolution,
    law::Regulation,
    report::Style,
    rules::RuleSet,
    search::{Answer, Hit, Index},
};

#[derive(Serialize)]
struct AnswerJson<'a> {
    query: &'a str,
    total: usize,
    elapsed_ms: f64,
    hits: Vec<HitJson<'a>>,
}

#[derive(Serialize)]
struct HitJson<'a> {
    regulation: &'a str,
    title: &'a str,
    at: String,
    breadcrumbs: &'a [String],
    text: &'a str,
    highlights: Vec<[usize; 2]>,
    score: f32,
    status: &'static str,
    effective: Option<String>,
    cited_by: Vec<&'a str>,
}

pub(super) fn run(args: &SearchArgs) -> Exit {
    if args.words.is_empty() && !args.stdin {
        output::err("guiju：还要写上要找的词语，例如：guiju search 材料不全怎么办\n");
        return Exit::Failed;
    }
    let Some(mut loaded) = Loaded::new(&args.sources, Path::new(".")) else { return Exit::Failed };
    let rules = loaded.rules_resting(&args.sources);
    let regulations: Vec<&Regulation> = match &args.regulation {
        None => loaded.corpus.in_force(loaded.as_of).collect(),
        Some(name) => match loaded.corpus.resolve(name, loaded.as_of) {
            Resolution::One(regulation, _) => vec![regulation],
            Resolution::Many(several) => several,
            _ => {
                output::err(&format!("guiju：规章库里没有“{name}”。\n"));
                return Exit::Failed;
            }
        },
    };
    if regulations.is_empty() {
        output::err("guiju：规章库是空的，没有可检索的规章。请检查 --corpus 或 guiju.toml 里的目录。\n");
        return Exit::Failed;
    }
    let index = match Index::build(regulations) {
        Ok(index) => index,
        Err(error) => {
            output::err(&format!("guiju：{error}\n"));
            return Exit::Failed;
        }
    };
    let answering = Answering { args, index: &index, rules: &rules };
    let exit = if args.stdin { answering.lines() } else { answering.answer(&args.words.join(" ")) };
    loaded.exit.max(exit)
}

struct Answering<'a> {
    args: &'a SearchArgs,
    index: &'a Index,
    rules: &'a RuleSet,
}

impl Answering<'_> {
    /// A query a line, an answer a line, until standard input ends.
    fn lines(&self) -> Exit {
        let mut exit = Exit::Clean;
        for line in std::io::stdin().lock().split(b'\n') {
            let Ok(line) = line else {
                output::err("guiju：标准输入读不了。\n");
                return Exit::Failed;
            };
            let query = String::from_utf8_lossy(&line);
            let query = query.trim_end_matches('\r');
            exit = exit.max(self.print(query, ReportFormat::Json));
        }
        exit
    }

    fn answer(&self, query: &str) -> Exit {
        self.print(query, self.args.format)
    }

    fn print(&self, query: &str, format: ReportFormat) -> Exit {
        let started = Instant::now();
        let answer = match self.index.search(query, self.args.limit) {
            Ok(answer) => answer,
            Err(error) => {
                output::err(&format!("guiju：{error}\n"));
                return Exit::Failed;
            }
        };
        let elapsed_ms = (started.elapsed().as_secs_f64() * 100_000.0).round() / 100.0;
        output::out(&match format {
            ReportFormat::Human => self.human(query, &answer, output::stdout_style()),
            ReportFormat::Json => self.json(query, &answer, elapsed_ms) + "\n",
        })
    }

    fn json(&self, query: &str, answer: &Answer, elapsed_ms: f64) -> String {
        let hits = answer.hits.iter().map(|hit| HitJson {
            regulation: &hit.regulation,
            title: &hit.title,
            at: hit.at.to_string(),
            breadcrumbs: &hit.breadcrumbs,
            text: &hit.text,
            highlights: hit.highlights.iter().map(|range| [range.start, range.end]).collect(),
            score: hit.score,
            status: hit.status.name(),
            effective: hit.effective.map(|day| day.to_string()),
            cited_by: self.cited_by(hit),
        });
        let answer = AnswerJson { query, total: answer.total, elapsed_ms, hits: hits.collect() };
        serde_json::to_string(&answer).unwrap_or_default()
    }

    fn human(&self, query: &str, answer: &Answer, style: Style) -> String {
        if answer.hits.is_empty() {
            return format!("没有找到与“{query}”有关的条款。换个说法，或只写一两个关键词试试。\n");
        }
        let mut out = String::new();
        if answer.fallback {
            let _ = writeln!(out, "没有条款原样写着“{query}”，以下按词语相近的程度排列。\n");
        }
        for (n, hit) in answer.hits.iter().enumerate() {
            let crumbs = if hit.breadcrumbs.is_empty() {
                String::new()
            } else {
                format!("  {}", hit.breadcrumbs.join(" › "))
            };
            let _ = writeln!(out, "{}. 《{}》{}{crumbs}  {}", n + 1, hit.title, hit.at, hit.status);
            let marked = marked(hit, style.color);
            let options = textwrap::Options::new(style.width).initial_indent("   ").subsequent_indent("   ");
            for line in marked.lines() {
                let _ = writeln!(
                    out,
                    "{}",
                    if style.color { format!("   {line}") } else { textwrap::fill(line, &options) }
                );
            }
            let rules = self.cited_by(hit);
            if !rules.is_empty() {
                let _ = writeln!(out, "   依据它的规则：{}", rules.join("、"));
            }
            out.push('\n');
        }
        let _ = writeln!(out, "共 {} 条，列出 {} 条。", answer.total, answer.hits.len());
        out
    }

    fn cited_by(&self, hit: &Hit) -> Vec<&str> {
        let cites = |rule: &&crate::rules::Rule| {
            rule.basis
                .iter()
                .any(|basis| basis.regulation == hit.regulation && basis.at.article() == hit.at.article())
        };
        self.rules.rules.iter().filter(cites).map(|rule| &*rule.code).collect()
    }
}

/// The text of a hit with what was found marked: in colour, else between 【 and 】.
fn marked(hit: &Hit, color: bool) -> String {
    let (open, close) = if color { ("\u{1b}[1;33m", "\u{1b}[0m") } else { ("【", "】") };
    let mut out = String::new();
    let mut ranges = hit.highlights.iter().peekable();
    for (i, c) in hit.text.chars().enumerate() {
        if ranges.peek().is_some_and(|range| range.start == i) {
            out.push_str(open);
        }
        out.push(c);
        if ranges.peek().is_some_and(|range| range.end == i + 1) {
            out.push_str(close);
            ranges.next();
        }
    }
    out
}
