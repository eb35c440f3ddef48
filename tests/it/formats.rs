//! The formats of `lint`: what they say is the same, whoever reads them, and whatever a document says.

mod hostile;

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    io::{Cursor, Read as _},
    path::Path,
    process::Command,
};

use guiju::report::{self, Report};
use quick_xml::{Reader, events::Event};
use regex::Regex;
use serde_json::Value;

use crate::program::guiju;

const FORMATS: [&str; 10] =
    ["human", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown", "html", "csv"];

fn lint(format: &str, path: &str) -> String {
    guiju(&["lint", "--as-of", "2026-11-01", "--format", format, path]).stdout
}

fn json(format: &str, path: &str) -> Value {
    serde_json::from_str(&lint(format, path)).unwrap()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// The names of the elements of `xml`, in order; it must be well formed.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                names.push(element.name().as_ref().to_owned());
            }
            Event::Eof => return names,
            _ => {}
        }
    }
}

/// A part of a workbook.
fn part(workbook: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The records of a CSV file, read as RFC 4180 has it.
fn records(csv: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = csv.strip_prefix('\u{feff}').unwrap().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.push(chars.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            c => cell.push(c),
        }
    }
    assert!(!quoted && cell.is_empty() && record.is_empty(), "the last record ends with a line feed");
    records
}

/// How many findings a report in `format` has.
fn findings(format: &str, text: &str) -> usize {
    let value = || serde_json::from_str::<Value>(text).unwrap();
    match format {
        "human" => text.lines().filter(|line| line.contains("╭▸")).count(),
        "json" => array(&value()["findings"]).len(),
        "sarif" => array(&value()["runs"]).iter().map(|run| array(&run["results"]).len()).sum(),
        "github" => Regex::new(r"(?m)^::\w+ [^:]*,title=[A-Z]+\d+ ").unwrap().find_iter(text).count(),
        "gitlab" => {
            let is_rule = |item: &&Value| item["check_name"].as_str().unwrap().is_ascii();
            array(&value()).iter().filter(is_rule).count()
        }
        "junit" => elements(text).iter().filter(|name| *name == "failure").count(),
        "rdjson" => array(&value()["diagnostics"]).iter().filter(|item| !item["code"].is_null()).count(),
        "markdown" => text.lines().filter(|line| line.starts_with("- **")).count(),
        "html" => text.matches("<article").count(),
        "csv" => {
            records(text).iter().filter(|row| ["错误", "警告", "提示"].contains(&row[0].as_str())).count()
        }
        _ => unreachable!(),
    }
}

#[test]
fn every_format_has_as_many_findings() {
    let path = "tests/content";
    let expected = array(&json("json", path)["findings"]).len();
    assert!(expected >= 15);
    for format in FORMATS {
        assert_eq!(findings(format, &lint(format, path)), expected, "{format}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("报告.xlsx");
    let run = guiju(&[
        "lint",
        "--as-of",
        "2026-11-01",
        "--format",
        "xlsx",
        "--output",
        file.to_str().unwrap(),
        path,
    ]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    let rows = elements(&part(&fs::read(file).unwrap(), "xl/worksheets/sheet1.xml"));
    assert_eq!(rows.iter().filter(|name| *name == "row").count(), expected + 1, "xlsx");
}

#[test]
fn what_was_not_checked_is_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("坏文件.docx"), "不是压缩包").unwrap();
    fs::write(folder.path().join("说明.md"), "# 说明\n\n这里是几句话。\n").unwrap();
    let path = folder.path().to_str().unwrap();
    for format in FORMATS.into_iter().filter(|format| *format != "json") {
        let text = lint(format, path);
        let said = if format == "sarif" {
            ["%E5%9D%8F%E6%96%87%E4%BB%B6.docx", "文种不明"]
        } else {
            ["坏文件.docx", "说明.md"]
        };
        assert!(said.iter().all(|said| text.contains(said)), "{format}: {text}");
        if format == "junit" {
            let names = elements(&text);
            assert!(names.contains(&"error".to_owned()) && names.contains(&"skipped".to_owned()), "{text}");
        }
    }
    let run = guiju(&["lint", "--format", "sarif", path]);
    assert_eq!(run.code, 2);
    let invocation = &serde_json::from_str::<Value>(&run.stdout).unwrap()["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"][0]["level"], "error");
}

/// Files with blanks, Chinese and signs in their names, with characters beyond the basic plane before their faults, in two
/// encodings.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("办事 指南#1");
    fs::create_dir(&below).unwrap();
    let guide = "# 𠮷安桥居住证办事指南\r\n\r\n法定时限：20个工作日\r\n\r\n𠮷某：承诺时限：自受理之日起𠮷共30个工作日。\r\n\r\n\
                 申请材料：𠮷1.身份证；2.**其他**有关材料。\r\n\r\n请按照帐户要求登陆系统。\r\n";
    fs::write(below.join("甲 100%.md"), guide).unwrap();
    let (bytes, _, _) = encoding_rs::GB18030.encode(guide);
    fs::write(below.join("乙,丙：丁.md"), bytes).unwrap();
    folder
}

/// The text of the file that a URI of SARIF or a path names.
fn original(folder: &Path, path: &str) -> String {
    let path =
        percent_encoding::percent_decode_str(path.trim_start_matches("file://")).decode_utf8().unwrap();
    let bytes = fs::read(folder.join(&*path)).unwrap();
    let (text, _, failed) =
        if std::str::from_utf8(&bytes).is_ok() { encoding_rs::UTF_8 } else { encoding_rs::GB18030 }
            .decode(&bytes);
    assert!(!failed);
    text.into_owned()
}

/// The words of `text` between two places, whose columns `width` counts.
fn sliced(text: &str, [from, to]: [(u64, u64); 2], width: fn(char) -> usize) -> String {
    let offset = |(line, column): (u64, u64)| {
        let before: usize = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
        let (mut column, mut at) = (column as usize - 1, before);
        for c in text[before..].chars() {
            if column == 0 {
                break;
            }
            assert!(column >= width(c), "a column on the border of a character");
            column -= width(c);
            at += c.len_utf8();
        }
        at
    };
    text[offset(from)..offset(to)].to_owned()
}

/// Words without the markup that may stand between them.
fn bare(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace() && *c != '*').collect()
}

fn run_in(folder: &Path, format: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_guiju"))
        .args(["lint", "--as-of", "2026-11-01", "--format", format, "."])
        .current_dir(folder)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_region_slices_the_file_to_the_words() {
    let folder = folder();
    let expected = run_in(folder.path(), "json");
    let expected: Vec<String> = array(&expected["findings"])
        .iter()
        .flat_map(|finding| std::iter::once(finding).chain(array(&finding["related"])))
        .map(|place| bare(place["text"].as_str().unwrap()))
        .collect();
    assert!(expected.len() >= 12 && expected.iter().any(|words| words == "其他有关材料"), "{expected:?}");

    let number = |value: &Value| value.as_u64().unwrap();
    let sarif = run_in(folder.path(), "sarif");
    assert_eq!(sarif["runs"][0]["columnKind"], "unicodeCodePoints");
    let places = |result: &Value| {
        let related = array(&result["relatedLocations"]).to_vec();
        std::iter::once(result["locations"][0].clone()).chain(related).collect::<Vec<_>>()
    };
    let words: Vec<String> = array(&sarif["runs"][0]["results"])
        .iter()
        .flat_map(places)
        .map(|place| {
            let place = &place["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.is_ascii() && !uri.contains(' ') && !uri.contains('#'), "{uri}");
            let at = |end: &str| {
                (
                    number(&place["region"][format!("{end}Line")]),
                    number(&place["region"][format!("{end}Column")]),
                )
            };
            bare(&sliced(&original(folder.path(), uri), [at("start"), at("end")], |_| 1))
        })
        .collect();
    assert_eq!(words, expected, "sarif");

    let rdjson = run_in(folder.path(), "rdjson");
    let words: Vec<String> = array(&rdjson["diagnostics"])
        .iter()
        .filter(|diagnostic| !diagnostic["code"].is_null())
        .flat_map(|diagnostic| {
            let related =
                array(&diagnostic["relatedLocations"]).iter().map(|place| place["location"].clone());
            std::iter::once(diagnostic["location"].clone()).chain(related).collect::<Vec<_>>()
        })
        .map(|place| {
            let at = |end: &str| {
                let at = &place["range"][end];
                (number(&at["line"]), number(&at["column"]))
            };
            let text = original(folder.path(), place["path"].as_str().unwrap());
            bare(&sliced(&text, [at("start"), at("end")], char::len_utf8))
        })
        .collect();
    assert_eq!(words, expected, "rdjson");
}

#[test]
fn edits_replace_the_words_that_were_found() {
    let folder = folder();
    let number = |value: &Value| value.as_u64().unwrap();
    let mut expected = Vec::new();
    for finding in array(&run_in(folder.path(), "json")["findings"]) {
        let Some(changes) = finding["edit"]["changes"].as_array() else { continue };
        expected.push((finding["text"].as_str().unwrap().to_owned(), changes[0]["with"].clone()));
    }
    assert!(expected.len() >= 2, "{expected:?}");

    let sarif = run_in(folder.path(), "sarif");
    let fixes = array(&sarif["runs"][0]["results"]).iter().filter(|result| !result["fixes"].is_null());
    let fixes = fixes.map(|result| {
        let change = &result["fixes"][0]["artifactChanges"][0];
        assert_eq!(
            change["artifactLocation"],
            result["locations"][0]["physicalLocation"]["artifactLocation"]
        );
        let text = original(folder.path(), change["artifactLocation"]["uri"].as_str().unwrap());
        let deleted = |replacement: &Value| {
            let at = |end: &str| {
                let region = &replacement["deletedRegion"];
                (number(&region[format!("{end}Line")]), number(&region[format!("{end}Column")]))
            };
            sliced(&text, [at("start"), at("end")], |_| 1)
        };
        let replacements = array(&change["replacements"]);
        let deleted: String = replacements.iter().map(deleted).collect();
        (deleted, replacements[0]["insertedContent"]["text"].clone())
    });
    assert_eq!(fixes.collect::<Vec<_>>(), expected, "sarif");

    let rdjson = run_in(folder.path(), "rdjson");
    let suggestions = array(&rdjson["diagnostics"]).iter().filter(|item| !item["suggestions"].is_null());
    let suggestions = suggestions.map(|item| {
        let suggestion = &item["suggestions"][0];
        let at = |end: &str| {
            let at = &suggestion["range"][end];
            (number(&at["line"]), number(&at["column"]))
        };
        let text = original(folder.path(), item["location"]["path"].as_str().unwrap());
        (sliced(&text, [at("start"), at("end")], char::len_utf8), suggestion["text"].clone())
    });
    assert_eq!(suggestions.collect::<Vec<_>>(), expected, "rdjson");
}

#[test]
fn a_place_in_a_package_has_no_line_and_an_anchor() {
    let sarif = json("sarif", "tests/content/shigong-xuke.docx");
    let result = &sarif["runs"][0]["results"][1];
    let places = [&result["locations"][0], &result["relatedLocations"][0]];
    for (place, anchor) in places.into_iter().zip(["第9段", "第8段"]) {
        assert_eq!(place["physicalLocation"]["region"], Value::Null);
        assert!(
            place["logicalLocations"][0]["fullyQualifiedName"].as_str().unwrap().ends_with(anchor),
            "{place}"
        );
    }
    let rdjson = json("rdjson", "tests/content/shigong-xuke.docx");
    assert_eq!(rdjson["diagnostics"][0]["location"]["range"], Value::Null);
    let github = lint("github", "tests/content/shigong-xuke.docx");
    assert!(!github.contains("line=") && github.contains("%0A位置：第9段"), "{github}");
}

fn schema() -> jsonschema::Validator {
    let schema = fs::read_to_string("tests/schemas/sarif-2.1.0.json").unwrap();
    // A bracket that closes nothing is right in ECMAScript, not here.
    let schema = schema.replace("[a-zA-Z]{2}]?$", r"[a-zA-Z]{2}\\]?$");
    jsonschema::draft7::new(&serde_json::from_str(&schema).unwrap()).unwrap()
}

#[test]
fn sarif_fits_the_schema() {
    let (schema, folder) = (schema(), folder());
    fs::write(folder.path().join("坏.docx"), "坏").unwrap();
    let empty = serde_json::from_str(&report::sarif(&Report::default())).unwrap();
    for sarif in [run_in(folder.path(), "sarif"), json("sarif", "tests/content"), empty] {
        let mistakes: Vec<String> =
            schema.iter_errors(&sarif).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(mistakes, Vec::<String>::new());
    }
    let mut wrong = json("sarif", "tests/content");
    wrong["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into();
    assert!(!schema.is_valid(&wrong), "the schema looks that deep");
}

#[test]
fn fingerprints_are_unique_and_know_no_line() {
    let folder = folder();
    let prints = |format: &str| -> BTreeMap<String, String> {
        let report = run_in(folder.path(), format);
        let items = if format == "sarif" { &report["runs"][0]["results"] } else { &report };
        let print = |item: &Value| match format {
            "sarif" => (item["partialFingerprints"]["guiju/v1"].clone(), item["ruleId"].clone()),
            _ => (item["fingerprint"].clone(), item["check_name"].clone()),
        };
        let words = |value: Value| value.as_str().unwrap().to_owned();
        let prints: Vec<_> = array(items).iter().map(print).map(|(a, b)| (words(a), words(b))).collect();
        let count = prints.len();
        let prints: BTreeMap<_, _> = prints.into_iter().collect();
        assert_eq!(prints.len(), count, "{format}");
        prints
    };
    let before = prints("sarif");
    assert_eq!(before, prints("gitlab"));
    let file = folder.path().join("办事 指南#1/甲 100%.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("\r\n\r\n", "\r\n\r\n\r\n\r\n欢迎您。\r\n\r\n", 1)).unwrap();
    assert_eq!(before, prints("sarif"));
}

#[test]
fn more_results_than_github_takes_are_divided() {
    let one = hostile::report(&["一"; 8]).findings;
    let findings: Vec<_> = std::iter::repeat_n(one[0].clone(), 25_001).collect();
    let sarif: Value =
        serde_json::from_str(&report::sarif(&Report { findings, ..Report::default() })).unwrap();
    let runs = array(&sarif["runs"]);
    let counts: Vec<usize> = runs.iter().map(|run| array(&run["results"]).len()).collect();
    assert_eq!(counts, [25_000, 1]);
    let ids: HashSet<&str> =
        runs.iter().map(|run| run["automationDetails"]["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 2, "GitHub takes two runs of one tool only when their ids differ");
    let note = &runs[0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert!(note.as_str().unwrap().contains("共 25001 条结果，分成 2 批"), "{note}");
    assert!(array(&runs[1]["invocations"][0]["toolExecutionNotifications"]).is_empty());
}

#[test]
fn the_page_asks_nothing_of_the_network() {
    let page = lint("html", "tests/content");
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"));
    let calls = Regex::new(r#"(?i)<(script|link|img|iframe|object|embed|base|form|a)\b|\bsrc=|href=|url\(|@import|https?:|\bon\w+="#).unwrap();
    let called: Vec<&str> = calls.find_iter(&page).map(|found| found.as_str()).collect();
    assert_eq!(called, Vec::<&str>::new());
    assert_eq!(page, lint("html", "tests/content"), "the same report, the same bytes");
}

#[test]
fn the_page_groups_guides_by_the_official_indicators() {
    let page = lint("html", "tests/content/daolu-huoyun-xuke.txt");
    let (before, after) = page.split_once("<h4>扣分指标·办事服务·办事指南要素</h4>").unwrap();
    assert!(before.contains("国办秘函〔2019〕19号") && after.contains("〔A04〕"), "{page}");
    let (_, others) = after.split_once("<h4>其他</h4>").unwrap();
    assert!(others.contains("〔C03〕") && others.contains("没有启用的规则"), "{page}");
    let explained = guiju(&["explain", "A04", "C03"]).stdout;
    assert_eq!(explained.matches("检查指标：扣分指标·办事服务·办事指南要素").count(), 1, "{explained}");
}

#[test]
fn an_indicator_that_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let rule = fs::read_to_string("checks/guide/A04-procedure.toml").unwrap();
    fs::write(
        folder.path().join("A04-procedure.toml"),
        rule.replace("indicator = \"办事指南要素\"", "indicator = \"办事指南要数\""),
    )
    .unwrap();
    let run = guiju(&["rule", "test", folder.path().join("A04-procedure.toml").to_str().unwrap()]);
    assert_eq!(run.code, 2);
    let said = run.stderr.split_whitespace().collect::<String>();
    assert!(said.contains("不认识的检查指标办事指南要数"), "{said}");
    assert!(said.contains("是不是想写办事指南要素？"), "{said}");
}

#[test]
fn a_workbook_has_no_formula_and_the_same_bytes_each_time() {
    let report = hostile::report(&["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "=A", "=B", "=C"]);
    let workbook = report::xlsx(&report);
    assert_eq!(workbook, report::xlsx(&report));
    for sheet in 1..=3 {
        let names = elements(&part(&workbook, &format!("xl/worksheets/sheet{sheet}.xml")));
        assert!(!names.contains(&"f".to_owned()), "{names:?}");
    }
    let strings = part(&workbook, "xl/sharedStrings.xml");
    assert!(strings.contains("<t>=1+1</t>"), "{strings}");
    for row in records(&report::csv(&report)) {
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
    }
}
