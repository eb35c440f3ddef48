//! Every place that a report gives, sliced out of the original file, is the words that the report quotes.

use std::{collections::BTreeMap, fs, io::Read as _};

use regex::Regex;
use serde_json::Value;
use unicode_width::UnicodeWidthChar as _;

use crate::program::guiju;

/// The original files as text, decoded independently of the program.
fn originals(report: &Value) -> BTreeMap<String, String> {
    let documents = report["documents"].as_array().unwrap().iter();
    documents
        .filter_map(|document| {
            let path = document["path"].as_str().unwrap();
            let encoding =
                encoding_rs::Encoding::for_label(document["encoding"].as_str()?.as_bytes()).unwrap();
            let bytes = fs::read(path).unwrap();
            let (text, _, failed) = encoding.decode(&bytes);
            assert!(!failed, "{path}");
            Some((path.to_owned(), text.into_owned()))
        })
        .collect()
}

/// Source text as a reader sees it: no tags, no emphasis, no line breaks.
pub(crate) fn seen(source: &str) -> String {
    let markup = Regex::new(r"<[^>]*>|[*`]|\s").unwrap();
    markup.replace_all(source, "").replace("&nbsp;", "").replace("&amp;", "&")
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// All places of a report: those of findings and those they are related to.
fn places(report: &Value) -> Vec<Value> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .flat_map(|finding| {
            std::iter::once(finding.clone()).chain(finding["related"].as_array().unwrap().iter().cloned())
        })
        .collect()
}

fn report() -> Value {
    serde_json::from_str(&guiju(&["lint", "--format", "json", "tests/content"]).stdout).unwrap()
}

#[test]
fn json_places_in_text_files() {
    let report = report();
    let originals = originals(&report);
    let (mut checked, mut rare) = (0, 0);
    for place in places(&report) {
        let path = place["path"].as_str().unwrap();
        let Some(text) = originals.get(path) else { continue };
        let at = |end: &str, what: &str| usize::try_from(place[end][what].as_u64().unwrap()).unwrap();
        let slice = &text[at("start", "byte")..at("end", "byte")];
        assert_eq!(seen(slice), bare(place["text"].as_str().unwrap()), "{path}");
        for end in ["start", "end"] {
            let line = text.replace("\r\n", "\n").split('\n').nth(at(end, "line") - 1).unwrap().to_owned();
            let column = at(end, "column");
            let before = &text[..at(end, "byte")];
            let own_line = before.rsplit('\n').next().unwrap();
            assert_eq!(own_line.chars().count() + 1, column, "{path}: column counts characters");
            assert!(line.starts_with(own_line), "{path}: line {}", at(end, "line"));
            rare += usize::from(own_line.contains('𠮷'));
        }
        checked += 1;
    }
    assert!(checked >= 15, "{checked} places in text files");
    assert!(rare >= 6, "{rare} places behind a character beyond the basic plane");
}

/// The words of each paragraph of a piece of WordprocessingML.
fn paragraphs(xml: &str) -> Vec<String> {
    let paragraph = Regex::new(r"(?s)<w:p[ >].*?</w:p>|<w:p/>").unwrap();
    let words = Regex::new(r"<w:t(?: [^>]*)?>([^<]*)</w:t>").unwrap();
    paragraph
        .find_iter(xml)
        .map(|p| words.captures_iter(p.as_str()).map(|w| w[1].to_owned()).collect())
        .collect()
}

#[test]
fn word_places_name_the_paragraph_or_cell() {
    let table = Regex::new(r"(?s)<w:tbl>.*?</w:tbl>").unwrap();
    let row = Regex::new(r"(?s)<w:tr[ >].*?</w:tr>").unwrap();
    let cell = Regex::new(r"(?s)<w:tc[ >].*?</w:tc>").unwrap();
    let span = Regex::new(r#"<w:gridSpan w:val="(\d+)"/>"#).unwrap();
    let mut checked = 0;
    for place in places(&report()) {
        let path = place["path"].as_str().unwrap();
        if !path.ends_with(".docx") {
            assert_eq!(place["anchor"], Value::Null);
            continue;
        }
        let mut xml = String::new();
        let mut package = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
        package.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        let anchor = place["anchor"].as_str().unwrap();
        let numbers: Vec<usize> =
            anchor.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
        let words = match numbers[..] {
            [paragraph] => paragraphs(&table.replace_all(&xml, ""))[paragraph - 1].clone(),
            [t, r, c] => {
                let table = table.find_iter(&xml).nth(t - 1).unwrap().as_str();
                let row = row.find_iter(table).nth(r - 1).unwrap().as_str();
                let mut column = 1;
                let covering = cell.find_iter(row).find(|cell| {
                    let first = column;
                    column += span.captures(cell.as_str()).map_or(1, |n| n[1].parse::<usize>().unwrap());
                    (first..column).contains(&c)
                });
                paragraphs(covering.unwrap().as_str()).concat()
            }
            _ => panic!("{anchor}"),
        };
        assert!(bare(&words).contains(&bare(place["text"].as_str().unwrap())), "{path} {anchor}: {words}");
        checked += 1;
    }
    assert!(checked >= 3, "{checked} places in Word files");
}

/// The words of a printed line above its marks, by display columns.
fn above(line: &str, marks: &str, mark: char) -> String {
    let marked: Vec<bool> =
        marks.chars().flat_map(|c| std::iter::repeat_n(c == mark, c.width().unwrap_or(0))).collect();
    let mut column = 0;
    let mut out = String::new();
    for c in line.chars() {
        if marked.get(column).copied().unwrap_or(false) {
            out.push(c);
        }
        column += c.width().unwrap_or(0);
    }
    out
}

#[test]
fn the_terminal_report_marks_the_same_words() {
    let report = report();
    let human = guiju(&["lint", "tests/content"]).stdout;
    assert!(!human.contains('\u{1b}'), "no escapes outside a terminal");
    let findings = report["findings"].as_array().unwrap();
    let heads: Vec<&str> = human.lines().filter(|line| line.contains("╭▸")).collect();
    assert_eq!(heads.len(), findings.len());
    let lines: Vec<&str> = human.lines().collect();
    let mut frames = lines.iter().enumerate().filter(|(_, line)| line.contains("╭▸"));
    for finding in findings {
        let (at, head) = frames.next().unwrap();
        let (path, text) = (finding["path"].as_str().unwrap(), finding["text"].as_str().unwrap());
        assert!(head.contains(path), "{head}");
        match finding["anchor"].as_str() {
            Some(anchor) => assert!(head.ends_with(anchor), "{head}"),
            None => assert!(
                head.ends_with(&format!(
                    "第{}行第{}字",
                    finding["start"]["line"], finding["start"]["column"]
                )),
                "{head}"
            ),
        }
        let frame: Vec<&str> =
            lines[at + 1..].iter().take_while(|line| !line.contains('├')).copied().collect();
        let mut source = "";
        let mut marked = String::new();
        for line in frame {
            let inside = line.split_once('│').map_or("", |(_, inside)| inside).trim_start();
            if inside.starts_with('━') {
                marked.push_str(&above(source, line, '━'));
            } else if !inside.starts_with('─') {
                source = line;
            }
        }
        // A window may be cut short, and emphasis inside the words is printed as it stands in the file.
        let (marked, text) = (seen(&marked), bare(text));
        assert!(
            !marked.is_empty() && (text.starts_with(&marked) || marked == text),
            "{path}: “{marked}” for “{text}”"
        );
    }
}
