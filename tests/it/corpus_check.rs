//! `corpus check` on folders of regulations, run as a user runs it; and the rules that a user tries.

use std::{fs, path::Path};

use crate::program::{Run, guiju, raw_regulations};

/// A regulation as a corpus holds it.
fn regulation(id: &str, title: &str, articles: &[&str]) -> String {
    let mut text =
        format!("+++\nid = \"{id}\"\ntitle = \"{title}\"\neffective = 2026-01-01\n+++\n\n# {title}\n");
    for (number, article) in ["一", "二", "三", "四", "五", "六"].into_iter().zip(articles) {
        text.push_str(&format!("\n第{number}条　{article}\n"));
    }
    text
}

/// What is said of a folder with `files`: name and content.
fn checked(files: &[(&str, &str)]) -> (Run, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    (check(folder.path()), folder)
}

fn check(path: &Path) -> Run {
    guiju(&["corpus", "check", path.to_str().unwrap(), "--as-of", "2026-11-01"])
}

#[test]
fn two_regulations_that_contradict_each_other() {
    let one = regulation(
        "a",
        "投诉处理制度",
        &["督查科应当自收到投诉之日起3个工作日内答复投诉人。", "本制度自2026年1月1日起施行。"],
    );
    let other = regulation(
        "b",
        "服务承诺制度",
        &["对服务对象的投诉，应当在5个工作日内反馈。", "本制度自2026年1月1日起施行。"],
    );
    let (run, _folder) = checked(&[("a.md", &one), ("b.md", &other)]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    for words in ["3个工作日", "5个工作日", "a.md", "b.md", "R04"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    let alike = other.replace("5个工作日", "三个工作日");
    let (run, _folder) = checked(&[("a.md", &one), ("b.md", &alike)]);
    assert_eq!((run.code, run.stdout.contains("R04")), (0, false), "{}", run.stdout);
}

#[test]
fn material_that_was_not_imported_is_named() {
    let good = regulation("a", "值班制度", &["值班人员应当准时到岗。", "本制度自2026年1月1日起施行。"]);
    let page = "<html><body><h1>请假制度</h1><p>第一条 请假三天以内的由科长批准。</p></body></html>";
    let (run, folder) = checked(&[("a.md", &good), ("请假制度.html", page)]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    let named = |run: &Run| run.stdout.contains("请假制度.html") && run.stdout.contains("guiju import");
    assert!(named(&run) && run.stdout.contains("检查了 1 个文件"), "{}", run.stdout);

    fs::remove_file(folder.path().join("a.md")).unwrap();
    let run = check(folder.path());
    assert_eq!(run.code, 2);
    assert!(named(&run) && run.stdout.contains("没有一个文件能够检查"), "{}", run.stdout);
}

#[test]
fn a_file_that_is_no_regulation_yet_does_not_pass() {
    let (run, _folder) = checked(&[("a.md", "# 值班制度\n\n第一条　值班人员应当准时到岗。\n")]);
    assert_eq!(run.code, 2);
    assert!(!run.stdout.contains("没有发现问题"), "{}", run.stdout);
    assert!(
        run.stdout.contains("未能检查") && run.stderr.contains("开头没有说明"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    // Its text is checked all the same.
    let (run, _folder) =
        checked(&[("a.md", "# 值班制度\n\n第一条　值班人员（含替班的应当准时到岗。\n\n第二条　甲）乙。\n")]);
    assert!(run.stdout.contains("H03"), "{}", run.stdout);
}

#[test]
fn one_title_names_one_regulation() {
    let articles = ["值班人员应当准时到岗。", "本制度自2026年1月1日起施行。"];
    let (one, other) = (regulation("a", "值班制度", &articles), regulation("b", "值班制度", &articles));
    let (run, _folder) = checked(&[("a.md", &one), ("b.md", &other)]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("《值班制度》有两部"), "{}", run.stderr);
    // An edition that was repealed, or replaced, may bear the same title.
    let repealed = other.replace("effective", "status = \"已废止\"\neffective");
    let replacing = one.replace("effective", "replaces = [\"b\"]\neffective");
    for (one, other) in [(&one, &repealed), (&replacing, &other)] {
        let (run, _folder) = checked(&[("a.md", one), ("b.md", other)]);
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn nothing_is_promised_that_the_command_cannot_do() {
    let doubled =
        regulation("a", "值班制度", &["值班人员应当应当准时到岗,不得迟到。", "本制度自2026年1月1日起施行。"]);
    let (run, folder) = checked(&[("a.md", &doubled)]);
    assert!(run.stdout.contains("发现") && !run.stdout.contains("--fix"), "{}", run.stdout);
    // A single file is checked like a folder.
    assert!(check(&folder.path().join("a.md")).stdout.contains("发现"));
}

#[test]
fn the_rule_that_is_tried_is_the_one_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("C03.toml");
    let built_in = fs::read_to_string("checks/wording/C03-catch-all-material.toml").unwrap();
    fs::write(&file, &built_in).unwrap();
    let tried = |file: &Path| guiju(&["rule", "test", file.to_str().unwrap()]);
    assert_eq!(tried(&file).code, 0);
    let example = "\n[[example]]\ntext = \"\"\"\n居住证办事指南\n\n申请材料：1.身份证。\n\"\"\"\nfinds = [\"身份证\"]\n";
    fs::write(&file, built_in + example).unwrap();
    let run = tried(&file);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("1 处不符") && run.stderr.contains("身份证"), "{}{}", run.stdout, run.stderr);
    // A built-in rule goes by the name of its file wherever one is.
    assert_eq!(tried(Path::new("D01-promise-over-statute.toml")).code, 0);
    assert_eq!(tried(Path::new("没有这条规则.toml")).code, 2);
}

#[test]
fn one_centre_has_one_name_in_all_its_regulations() {
    let last = "本制度自2026年1月1日起施行。";
    let one = regulation("a", "大厅管理制度", &["政务服务中心负责大厅管理。", last]);
    let other = regulation("b", "窗口管理制度", &["窗口人员由行政服务中心考核。", last]);
    let (run, _folder) = checked(&[("a.md", &one), ("b.md", &other)]);
    assert!(run.stdout.contains("H07") && run.stdout.contains("行政服务中心"), "{}", run.stdout);
    // That of the province, or of the county beside, is another one.
    for name in ["省行政服务中心", "邻县行政服务中心", "原行政服务中心"] {
        let other = other.replace("行政服务中心", name);
        let (run, _folder) = checked(&[("a.md", &one), ("b.md", &other)]);
        assert!(!run.stdout.contains("H07"), "{name}: {}", run.stdout);
    }
}

#[test]
fn articles_that_begin_at_two() {
    let whole = regulation(
        "a",
        "值班制度",
        &["甲。", "值班人员应当到岗。", "应当交接。", "本制度自2026年1月1日起施行。"],
    );
    let without = whole.replace("第一条　甲。\n", "");
    let (run, _folder) = checked(&[("a.md", &without)]);
    assert!(run.stdout.contains("R02") && run.stdout.contains("不从一开始"), "{}", run.stdout);
    let excerpt = without.replace("# 值班制度", "# 值班制度（节选）");
    let (run, _folder) = checked(&[("a.md", &excerpt)]);
    assert!(!run.stdout.contains("R02"), "{}", run.stdout);
}

/// The raw texts beside the project, where there are any, imported: every fault of tiers, boundaries and numbers that a careful reader
/// finds in them, and no other.
#[test]
fn larger_collections() {
    let Some(files) = raw_regulations() else { return };
    let into = tempfile::tempdir().unwrap();
    let mut command = vec!["import"];
    command.extend(files.iter().map(|path| path.to_str().unwrap()));
    command.extend(["--into", into.path().to_str().unwrap()]);
    guiju(&command);
    let run = guiju(&[
        "corpus",
        "check",
        into.path().to_str().unwrap(),
        "--as-of",
        "2026-11-01",
        "--format",
        "json",
        "--select",
        "R01,R04,R07,D07,D20,D21,D25,H05",
    ]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let said = |finding: &serde_json::Value| {
        format!("{} {}", finding["rule"].as_str().unwrap(), finding["message"].as_str().unwrap())
    };
    let mut found: Vec<String> = report["findings"].as_array().unwrap().iter().map(said).collect();
    found.sort();
    let mut expected: Vec<&str> =
        include_str!("../collections.txt").lines().filter(|line| !line.starts_with('#')).collect();
    expected.sort_unstable();
    assert_eq!(found, expected);
}
