//! Reports whose every word is somebody's, through every format: what comes out has the same shape as one of harmless words,
//! and nothing in it reaches a terminal unseen.

use std::sync::Arc;

use guiju::{
    doc::Kind,
    finding::{Citation, Fingerprint, Level},
    report::{self, Change, Checked, Described, Excerpt, Located, PlacedEdit, Region, Report, Unread},
    text::{Position, Span},
};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};

use super::{elements, part, records};

fn region(path: &str, words: &str, note: &str) -> Region {
    let start = Position { line: 3, column: 5, byte: 40, in_line: 12 };
    let end = Position { column: 9, byte: 52, in_line: 24, ..start };
    let text = format!("甲乙丙丁{words}\n");
    let excerpt = Excerpt { start: Position { column: 1, byte: 28, in_line: 0, ..start }, text };
    let headings = vec![words.to_owned()];
    Region {
        path: path.into(),
        start,
        end,
        plain: Span::new(12, 24),
        block_end: 0,
        text: words.to_owned(),
        anchor: None,
        headings,
        note: note.to_owned(),
        excerpt,
    }
}

/// A report of one finding in a text and one in a package, made of `words`.
pub(super) fn report(words: &[&str; 8]) -> Report {
    let [path, message, advice, why, text, note, quote, with] = words.map(str::to_owned);
    let basis = Citation {
        regulation: "time-limited-completion".to_owned(),
        title: quote.clone(),
        at: "第三条".parse().unwrap(),
        edition: None,
        quote,
    };
    let primary = region(&path, &text, "");
    let change = Change { start: primary.start, end: primary.end, with: with.clone() };
    let finding = Located {
        rule: "D01".into(),
        title: note.as_str().into(),
        level: Level::Error,
        message,
        advice: advice.clone(),
        why: why.as_str().into(),
        basis: Arc::new([basis]),
        field: Some(text.as_str().into()),
        edit: Some(PlacedEdit { at: Span::empty(0), safe: true, with, changes: vec![change] }),
        fingerprint: Fingerprint::of(["D01"]),
        related: vec![region(&path, &text, &note), region("别处.docx", &text, &note)],
        primary,
    };
    let package = Region { anchor: Some(note.clone()), ..region("别处.docx", &text, "") };
    let other = Located { primary: package, edit: None, level: Level::Advice, ..finding.clone() };
    let document = |path: &str, encoding| Checked {
        path: path.into(),
        kind: Some(Kind::Guide),
        encoding,
        rules: 1,
        silenced: 0,
        notes: vec![note.clone()],
    };
    let documents =
        vec![document(&path, Some("UTF-8")), document("别处.docx", None), document("好.md", Some("UTF-8"))];
    let unread = Unread { path: format!("坏{path}").into(), reason: why.clone() };
    let rule = Described {
        code: "D01".into(),
        title: note.as_str().into(),
        level: Level::Error,
        why: why.as_str().into(),
        advice,
        basis: finding.basis.clone(),
        indicator: None,
        is_on: true,
    };
    let off = Described { code: "D02".into(), is_on: false, ..rule.clone() };
    Report { rules: vec![rule, off], ..Report::new(documents, vec![finding, other], vec![unread]) }
}

/// The tags of a page with their attributes, in order.
fn tags(page: &str) -> Vec<String> {
    let tokens = Tokenizer::new_with_emitter(page, DefaultEmitter::<()>::default());
    let tags = tokens.flatten().filter_map(|token| match token {
        Token::StartTag(tag) => Some(format!("{:?} {:?}", tag.name, tag.attributes)),
        Token::EndTag(tag) => Some(format!("/{:?}", tag.name)),
        Token::Comment(_) => Some("comment".to_owned()),
        _ => None,
    });
    tags.collect()
}

/// What a page of Markdown is made of, without its words.
fn structure(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, Options::all()).filter(|event| !matches!(event, Event::Text(_)));
    events.map(|event| format!("{event:?}")).collect()
}

/// The workflow commands of a log, each with the names of its properties, read as GitHub reads them.
fn commands(log: &str) -> Vec<String> {
    let command = |line: &str| {
        let Some((head, _)) = line.strip_prefix("::").and_then(|line| line.split_once("::")) else {
            return "no command".to_owned();
        };
        let (name, properties) = head.split_once(' ').unwrap();
        let names: Vec<&str> =
            properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
        format!("{name} {names:?}")
    };
    log.lines().map(command).collect()
}

/// Whether a terminal would do something with `c` instead of showing it.
fn acts(c: char) -> bool {
    let bidi =
        matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}');
    c.is_control() && c != '\n' || bidi || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}')
}

fn check(hostile: &Report, harmless: &Report) {
    type Write = fn(&Report) -> String;
    let formats: [(&str, Write); 10] = [
        ("json", report::json),
        ("sarif", report::sarif),
        ("github", report::github),
        ("gitlab", report::gitlab),
        ("junit", report::junit),
        ("rdjson", report::rdjson),
        ("markdown", report::markdown),
        ("html", report::html),
        ("csv", report::csv),
        ("human", |report| report::human(report, report::Style { color: false, width: 80 })),
    ];
    for (name, format) in formats {
        let (text, other) = (format(hostile), format(harmless));
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
        assert!(!text.chars().any(acts), "{name}: {text:?}");
        match name {
            "json" | "sarif" | "gitlab" | "rdjson" => {
                let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                assert!(value.is_object() || value.is_array());
            }
            "junit" => assert_eq!(elements(&text), elements(&other)),
            "html" => assert_eq!(tags(&text), tags(&other), "{text}"),
            "markdown" => {
                assert_eq!(structure(&text), structure(&other), "{text}");
                assert!(
                    !text.contains('@') && !text.replace("\\:", "").contains("://") && !text.contains("www."),
                    "{text}"
                );
            }
            "github" => assert_eq!(commands(&text), commands(&other), "{text}"),
            _ => {}
        }
    }
    let (csv, other) = (records(&report::csv(hostile)), records(&report::csv(harmless)));
    assert_eq!(csv.iter().map(Vec::len).collect::<Vec<_>>(), other.iter().map(Vec::len).collect::<Vec<_>>());
    let workbook = report::xlsx(hostile);
    assert!(!workbook.is_empty());
    assert!(!elements(&part(&workbook, "xl/worksheets/sheet1.xml")).contains(&"f".to_owned()));
    elements(&part(&workbook, "xl/sharedStrings.xml"));
}

/// Pieces that mean something to a terminal, a shell of CI, a page, a table or a forge.
const PIECES: [&str; 44] = [
    "\u{1b}[31m",
    "\u{1b}]8;;http://x\u{7}",
    "\u{9b}2J",
    "\0",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{ffff}",
    "\r",
    "\n",
    "\r\n::error::x",
    "::set-output name=x::y",
    "::stop-commands::",
    "%0A",
    "%",
    ",title=x",
    ":",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=y>",
    "'",
    "&lt;",
    "]]>",
    "<!--",
    "-->",
    "</style>",
    "</td></tr></table>",
    "|",
    "`",
    "```\n",
    "**",
    "_",
    "~~~",
    "[x](http://y)",
    "![x](y)",
    "<http://x>",
    "https://x.example",
    "www.x.example",
    "@everyone",
    "#1",
    "=1+1",
    "\n\n# x\n\n- [ ] y\n",
    "{0}",
    "𠮷",
];

fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        2 => "[ -~]{1,6}",
        1 => "[\u{4e00}-\u{4e20}]{1,4}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| format!("字{}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn nothing_a_document_says_changes_the_shape_of_a_report(words in prop::array::uniform8(words())) {
        let words: [&str; 8] = std::array::from_fn(|i| words[i].as_str());
        check(&report(&words), &report(&["字"; 8]));
    }
}

#[test]
fn each_piece_alone_at_the_start_of_every_word() {
    for piece in PIECES {
        let words = format!("{piece}字");
        check(&report(&[words.as_str(); 8]), &report(&["字"; 8]));
    }
}
