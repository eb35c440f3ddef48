//! Bad input: each is said in Chinese with its path, the other files are still checked, and the exit code is 2.

use std::{fs, path::Path};

use crate::program::{Run, guiju, guiju_with};

/// A folder with one clean guide and the file `name` with `bytes` in it, checked.
fn beside_a_clean_guide(name: &str, bytes: &[u8]) -> (tempfile::TempDir, Run) {
    let folder = tempfile::tempdir().unwrap();
    fs::copy("tests/content/sbk-buling.md", folder.path().join("好.md")).unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let run = guiju(&["lint", folder.path().to_str().unwrap()]);
    (folder, run)
}

fn refused(name: &str, bytes: &[u8], words: &str) {
    let (_folder, run) = beside_a_clean_guide(name, bytes);
    assert_eq!(run.code, 2, "{name}: {}{}", run.stdout, run.stderr);
    let line = run.stdout.lines().find(|line| line.starts_with("未能检查")).unwrap_or_default();
    assert!(line.contains(name) && line.contains(words), "{name}: {}", run.stdout);
    assert!(run.stdout.contains("检查了 1 个文件"), "{name}: {}", run.stdout);
}

#[test]
fn files_that_cannot_be_read() {
    refused("空.md", b"", "空的");
    refused("空白.txt", b" \r\n\n\t", "空的");
    refused("空.docx", b"", "空的");
    let picture: Vec<u8> =
        b"\x89PNG\r\n\x1a\n".iter().copied().chain((0..3000u32).map(|n| (n * 7 % 251) as u8)).collect();
    refused("图片.txt", &picture, "不是文本文件");
    refused("坏.docx", b"PK\x03\x04 this is no zip", "损坏");
    refused("加密.docx", &compound("EncryptedPackage"), "密码");
    refused("旧.doc", &compound("WordDocument"), "另存为 .docx");
    refused("假.docx", &compound("WordDocument"), "另存为 .docx");
    refused("压缩.md", b"PK\x03\x04\x14\x00\x00\x00", "扩展名");
    let mut damaged = "食品经营许可办事指南。申请条件：年满十八周岁。".as_bytes().to_vec();
    damaged.insert(33, 0xFF);
    refused("坏字节.md", &damaged, "第 1 行");
    refused("没有文字.html", b"<html><body><img src=a.png></body></html>", "没有文字");
    refused("巨大.txt", &vec![b'a'; 50 << 20], "上限");
}

/// A compound file (OLE) with a stream of that name in its directory.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(512, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    bytes
}

#[test]
fn paths_that_lead_nowhere() {
    let run = guiju(&["lint", "没有这个目录"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("未能检查 没有这个目录：找不到"), "{}", run.stdout);

    let empty = tempfile::tempdir().unwrap();
    let run = guiju(&["lint", empty.path().to_str().unwrap()]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("没有可检查的文件"), "{}", run.stdout);

    let run = guiju(&["lint", "src/main.rs"]);
    assert_eq!(run.code, 2, "a file of no known kind is no success: {}", run.stdout);
}

#[test]
#[cfg(unix)]
fn pipes_and_loops_are_passed_by() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy("tests/content/sbk-buling.md", folder.path().join("好.md")).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("环")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("管道.md")).status().unwrap();
    assert!(made.success());
    let run = guiju(&["lint", folder.path().to_str().unwrap()]);
    assert_eq!((run.code, run.stdout.contains("检查了 1 个文件")), (0, true), "{}", run.stdout);
}

#[test]
#[cfg(unix)]
fn a_file_that_several_paths_lead_to_is_checked_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::create_dir(folder.path().join("甲")).unwrap();
    fs::write(at("甲/b.md"), "# 食品经营许可办事指南\n\n申请材料：1. 身份证；2. 其他有关材料。\n").unwrap();
    std::os::unix::fs::symlink("b.md", folder.path().join("甲/a.md")).unwrap();
    std::os::unix::fs::symlink("甲", folder.path().join("乙")).unwrap();
    for paths in [
        vec!["甲/b.md", "甲/b.md"],
        vec!["甲/b.md", "甲/./b.md", "甲/../甲/b.md"],
        vec!["甲", "甲/b.md"],
        vec!["甲/a.md", "甲/b.md"],
        vec!["", "乙"],
        vec!["甲"],
    ] {
        let paths: Vec<String> = paths.into_iter().map(at).collect();
        let mut arguments = vec!["lint", "--select", "C03", "--format", "json"];
        arguments.extend(paths.iter().map(String::as_str));
        let report: serde_json::Value = serde_json::from_str(&guiju(&arguments).stdout).unwrap();
        assert_eq!((&report["summary"]["documents"], &report["summary"]["error"]), (&1.into(), &1.into()));
        assert_eq!(report["documents"][0]["path"], at("甲/b.md"), "{paths:?}");
    }
    // A link that is all there is stands for its file.
    let alone = guiju(&["lint", "--select", "C03", &at("甲/a.md")]);
    assert!(alone.stdout.contains("a.md"), "{}", alone.stdout);
    let nowhere = guiju(&["lint", &at("没有.md"), &at("没有.md")]);
    assert_eq!(nowhere.stdout.matches("找不到").count(), 1, "{}", nowhere.stdout);
}

fn rule(text: &str) -> (tempfile::TempDir, Run) {
    let folder = tempfile::tempdir().unwrap();
    fs::copy("checks/fields.toml", folder.path().join("fields.toml")).unwrap();
    fs::copy("checks/limit/D01-promise-over-statute.toml", folder.path().join("D01-promise.toml")).unwrap();
    fs::write(folder.path().join("C99-new.toml"), text).unwrap();
    let run =
        guiju(&["lint", "--checks", folder.path().to_str().unwrap(), "tests/content/shigong-xuke.docx"]);
    (folder, run)
}

#[test]
fn mistakes_in_a_rule_are_shown_at_their_place() {
    let good = fs::read_to_string("checks/wording/C03-catch-all-material.toml")
        .unwrap()
        .replace("\"C03\"", "\"C99\"");
    let (_, run) = rule(&good);
    assert!(run.stderr.is_empty(), "{}", run.stderr);
    for (from, to, message, remedy) in [
        ("[forbid]", "[forbd]", "不认识的键 forbd", "是不是想写 forbid"),
        ("level = \"error\"", "level = \"严重\"", "不认识的级别 严重", "error、warning、advice"),
        ("applies-to = [\"guide\"", "applies-to = [\"guid\"", "不认识的文种 guid", "是不是想写 guide"),
        (
            "in-fields = [\"申请材料\"]",
            "in-fields = [\"申请材枓\"]",
            "不认识的要素 申请材枓",
            "是不是想写 申请材料",
        ),
        ("at = \"第二十二条第一款\"", "at = \"第二百条\"", "没有第二百条", "核对条款编号"),
        ("quote = \"申请材料应当", "quote = \"申请材料必须", "里没有这句话", "该条原文"),
        (
            "regulation = \"service-guide\"",
            "regulation = \"service-guides\"",
            "规章库里没有 service-guides",
            "是不是想写 service-guide",
        ),
        ("'(^|[、，", "'((^|[、，", "正则表达式写法不对", "括号"),
        ("\"C99\"", "\"c99\"", "code 写法不对", "大写字母"),
        ("finds = []", "finds = [\"甲\"]", "缺少查不出的", "[[example]]"),
        ("title = \"", "title ＝ \"", "用了全角的 ＝", "半角"),
        ("[forbid]", "[[grade]]\nlevel = \"advice\"\n\n[forbid]", "[[grade]] 没有写条件", "has-limit"),
    ] {
        let (_folder, run) = rule(&good.replace(from, to));
        assert_eq!(run.code, 2, "{to}: {}", run.stderr);
        // Lines are broken at the width of the page.
        let said: String = run.stderr.split_whitespace().collect();
        let bare = |words: &str| words.split_whitespace().collect::<String>();
        assert!(said.contains(&bare(message)) && said.contains(&bare(remedy)), "{to}: {}", run.stderr);
        assert!(run.stderr.contains("C99-new.toml") && run.stderr.contains('━'), "{to}: {}", run.stderr);
        assert!(run.stdout.contains("〔D01〕"), "the other rules still run: {}", run.stdout);
    }
}

#[test]
fn a_mistake_in_the_configuration_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy("tests/content/sbk-buling.md", folder.path().join("好.md")).unwrap();
    fs::write(folder.path().join("guiju.toml"), "profile = [\"national\"]\n").unwrap();
    let run = guiju(&["lint", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("不认识的键 profile") && run.stderr.contains("profiles"), "{}", run.stderr);
}

#[test]
fn a_configuration_names_kinds_and_leaves_out() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        fs::write(folder.path().join(name), text).unwrap();
    };
    write("guiju.toml", "exclude = [\"旧/**\"]\n[[kind]]\npath = \"话术/**\"\nkind = \"notice\"\n");
    write("旧/甲.md", "# 甲办事指南\n");
    write("话术/乙.md", "窗口来电\n\n这事不归我管，找别人去。\n");
    let run = guiju(&["lint", "--format", "json", folder.path().to_str().unwrap()]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["documents"].as_array().unwrap().len(), 1);
    assert_eq!(report["documents"][0]["kind"], "notice");
    assert_eq!(report["findings"][0]["text"], "不归我管，找别人去");
}

#[test]
fn standard_input_is_a_document_too() {
    let text = fs::read("tests/content/daolu-huoyun-xuke.txt").unwrap();
    let run = guiju_with(&["lint", "-", "--stdin-filename", "草稿.txt", "--select", "C"], &text);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("草稿.txt") && run.stdout.contains("其他有关材料"), "{}", run.stdout);
}

#[test]
fn the_report_is_the_same_with_one_job_and_with_many() {
    let one = guiju(&["lint", "--format", "json", "--jobs", "1", "tests/content"]).stdout;
    let many = guiju(&["lint", "--format", "json", "--jobs", "8", "tests/content"]).stdout;
    assert_eq!(one, many);
}

#[test]
fn a_report_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("结果.json");
    let run = guiju(&["lint", "--format", "json", "--output", file.to_str().unwrap(), "tests/content"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(serde_json::from_str::<serde_json::Value>(&fs::read_to_string(&file).unwrap()).is_ok());
    let run = guiju(&["lint", "--output", "没有的目录/结果.txt", "tests/content"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("没有的目录/结果.txt") && !Path::new("没有的目录").exists(),
        "{}",
        run.stderr
    );
}

#[test]
fn days_are_the_same_in_every_time_zone_and_years_without_a_calendar_are_said() {
    let notice = |year: u16, end: &str| {
        format!(
            "受理通知书\n\n青禾商贸有限公司：\n\n你单位提交的校车使用许可申请，材料齐全。本局于{year}年3月2日受理，自{year}年3月2日起5个工作日内办结，即{year}年{end}前办结。\n\n白鹭县教育局（印章）\n\n{year}年3月2日\n"
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("受理.md");
    let lint = |zone: &str, text: &str| {
        fs::write(&path, text).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_guiju"));
        let command = command.args(["lint", "--select", "D17", "--as-of", "2026-11-22"]).arg(&path);
        String::from_utf8(command.env("TZ", zone).output().unwrap().stdout).unwrap()
    };
    for zone in ["UTC", "Asia/Shanghai", "Pacific/Kiritimati", "America/Los_Angeles"] {
        assert!(lint(zone, &notice(2026, "3月9日")).contains("没有发现问题"), "{zone}");
        assert!(lint(zone, &notice(2026, "3月10日")).contains("应到2026年3月9日"), "{zone}");
    }
    for year in [2000, 2024, 2027, 2035] {
        let said = lint("UTC", &notice(year, "3月9日"));
        assert!(said.contains(&format!("工作日历里没有{year}年的节假日安排")), "{said}");
        assert!(said.contains("没有发现问题"), "nothing is guessed: {said}");
    }
}
