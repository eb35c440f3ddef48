//! `--format junit`: JUnit XML, which every CI shows. A document is a suite and a finding a test that failed; a document
//! without a finding is a test that passed, one that was not checked was skipped, and a file that could not be read is an
//! error.

use std::{collections::HashMap, io};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use super::{
    Located, Report,
    gaps::{Gap, Reason, gaps},
    human, unique,
    visible::{brief, clean, shown},
};

type Xml = Writer<Vec<u8>>;

/// A test of a suite.
struct Case<'r> {
    name: String,
    line: Option<usize>,
    outcome: Outcome<'r>,
}

/// How a test ended.
enum Outcome<'r> {
    Passed,
    Failed(&'r Located),
    /// Why it was not run.
    Skipped(String),
    /// Why it could not be run.
    Error(String),
}

/// The report as JUnit XML, ending with a line feed.
pub fn junit(report: &Report) -> String {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Written to memory: there is nothing that could fail.
    let _ = suites(&mut xml, report);
    let mut text = String::from_utf8(xml.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

fn suites(xml: &mut Xml, report: &Report) -> io::Result<()> {
    let suites = by_document(report);
    let all = || suites.iter().flat_map(|(_, cases)| cases);
    let count = |is: fn(&Outcome<'_>) -> bool| all().filter(|case| is(&case.outcome)).count().to_string();
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("testsuites")
        .with_attribute(("name", "guiju"))
        .with_attribute(("tests", all().count().to_string().as_str()))
        .with_attribute(("failures", count(is_failure).as_str()))
        .with_attribute(("skipped", count(is_skipped).as_str()))
        .with_attribute(("errors", count(is_error).as_str()))
        .write_inner_content(|xml| suites.iter().try_for_each(|(path, cases)| suite(xml, path, cases)))?;
    Ok(())
}

fn is_failure(outcome: &Outcome<'_>) -> bool {
    matches!(outcome, Outcome::Failed(_))
}

fn is_skipped(outcome: &Outcome<'_>) -> bool {
    matches!(outcome, Outcome::Skipped(_))
}

fn is_error(outcome: &Outcome<'_>) -> bool {
    matches!(outcome, Outcome::Error(_))
}

/// The tests of every file, in the order of the report.
fn by_document(report: &Report) -> Vec<(&str, Vec<Case<'_>>)> {
    let texts = report.texts();
    let mut suites = Suites::default();
    for document in &report.documents {
        suites.of(&document.path);
    }
    for (finding, fingerprint) in report.findings.iter().zip(unique::of(&report.findings)) {
        let path = &*finding.primary.path;
        let line = texts.contains(path).then_some(finding.primary.start.line);
        // Names tell tests of two runs apart and have no line, which the next edit moves.
        let name = format!("{} {} #{fingerprint}", finding.rule, finding.title);
        suites.of(path).push(Case { name, line, outcome: Outcome::Failed(finding) });
    }
    let (notes, whole): (Vec<Gap<'_>>, Vec<Gap<'_>>) =
        gaps(report).into_iter().partition(|gap| gap.reason == Reason::Note);
    for gap in whole {
        let (name, text) = (gap.reason.name().to_owned(), shown(&gap.text));
        let is_error = gap.reason == Reason::Unreadable;
        let outcome = if is_error { Outcome::Error(text) } else { Outcome::Skipped(text) };
        suites.of(gap.path).push(Case { name, line: None, outcome });
    }
    for (_, cases) in suites.list.iter_mut().filter(|(_, cases)| cases.is_empty()) {
        cases.push(Case { name: "没有发现问题".to_owned(), line: None, outcome: Outcome::Passed });
    }
    for gap in notes {
        let outcome = Outcome::Skipped(shown(&gap.text));
        suites.of(gap.path).push(Case { name: gap.reason.name().to_owned(), line: None, outcome });
    }
    suites.list
}

/// The suites, and where each is.
#[derive(Default)]
struct Suites<'r> {
    list: Vec<(&'r str, Vec<Case<'r>>)>,
    index: HashMap<&'r str, usize>,
}

impl<'r> Suites<'r> {
    /// The tests of the file at `path`, none when it is new.
    fn of(&mut self, path: &'r str) -> &mut Vec<Case<'r>> {
        let next = self.list.len();
        let at = *self.index.entry(path).or_insert(next);
        if at == next {
            self.list.push((path, Vec::new()));
        }
        &mut self.list[at].1
    }
}

fn suite(xml: &mut Xml, path: &str, cases: &[Case<'_>]) -> io::Result<()> {
    let count = |is: fn(&Outcome<'_>) -> bool| cases.iter().filter(|case| is(&case.outcome)).count();
    let path = clean(path);
    xml.create_element("testsuite")
        .with_attribute(("name", path.as_str()))
        .with_attribute(("tests", cases.len().to_string().as_str()))
        .with_attribute(("failures", count(is_failure).to_string().as_str()))
        .with_attribute(("skipped", count(is_skipped).to_string().as_str()))
        .with_attribute(("errors", count(is_error).to_string().as_str()))
        .write_inner_content(|xml| cases.iter().try_for_each(|own| case(xml, &path, own)))?;
    Ok(())
}

fn case(xml: &mut Xml, path: &str, case: &Case<'_>) -> io::Result<()> {
    let (name, line) = (clean(&case.name), case.line.map(|line| line.to_string()));
    let mut element = xml
        .create_element("testcase")
        .with_attribute(("classname", path))
        .with_attribute(("name", name.as_str()))
        .with_attribute(("file", path));
    if let Some(line) = &line {
        element = element.with_attribute(("line", line.as_str()));
    }
    match &case.outcome {
        Outcome::Passed => element.write_empty()?,
        Outcome::Failed(finding) => element.write_inner_content(|xml| failure(xml, finding, case.line))?,
        Outcome::Skipped(why) => element.write_inner_content(|xml| said(xml, "skipped", why))?,
        Outcome::Error(why) => element.write_inner_content(|xml| said(xml, "error", why))?,
    };
    Ok(())
}

fn said(xml: &mut Xml, name: &str, message: &str) -> io::Result<()> {
    xml.create_element(name).with_attribute(("message", message)).write_empty()?;
    Ok(())
}

fn failure(xml: &mut Xml, finding: &Located, line: Option<usize>) -> io::Result<()> {
    let place = &finding.primary;
    let at = match (&place.anchor, line) {
        (Some(anchor), _) => clean(anchor),
        (None, _) => format!("第{}行第{}字", place.start.line, place.start.column),
    };
    let mut lines = vec![format!("位置：{at} “{}”", brief(&place.text, 80))];
    lines.extend(
        human::reason(&finding.basis, &finding.why).lines().map(|line| format!("为什么：{}", clean(line))),
    );
    lines.push(format!("怎么改：{}", shown(&finding.advice)));
    xml.create_element("failure")
        .with_attribute(("message", shown(&finding.message).as_str()))
        .with_attribute(("type", finding.level.word()))
        .write_text_content(BytesText::new(&lines.join("\n")))?;
    Ok(())
}
