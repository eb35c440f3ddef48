//! Copies of Word documents with findings in them, made from generated packages: read again they say the same, all other parts
//! are the same bytes, and every comment stands on the words that it is about.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read as _, Write as _},
    sync::{Arc, LazyLock},
};

use guiju::{
    annotate::{Annotated, Stamp, annotate, is_annotated},
    doc::Document,
    finding::{Citation, Edit, Finding, Fingerprint, Label, Level},
    report::{Located, locate_all},
    text::{Plain, Span},
};
use proptest::prelude::*;
use regex::Regex;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    linting,
    word_files::{self, Chance},
};

pub(crate) const PATH: &str = "指南/甲.docx";

fn stamp() -> Stamp {
    let now = jiff::civil::date(2026, 11, 22).at(8, 30, 0, 0);
    Stamp { source: Fingerprint::of([PATH]), now }
}

fn finding(number: usize, at: Span<Plain>) -> Finding {
    Finding {
        rule: format!("T{number:02}").into(),
        title: "标题".into(),
        level: Level::Error,
        message: format!("第{number}处 <有误> & “引号”"),
        advice: "改正".to_owned(),
        why: "原因".into(),
        primary: Label { at, note: String::new() },
        related: Vec::new(),
        basis: Arc::new([Citation {
            regulation: "r".to_owned(),
            title: "某制度".to_owned(),
            at: "第三条".parse().unwrap(),
            edition: None,
            quote: "应当如此。".to_owned(),
        }]),
        field: None,
        edit: None,
        fingerprint: Fingerprint::of(["t"]),
    }
}

/// Findings at places of `document` that a seed tells, some with a certain change that writes 〔改n〕.
pub(crate) fn planted(document: &Document, seed: u64) -> Vec<Located> {
    let mut chance = Chance::new(seed ^ 0xabcd);
    let ends: Vec<usize> =
        document.plain.char_indices().map(|(i, _)| i).chain([document.plain.len()]).collect();
    let place = |chance: &mut Chance| {
        let from = chance.below(ends.len());
        let long = if chance.below(6) == 0 { 60 } else { 7 };
        Span::<Plain>::new(ends[from], ends[(from + chance.below(long)).min(ends.len() - 1)])
    };
    let path: Arc<str> = PATH.into();
    let one = |number: usize| {
        let mut found = finding(number, place(&mut chance));
        if chance.below(3) == 0 {
            found.related.push(Label { at: place(&mut chance), note: "相关".to_owned() });
        }
        let words = found.primary.at.of(&document.plain);
        if chance.below(2) == 0 && !words.is_empty() && !words.contains(char::is_whitespace) {
            let with = format!("〔改{number}〕");
            found.edit = Some(Edit { at: found.primary.at, with, safe: chance.below(4) > 0 });
        }
        found
    };
    locate_all(document, &path, (1..=12).map(one).collect())
}

pub(crate) fn annotated(bytes: &[u8], document: &Document, findings: &[Located]) -> Annotated {
    let findings: Vec<&Located> = findings.iter().collect();
    annotate(bytes, document, PATH, &findings, stamp()).unwrap()
}

/// The text of a part.
pub(crate) fn text_of(package: &[u8], name: &str) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.read_to_end(&mut bytes).unwrap();
    let code = encoding_of(&bytes);
    Some(code.decode(&bytes).0.into_owned())
}

fn encoding_of(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    encoding_rs::Encoding::for_bom(bytes).map_or(encoding_rs::UTF_8, |(encoding, _)| encoding)
}

/// The package with that text as a part, in UTF-8.
pub(crate) fn with_part(package: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let part = from.by_index_raw(index).unwrap();
        if part.name().unwrap() == name {
            to.start_file(name, SimpleFileOptions::default()).unwrap();
            to.write_all(text.replace("UTF-16", "UTF-8").as_bytes()).unwrap();
        } else {
            to.raw_copy_file(part).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

/// Every part as it is packed: names in order, with the packed bytes.
fn packed(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let count = archive.len();
    let part = |index| {
        let mut part = archive.by_index_raw(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(part).collect()
}

/// Where the part of the comments is.
pub(crate) fn comments_name(package: &[u8]) -> Option<String> {
    let relations = text_of(package, "word/_rels/document.xml.rels")?;
    let relation = Regex::new(r#"Type="[^"]*/comments" Target="([^"]*)""#).unwrap();
    let target = relation.captures(&relations)?[1].to_owned();
    Some(target.strip_prefix('/').map_or_else(|| format!("word/{target}"), str::to_owned))
}

/// The ids of comments and their paragraphs' texts.
pub(crate) fn comments(package: &[u8]) -> BTreeMap<i64, (String, Vec<String>)> {
    let Some(text) = comments_name(package).and_then(|name| text_of(package, &name)) else {
        return BTreeMap::new();
    };
    let comment = Regex::new(
        r#"(?s)<(?:\w+:)?comment [^>]*id="(-?\d+)" [^>]*author="([^"]*)"[^>]*>(.*?)</(?:\w+:)?comment>"#,
    )
    .unwrap();
    let tag = Regex::new("<[^>]*>").unwrap();
    let lines = |body: &str| {
        let paragraphs = Regex::new("</(?:\\w+:)?p>").unwrap();
        let lines = paragraphs.split(body).map(|p| decoded(&tag.replace_all(p, "")));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    comment
        .captures_iter(&text)
        .map(|found| (found[1].parse().unwrap(), (found[2].to_owned(), lines(&found[3]))))
        .collect()
}

fn decoded(text: &str) -> String {
    quick_xml::escape::unescape(text).unwrap().into_owned()
}

/// The main part with our tracked changes rejected.
pub(crate) fn rejected(main: &str) -> String {
    let inserted =
        Regex::new(r#"(?s)<(?:\w+:)?ins\b[^>]*author="规矩[^"]*"[^>]*>.*?</(?:\w+:)?ins>"#).unwrap();
    let deleted =
        Regex::new(r#"(?s)<(?:\w+:)?del\b[^>]*author="规矩[^"]*"[^>]*>(.*?)</(?:\w+:)?del>"#).unwrap();
    let main = inserted.replace_all(main, "");
    deleted.replace_all(&main, |found: &regex::Captures<'_>| found[1].replace("delText", "t")).into_owned()
}

/// The plain text with those changes made that stand in `text`.
fn fixed(document: &Document, findings: &[Located], text: &str) -> (String, usize) {
    let mut edits: Vec<_> = findings
        .iter()
        .filter_map(|found| found.edit.as_ref())
        .filter(|edit| edit.safe && text.contains(&edit.with))
        .collect();
    edits.sort_by_key(|edit| edit.at);
    let (mut out, mut from) = (String::new(), 0);
    for edit in &edits {
        out.push_str(&document.plain[from..edit.at.start()]);
        out.push_str(&edit.with);
        from = edit.at.end();
    }
    out.push_str(&document.plain[from..]);
    (out, edits.len())
}

/// The words between the markers of a comment, as far as a reader sees them.
fn words_over(main: &str, id: i64) -> String {
    let marker = |name: &str| {
        let bears = format!("id=\"{id}\"");
        let all: Vec<_> = main
            .match_indices(name)
            .map(|(at, _)| at..at + main[at..].find("/>").unwrap() + 2)
            .filter(|tag| main[tag.clone()].contains(&bears))
            .collect();
        assert_eq!(all.len(), 1, "{name} {id}");
        all[0].clone()
    };
    let (start, end, called) =
        (marker("commentRangeStart"), marker("commentRangeEnd"), marker("commentReference"));
    assert!(start.end <= end.start && end.end < called.start && called.start - end.end < 120, "{id}");
    let between = &main[start.end..end.start];
    visible(
        &between
            [..between.rfind('<').filter(|&last| !between[last..].contains('>')).unwrap_or(between.len())],
    )
}

fn visible(xml: &str) -> String {
    static UNSEEN: LazyLock<Regex> = LazyLock::new(|| {
        let element =
            |name: &str, of: &str| format!(r#"<(?:\w+:)?{name}\b[^>]*{of}[^>]*>.*?</(?:\w+:)?{name}>"#);
        let elements = [
            element("txbxContent", ""),
            element("del", "author=\"李四\""),
            element("ins", "author=\"规矩[^\"]*\""),
            element("instrText", ""),
        ];
        Regex::new(&format!("(?s){}|<!--.*?-->|<[^>]*>", elements.join("|"))).unwrap()
    });
    bare(&decoded(&UNSEEN.replace_all(xml, "")))
}

/// `words` without blanks, what stands in no text, and the numbers that Word computes.
fn bare(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '№')).collect()
}

fn check_package(seed: u64) {
    let bytes = word_files::package(seed);
    let document = linting::document(PATH, &bytes);
    let findings = planted(&document, seed);
    let copy = annotated(&bytes, &document, &findings);
    let (ours, other) = (stamp().source, Fingerprint::of(["乙.docx"]));
    assert!(is_annotated(&copy.package, ours) && !is_annotated(&copy.package, other));
    assert!(!is_annotated(&bytes, ours));

    // Read again, it says what it said, with what was certain mended.
    let again = linting::document(PATH, &copy.package);
    let (expected, count) = fixed(&document, &findings, &again.plain);
    assert_eq!(again.plain, expected);
    assert_eq!(copy.changes, count);
    let main = text_of(&copy.package, "word/document.xml").unwrap();
    let without = with_part(&copy.package, "word/document.xml", &rejected(&main));
    assert_eq!(linting::document(PATH, &without).plain, document.plain);

    // Every other part is packed as it was, in the same order.
    let comments_part = comments_name(&copy.package).unwrap();
    let touched: BTreeSet<&str> =
        ["[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels", &*comments_part].into();
    let (before, after) = (packed(&bytes), packed(&copy.package));
    for ((name, old), (copied, new)) in before.iter().zip(&after) {
        assert_eq!(name, copied);
        assert!(touched.contains(&**name) || old == new, "{name}");
    }
    let had_comments = comments_name(&bytes).is_some();
    assert_eq!(after.len(), before.len() + usize::from(!had_comments));
    if had_comments {
        assert_eq!(before[0].1, after[0].1);
    }

    // All comments are there, the old ones too, each on its words.
    let (old, new) = (comments(&bytes), comments(&copy.package));
    assert_eq!(new.len(), old.len() + copy.comments);
    let wanted: usize = findings.iter().map(|found| 1 + found.related.len()).sum();
    assert_eq!(copy.comments, wanted);
    let beside: BTreeSet<&str> = copy.beside.iter().map(|beside| &*beside.rule).collect();
    for (id, (author, lines)) in new.iter().filter(|(id, _)| !old.contains_key(id)) {
        let number: String = lines[0].chars().skip(2).take_while(char::is_ascii_digit).collect();
        let number: usize = number.parse().unwrap();
        let found = &findings[number - 1];
        assert_eq!(*author, format!("规矩 {}", found.rule));
        let place = if lines[0].contains("的相关处") { &found.related[0] } else { &found.primary };
        let words = words_over(&main, *id);
        let plain = bare(&place.text);
        if !beside.contains(&*found.rule) && !plain.is_empty() {
            let grown = found.edit.is_some() || findings.iter().any(|other| other.edit.is_some());
            assert!(words == plain || grown && words.contains(&plain), "{words} | {plain}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn a_copy_says_the_same_and_its_comments_stand_on_their_words(seed in any::<u64>()) {
        check_package(seed);
    }
}

#[test]
fn what_was_certain_is_mended_and_everything_else_is_still_found() {
    let first = Regex::new("(<w:t(?: [^>]*)?>)([^<])").unwrap();
    for name in [
        "tests/content/shigong-xuke.docx",
        "tests/content/banjie-gonggao-2026-10.docx",
        "tests/content/不动产转移登记服务指南.docx",
        "tests/content/受理通知书-食品经营许可.docx",
    ] {
        let bytes = std::fs::read(name).unwrap();
        let main = text_of(&bytes, "word/document.xml").unwrap();
        // A slip that is always one, in the middle of the first words.
        let spoilt = with_part(&bytes, "word/document.xml", &first.replace(&main, "${1}${2}既时办理，"));
        let document = linting::document(PATH, &spoilt);
        let path: Arc<str> = PATH.into();
        let findings = locate_all(&document, &path, linting::findings(&document));
        let copy = annotated(&spoilt, &document, &findings);
        assert_eq!(copy.changes, 1, "{name}");
        let again = linting::document(PATH, &copy.package);
        assert_eq!(again.plain, document.plain.replace("既时", "即时"));
        let said = |document: &Document| -> Vec<(Arc<str>, String)> {
            let found = locate_all(document, &path, linting::findings(document));
            found
                .into_iter()
                .map(|found| (found.rule, found.message))
                .filter(|(rule, _)| &**rule != "H06")
                .collect()
        };
        assert_eq!(said(&again), said(&document), "{name}");
    }
}

/// Thousands of places in one large document take no more than their number.
#[test]
fn thousands_of_findings_take_as_long_as_they_are_many() {
    let paragraph = r#"<w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia"/><w:sz w:val="28"/></w:rPr><w:t>申请人应当提交其他有关材料，既时办理。</w:t></w:r></w:p>"#;
    let package = |paragraphs: usize| {
        let head =
            r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
        let body = paragraph.repeat(paragraphs);
        with_part(
            &word_files::package(1),
            "word/document.xml",
            &format!("{head}{body}</w:body></w:document>"),
        )
    };
    let time = |paragraphs: usize, count: usize| {
        let bytes = package(paragraphs);
        let document = linting::document(PATH, &bytes);
        let path: Arc<str> = PATH.into();
        let every = document.blocks.len() / count;
        let findings: Vec<Finding> = document
            .blocks
            .iter()
            .step_by(every)
            .take(count)
            .enumerate()
            .map(|(number, block)| {
                let at = Span::new(block.span.start() + 15, block.span.start() + 33);
                let mut found = finding(number + 1, at);
                found.edit = Some(Edit { at, with: "改".to_owned(), safe: true });
                found
            })
            .collect();
        let findings = locate_all(&document, &path, findings);
        let begun = std::time::Instant::now();
        let copy = annotated(&bytes, &document, &findings);
        assert_eq!((copy.comments, copy.changes, copy.beside.len()), (count, count, 0));
        begun.elapsed()
    };
    let (small, large) = (time(2_400, 200), time(24_000, 2_000));
    println!("200 in 0.5 MB {small:?}, 2000 in 5 MB {large:?}");
    assert!(large < small * 30, "{small:?} {large:?}");
}
