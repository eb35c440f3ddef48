//! Lists of items beside the documents about them: rows take part in agreement, and their places are cells.

use std::fs;

use serde_json::Value;

use crate::program::{Run, guiju};

const LIST: &str = "白鹭县政务服务事项清单,,,,\r\n事项名称,实施机关,承诺时限（工作日）,法定时限（工作日）,咨询电话\r\n校车使用许可,白鹭县教育局,5,20,0713-5064189\r\n\"𠮷祥\"\"小吃\"\"备案\",白鹭县市场监督管理局,9,8,0713-5064190\r\n";
const GUIDE: &str = "# 校车使用许可办事指南\n\n实施机关：白鹭县教育局\n\n承诺时限：7个工作日\n";

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn lint(folder: &tempfile::TempDir, names: &[&str]) -> (Run, Value) {
    let paths: Vec<String> =
        names.iter().map(|name| folder.path().join(name).to_str().unwrap().to_owned()).collect();
    let mut arguments = vec!["lint", "--format", "json", "--select", "D01,D24,F07"];
    arguments.extend(paths.iter().map(String::as_str));
    let run = guiju(&arguments);
    let report = serde_json::from_str(&run.stdout).unwrap();
    (run, report)
}

#[test]
fn a_row_and_a_guide_that_disagree() {
    let folder = folder(&[("清单.csv", LIST.as_bytes()), ("校车.md", GUIDE.as_bytes())]);
    let (run, report) = lint(&folder, &["清单.csv", "校车.md"]);
    assert_eq!((run.code, report["documents"][0]["kind"].as_str()), (1, Some("list")), "{}", run.stderr);
    let findings = report["findings"].as_array().unwrap();
    let rules: Vec<&str> = findings.iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["D01", "D24"]);
    for place in findings.iter().flat_map(|f| std::iter::once(f).chain(f["related"].as_array().unwrap())) {
        let name = place["path"].as_str().unwrap().rsplit('/').next().unwrap();
        let file = fs::read_to_string(folder.path().join(name)).unwrap();
        let at = |end: &str, what: &str| usize::try_from(place[end][what].as_u64().unwrap()).unwrap();
        assert_eq!(file[at("start", "byte")..at("end", "byte")], *place["text"].as_str().unwrap());
        let line = file.split('\n').nth(at("start", "line") - 1).unwrap();
        let words: String = line.chars().skip(at("start", "column") - 1).collect();
        assert!(words.starts_with(place["text"].as_str().unwrap()), "{line}");
    }
    let promise = &findings[0];
    assert_eq!((&promise["anchor"], &promise["related"][0]["anchor"]), (&"C4".into(), &"D4".into()));
    // Whatever order they are given in.
    let (_, turned) = lint(&folder, &["校车.md", "清单.csv"]);
    let said = |report: &Value| {
        let mut said: Vec<String> =
            report["findings"].as_array().unwrap().iter().map(Value::to_string).collect();
        said.sort();
        said
    };
    assert_eq!(said(&report), said(&turned));
}

#[test]
fn a_table_that_is_no_list_is_said_and_no_finding() {
    let folder =
        folder(&[("通讯录.csv", "姓名,手机\n张三,13900000000\n".as_bytes()), ("校车.md", GUIDE.as_bytes())]);
    let (run, report) = lint(&folder, &["通讯录.csv", "校车.md"]);
    assert_eq!((run.code, report["findings"].as_array().unwrap().len()), (0, 0), "{}", run.stdout);
    let note = report["documents"][0]["notes"][0].as_str().unwrap();
    assert!(note.contains("不是事项清单"), "{note}");
}

#[test]
fn tables_that_cannot_be_read() {
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1W\0o\0r\0k\0b\0o\0o\0k\0".as_slice();
    for (name, bytes, words) in [
        ("旧.xls", old, "另存为 .xlsx"),
        ("旧.et", b"abc".as_slice(), "另存为 .xlsx"),
        ("假.xlsx", old, "旧版 .xls"),
        ("坏.xlsx", b"PK\x03\x04 this is no zip", "另存为 .xlsx"),
        ("空.csv", b"", "空的"),
        ("引号.csv", "事项名称,时限\n甲,\"5\n".as_bytes(), "第 2 行"),
    ] {
        let folder = folder(&[(name, bytes)]);
        let (run, report) = lint(&folder, &[name]);
        let reason = report["unreadable"][0]["reason"].as_str().unwrap();
        assert!(run.code == 2 && reason.contains(words), "{name}: {reason}");
    }
}
