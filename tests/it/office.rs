//! Annotated copies in a real word processor, LibreOffice: it opens them, shows every comment, and accepting or rejecting all
//! tracked changes gives the mended text or the one that was there.
//!
//! Needs `soffice` and Python with `uno` (Debian: libreoffice-writer-nogui, python3-uno); everything lies in a temporary folder.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::Command,
    sync::{Arc, LazyLock},
};

use guiju::report::Located;
use regex::Regex;

use crate::{
    annotating::{PATH, annotated, planted},
    linting, word_files,
};

/// How many packages are made.
const FILES: u64 = 60;

const SOFFICE: &str = "soffice";

/// The Python that LibreOffice's own modules are installed for.
const PYTHON: &str = "/usr/bin/python3";

struct Case {
    seed: u64,
    findings: Vec<Located>,
    comments: usize,
    changes: usize,
    beside: BTreeSet<Arc<str>>,
}

fn is_here() -> bool {
    let runs = |program: &str, arguments: &[&str]| {
        Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
    };
    runs(SOFFICE, &["--version"]) && runs(PYTHON, &["-c", "import uno"])
}

/// Converts every .docx of `folder` to flat OpenDocument.
fn convert(folder: &Path) {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let output = Command::new(SOFFICE)
        .args(["--headless", "--norestore", &profile, "--convert-to", "fodt", "--outdir"])
        .arg(folder)
        .args(files.filter(|file| file.extension().is_some_and(|extension| extension == "docx")))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The words of a flat document, a paragraph with words a line, without comments and what was deleted.
fn words(flat: &str) -> String {
    let body = &flat[flat.find("<office:body>").unwrap()..];
    let left_out = Regex::new(r"(?s)<text:tracked-changes\b.*?</text:tracked-changes>").unwrap();
    let body = left_out.replace_all(body, "");
    let ends = body.replace("</text:p>", "\n").replace("</text:h>", "\n").replace("<text:tab/>", "\t");
    let tag = Regex::new("<[^>]*>").unwrap();
    let words = tag.replace_all(&ends, "");
    let words = quick_xml::escape::unescape(&words).unwrap().into_owned();
    // Indentation, and paragraphs that are empty in one way or another.
    let lines = words.lines().map(|line| line.trim_matches([' ', '\n'])).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn comment() -> Regex {
    Regex::new(r"(?s)<office:annotation [^>]*>(.*?)</office:annotation>").unwrap()
}

/// How many comments of a copy stand on the words that they are about, and which do not, of those that could.
fn on_their_words(case: &Case, flat: &str) -> (usize, Vec<String>) {
    static OPENS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?s)<office:annotation [^>]*office:name="([^"]*)"[^>]*>(.*?)</office:annotation>"#)
            .unwrap()
    });
    static TOLD: LazyLock<Regex> = LazyLock::new(|| Regex::new("问题([0-9]+)(的相关处)?").unwrap());
    let (mut right, mut wrong) = (0, Vec::new());
    for found in OPENS.captures_iter(flat).filter(|found| found[2].contains("<dc:creator>规矩 ")) {
        let said = words(&format!("<office:body>{}", &found[2]));
        let told = TOLD.captures(&said).unwrap();
        let finding = &case.findings[told[1].parse::<usize>().unwrap() - 1];
        let place = if told.get(2).is_some() { &finding.related[0] } else { &finding.primary };
        let span = place.start.byte..place.end.byte;
        let is_changed = case
            .findings
            .iter()
            .filter_map(|other| other.edit.as_ref())
            .any(|edit| edit.safe && edit.at.start() < span.end && span.start < edit.at.end());
        // Between paragraphs LibreOffice has the words of text boxes that follow them for guiju.
        let several = place.text.contains('\n');
        if case.beside.contains(&finding.rule) || is_changed || several || bare(&place.text).is_empty() {
            continue;
        }
        let rest = &flat[found.get(0).unwrap().end()..];
        let end = rest.find(&format!("<office:annotation-end office:name=\"{}\"/>", &found[1]));
        let over = comment().replace_all(&rest[..end.unwrap_or(0)], "");
        // The words of a text box that hangs between are none of these.
        if over.contains("<draw:") {
            continue;
        }
        let words = bare(&words(&format!("<office:body>{over}")));
        if words == bare(&place.text) {
            right += 1
        } else {
            wrong.push(format!("{}: {words} | {}", case.seed, place.text))
        }
    }
    (right, wrong)
}

#[test]
fn a_word_processor_shows_all_comments_and_takes_all_changes() {
    if !is_here() {
        println!("!!! soffice or python3-uno is not here: THE OFFICE TESTS ARE SKIPPED !!!");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: String| folder.path().join(name);
    let mut cases = Vec::new();
    for seed in 0..FILES {
        let bytes = word_files::package(seed);
        let document = linting::document(PATH, &bytes);
        let findings = planted(&document, seed);
        let copy = annotated(&bytes, &document, &findings);
        fs::write(at(format!("{seed}-original.docx")), &bytes).unwrap();
        fs::write(at(format!("{seed}-copy.docx")), &copy.package).unwrap();
        let beside = copy.beside.iter().map(|beside| beside.rule.clone()).collect();
        cases.push(Case { seed, findings, comments: copy.comments, changes: copy.changes, beside });
    }
    convert(folder.path());
    let ends = Regex::new("<office:annotation-end [^>]*/>").unwrap();
    let mut exact = (0, Vec::new());
    for case in &cases {
        let read = |name: &str| fs::read_to_string(at(format!("{}-{name}.fodt", case.seed))).unwrap();
        let (original, copy) = (read("original"), read("copy"));
        let count = |flat: &str| comment().find_iter(flat).count();
        assert_eq!(count(&copy), count(&original) + case.comments, "comments of {}", case.seed);
        let ours =
            comment().captures_iter(&copy).filter(|found| found[1].contains("<dc:creator>规矩 ")).count();
        assert_eq!(ours, case.comments);
        let (right, wrong) = on_their_words(case, &copy);
        exact.0 += right;
        exact.1.extend(wrong);
        // What follows needs a window, which builds without a user interface cannot draw comments in.
        for (name, flat) in [("original", original), ("copy", copy)] {
            let bare = ends.replace_all(&comment().replace_all(&flat, ""), "").into_owned();
            fs::write(at(format!("{}-{name}.fodt", case.seed)), bare).unwrap();
        }
    }
    println!("{} comments on their words, {} not: {:?}", exact.0, exact.1.len(), exact.1);
    assert!(exact.0 > 300 && exact.1.is_empty());
    let script = fs::canonicalize("tests/it/office.py").unwrap();
    let output = Command::new(PYTHON).arg(script).arg(SOFFICE).arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let mut changes = 0;
    for case in &cases {
        let read = |name: &str| words(&fs::read_to_string(at(format!("{}-{name}", case.seed))).unwrap());
        let (rejected, original) = (read("copy.rejected"), read("original.rejected"));
        let differing = rejected.lines().zip(original.lines()).find(|(a, b)| bare(a) != bare(b));
        assert!(bare(&rejected) == bare(&original), "rejected {}: {differing:?}", case.seed);
        // Put back what each change replaced, and nothing else is different.
        let accepted = read("copy.accepted");
        let mut undone = accepted.clone();
        let mut made = 0;
        for found in &case.findings {
            let Some(edit) = found.edit.as_ref().filter(|edit| edit.safe) else { continue };
            made += undone.matches(&edit.with).count();
            undone = undone.replace(&edit.with, &found.primary.text);
        }
        assert_eq!(made, case.changes, "changes of {}: {accepted}", case.seed);
        let original = read("original.accepted");
        let differing = undone.lines().zip(original.lines()).find(|(a, b)| bare(a) != bare(b));
        assert!(bare(&undone) == bare(&original), "accepted {}: {differing:?}", case.seed);
        changes += made;
    }
    println!("{FILES} files, {changes} changes");
    assert!(changes > 60);
}

/// Without blanks and hyphens: LibreOffice writes both in several ways, and loses a hyphen that is alone in a content control.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2011}' | '№')).collect()
}
