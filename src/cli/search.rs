//! `search`: articles, best first.

use std::{fmt::Write as _, io::BufRead as _, time::Instant};

use super::{
    args::{ReportFormat, SearchArgs, Sources, States, Within},
    exit::Exit,
    index::{self, Opened},
    output,
};
use crate::{
    law::Status,
    report::Style,
    search::{Answer, Filter, Hit, Index, Matched, Options},
    show::quotation,
};

pub(super) fn run(args: &SearchArgs) -> Exit {
    if args.words.is_empty() && !args.stdin {
        output::err("guiju：还要写上要找的词语，例如：guiju search 材料不全怎么办\n");
        return Exit::Failed;
    }
    if args.stdin {
        return lines(args);
    }
    let query = args.words.join(" ");
    let question = |index: &Index| {
        let options = options(args, index)?;
        Ok::<_, String>((timed(index, &query, &options)?, options))
    };
    let Some((Opened { exit, .. }, answered)) = index::ask(&args.sources, question) else {
        return Exit::Failed;
    };
    exit.max(match answered {
        Ok((answer, options)) => Answering { args, options }.print(&query, &answer, args.format),
        Err(message) => failed(&message),
    })
}

/// A query a line, an answer a line, until standard input ends.
fn lines(args: &SearchArgs) -> Exit {
    let Some(Opened { index, mut exit }) = index::open(&args.sources) else { return Exit::Failed };
    let options = match options(args, &index) {
        Ok(options) => options,
        Err(message) => return failed(&message),
    };
    let answering = Answering { args, options };
    for line in std::io::stdin().lock().split(b'\n') {
        let Ok(line) = line else { return failed("标准输入读不了。") };
        let query = String::from_utf8_lossy(&line);
        let query = query.trim_end_matches('\r');
        exit = exit.max(match timed(&index, query, &answering.options) {
            Ok(answer) => answering.print(query, &answer, ReportFormat::Json),
            Err(message) => failed(&message),
        });
    }
    exit
}

pub(super) fn failed(message: &str) -> Exit {
    output::err(&format!("guiju：{message}\n"));
    Exit::Failed
}

fn options(args: &SearchArgs, index: &Index) -> Result<Options, String> {
    Ok(Options {
        limit: args.limit,
        filter: filter(&args.within, &args.sources, index)?,
        synonyms: !args.no_synonyms,
        literal: true,
        day: Some(args.sources.as_of()),
    })
}

/// An answer, and how long it took in milliseconds, to the hundredth.
fn timed(index: &Index, query: &str, options: &Options) -> Result<(Answer, f64), String> {
    let started = Instant::now();
    let answer = index.search(query, options).map_err(|error| error.to_string())?;
    Ok((answer, (started.elapsed().as_secs_f64() * 100_000.0).round() / 100.0))
}

/// Which regulations are looked into.
///
/// # Errors
/// A word about a regulation that is named and not there.
pub(super) fn filter(within: &Within, sources: &Sources, index: &Index) -> Result<Filter, String> {
    let Within { regulation, category, issuer, status, effective_after, effective_before } = within;
    let mut ids = Vec::new();
    for name in regulation {
        let named = index.named(name);
        if named.is_empty() {
            return Err(format!("规章库里没有“{}”。", shortened(name)));
        }
        ids.extend(named);
    }
    if !category.is_empty() || !issuer.is_empty() {
        let (categories, issuers) = index.shelves();
        for (parts, known, what) in [(category, &categories, "类别"), (issuer, &issuers, "制定单位")] {
            let unknown = parts.iter().find(|part| !known.iter().any(|own| own.contains(part.as_str())));
            if let Some(part) = unknown {
                let known: Vec<&str> =
                    known.iter().map(String::as_str).filter(|own| !own.is_empty()).take(NAMED).collect();
                let part = shortened(part);
                return Err(format!("规章库里没有{what}含“{part}”的规章；有的是：{}。", known.join("、")));
            }
        }
    }
    let all = status.contains(&States(None));
    // Who asks for another state wants what has it, whenever it applied.
    let in_force = status.iter().all(|states| *states == States(Some(Status::InForce)));
    let as_of = if in_force { Some(sources.as_of()) } else { sources.as_of };
    Ok(Filter {
        as_of,
        status: if all { Vec::new() } else { status.iter().filter_map(|states| states.0).collect() },
        category: category.clone(),
        issuer: issuer.clone(),
        regulation: ids,
        effective_after: *effective_after,
        effective_before: *effective_before,
    })
}

/// How many categories or issuers are named to somebody who asked for another one.
const NAMED: usize = 12;

/// The beginning of what somebody typed, for a message.
pub(super) fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

struct Answering<'a> {
    args: &'a SearchArgs,
    options: Options,
}

impl Answering<'_> {
    fn print(&self, query: &str, (answer, elapsed_ms): &(Answer, f64), format: ReportFormat) -> Exit {
        output::out(&match format {
            ReportFormat::Human if self.args.cite => self.citations(query, answer),
            ReportFormat::Human => self.human(query, answer, output::stdout_style()),
            ReportFormat::Json => answer.json(query, *elapsed_ms) + "\n",
        })
    }

    fn human(&self, query: &str, answer: &Answer, style: Style) -> String {
        let mut out = said(query, answer);
        for (n, hit) in answer.cited.iter().chain(&answer.hits).enumerate() {
            let crumbs = if hit.breadcrumbs.is_empty() {
                String::new()
            } else {
                format!("  {}", hit.breadcrumbs.join(" › "))
            };
            let _ = writeln!(out, "{}. 《{}》{}{crumbs}  {}", n + 1, hit.title, hit.at, self.state(hit));
            let marked = marked(hit, style.color);
            let options = textwrap::Options::new(style.width).initial_indent("   ").subsequent_indent("   ");
            for line in marked.lines() {
                let _ = writeln!(
                    out,
                    "{}",
                    if style.color { format!("   {line}") } else { textwrap::fill(line, &options) }
                );
            }
            if !hit.rules.is_empty() {
                let _ = writeln!(out, "   依据它的规则：{}", hit.rules.join("、"));
            }
            out.push('\n');
        }
        if !answer.hits.is_empty() {
            let _ = writeln!(out, "共 {} 条，列出 {} 条。", answer.total, answer.hits.len());
        }
        if answer.elsewhere > 0 {
            let why = if self.is_narrowed() {
                "不符合筛选条件"
            } else {
                "在已废止、旧的或还没有施行的文本里；加 --status 全部 一并检索"
            };
            let _ = writeln!(out, "另有 {} 条{why}。", answer.elsewhere);
        }
        out
    }

    /// Whether more than the day decides what is searched.
    fn is_narrowed(&self) -> bool {
        let day = Filter { as_of: self.options.filter.as_of, ..Filter::default() };
        self.options.filter != day
    }

    /// The state of the regulation of a hit, and why the hit was found unless it contains the very words.
    fn state(&self, hit: &Hit) -> String {
        let caution = hit.caution(self.args.sources.as_of());
        let mut state = caution.unwrap_or_else(|| hit.status.name().to_owned());
        if !matches!(hit.matched, Matched::Exact | Matched::Cited) {
            let _ = write!(state, "  {}", hit.matched.name());
        }
        state
    }

    /// The hits as an official document would cite them, one a line; what must be known besides goes to standard error.
    fn citations(&self, query: &str, answer: &Answer) -> String {
        output::err(&said(query, answer));
        let line = |hit: &Hit| {
            let caution = hit.caution(self.args.sources.as_of());
            quotation(&hit.title, caution.as_deref(), &hit.at, &hit.text) + "\n"
        };
        answer.cited.iter().chain(&answer.hits).map(line).collect()
    }
}

/// What is to be said before the hits.
fn said(query: &str, answer: &Answer) -> String {
    let query = shortened(query.trim_matches(['"', '“', '”']));
    let mut out = String::new();
    for note in &answer.notes {
        let _ = writeln!(out, "{note}。");
    }
    for (_, title) in &answer.named {
        let _ = writeln!(out, "规章库里有《{title}》，看全文：guiju show {title}");
    }
    if answer.hits.is_empty() {
        let _ = writeln!(out, "没有找到与“{query}”有关的条款。换个说法，或只写一两个关键词试试。");
    } else if answer.fallback {
        let _ = writeln!(out, "没有条款原样写着“{query}”，以下按词语相近的程度排列。");
    } else if answer.hits.iter().any(|hit| hit.matched == Matched::Pinyin) {
        let _ = writeln!(out, "没有条款写着“{query}”，以下是读音相符的。");
    }
    for synonym in &answer.synonyms {
        let _ = writeln!(out, "同义：{} → {}（--no-synonyms 关掉）", synonym.word, synonym.others.join("、"));
    }
    if !out.is_empty() && !answer.hits.is_empty() {
        out.push('\n');
    }
    out
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
