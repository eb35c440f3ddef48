//! What is let pass: silences in documents and in guiju.toml, the baseline, lines that have not changed; and that none of them
//! outlives its reason.

use std::{
    fs,
    io::{Cursor, Write as _},
    path::Path,
    process::{Command, Output},
};

use crate::linting::{self, document, findings};

/// A guide with two lists of materials that end in a catch-all.
const GUIDE: &str = "# 食品经营许可办事指南\n\n申请材料：1. 身份证复印件；2. 其他有关材料。\n\n@\n\n申请材料：1. 变更申请书；2. 其他有关材料。\n";

fn found(name: &str, text: &str) -> Vec<(String, String)> {
    let document = document(name, text.as_bytes());
    let all = findings(&document).into_iter();
    all.filter(|finding| ["C03"].contains(&&*finding.rule) || finding.rule.starts_with('S'))
        .map(|finding| (finding.rule.to_string(), finding.message))
        .collect()
}

fn codes(name: &str, text: &str) -> Vec<String> {
    found(name, text).into_iter().map(|(code, _)| code).collect()
}

#[test]
fn a_silence_holds_for_its_block_and_no_other() {
    let silence = "<!-- 规矩：忽略 C03 因为 法律原文如此 -->";
    assert_eq!(codes("a.md", &GUIDE.replace('@', "中段")), ["C03", "C03"]);
    // On a line of its own, before the block; in the block; in an HTML page; in traditional characters and full width.
    for (name, text) in [
        ("a.md", GUIDE.replace('@', silence)),
        ("a.md", GUIDE.replace('@', "").replace("变更申请书", &format!("变更{silence}申请书"))),
        ("a.md", GUIDE.replace('@', "<!--規矩:忽略Ｃ０３因為法律原文如此-->")),
        (
            "a.html",
            format!(
                "<h1>食品经营许可办事指南</h1><p>申请材料：1. 身份证复印件；2. 其他有关材料。</p>{silence}<p>申请材料：1. 变更申请书；2. 其他有关材料。</p>"
            ),
        ),
        (
            "a.html",
            format!(
                "<h1>食品经营许可办事指南</h1><p>申请材料：1. 身份证复印件；2. 其他有关材料。</p><p>{silence}申请材料：1. 变更申请书；2. 其他有关材料。</p>"
            ),
        ),
    ] {
        assert_eq!(codes(name, &text), ["C03"], "{text}");
    }
    let before_all = GUIDE.replace('@', "").replacen("申请材料：", &format!("{silence}\n\n申请材料："), 1);
    assert_eq!(codes("a.md", &before_all), ["C03"]);
}

#[test]
fn a_silence_needs_a_rule_and_a_reason_and_a_use() {
    for (silence, expected) in [
        ("规矩：忽略 C03 因为 法律原文如此 至 2027-06-30", vec!["C03"]),
        ("规矩：忽略 C03、A06 因为 法律原文如此 至 2027年6月30日。", vec!["C03", "S02"]),
        ("规矩：忽略 C03 因为 法律原文如此 至 2026-11-21", vec!["C03", "S03", "C03"]),
        ("规矩：忽略 C03 因为 法律原文如此 至 2026-11-22", vec!["C03"]),
        ("规矩：忽略 C03 因为 法律原文如此 至 2026-13-01", vec!["C03", "S01", "C03"]),
        ("规矩：忽略 C03", vec!["C03", "S01", "C03"]),
        ("规矩：忽略 C03 因为", vec!["C03", "S01", "C03"]),
        ("规矩：忽略 全部 因为 太多了", vec!["C03", "S01", "C03"]),
        ("规矩：忽略 C99 因为 没有这条规则", vec!["C03", "S01", "C03"]),
        ("规矩：忽略 C05 因为 放错了", vec!["C03", "S02", "C03"]),
        // The text of the article behind the rule is later than the one for which it was silenced, or the same.
        ("规矩：忽略 C03 因为 法律原文如此 依 2001-01-01", vec!["C03", "S04"]),
        ("规矩：忽略 C03 因为 法律原文如此 依 2026-11-01 至 2030-01-01", vec!["C03"]),
        ("编者注：以后再看", vec!["C03", "C03"]),
    ] {
        let text = GUIDE.replace('@', &format!("<!-- {silence} -->"));
        let mut expected = expected;
        let mut got = codes("a.md", &text);
        expected.sort_unstable();
        got.sort_unstable();
        assert_eq!(got, expected, "{silence}: {:?}", found("a.md", &text));
    }
    let after_all = format!("{}<!-- 规矩：忽略 C03 因为 后面没有正文 -->\n", GUIDE.replace('@', ""));
    assert_eq!(codes("a.md", &after_all), ["C03", "S01", "C03"]);
}

/// A Word document with these paragraphs, and a comment of these words on the last of them.
fn word(paragraphs: &[&str], comment: &str) -> Vec<u8> {
    const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut body = String::new();
    for (n, words) in paragraphs.iter().enumerate() {
        let reference = "<w:commentRangeEnd w:id=\"4\"/><w:r><w:commentReference w:id=\"4\"/></w:r>";
        let reference = if n + 1 == paragraphs.len() { reference } else { "" };
        body += &format!("<w:p><w:r><w:t>{words}</w:t></w:r>{reference}</w:p>");
    }
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"{id}\" Type=\"{KINDS}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let parts = [
        ("_rels/.rels", relation("r1", "officeDocument", "word/document.xml")),
        ("word/_rels/document.xml.rels", relation("r2", "comments", "comments.xml")),
        ("word/document.xml", format!("<w:document {W}><w:body>{body}</w:body></w:document>")),
        (
            "word/comments.xml",
            format!(
                "<w:comments {W}><w:comment w:id=\"3\"><w:p><w:r><w:t>别的</w:t></w:r></w:p></w:comment><w:comment w:id=\"4\"><w:p><w:r><w:t>{comment}</w:t></w:r></w:p></w:comment></w:comments>"
            ),
        ),
    ];
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        package.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        package.write_all(text.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

#[test]
fn a_comment_in_word_silences_its_paragraph() {
    let guide = [
        "食品经营许可办事指南",
        "申请材料：1. 身份证复印件；2. 其他有关材料。",
        "申请材料：1. 变更申请书；2. 其他有关材料。",
    ];
    for (comment, expected) in [
        ("规矩：忽略 C03 因为 法律原文如此", vec!["C03"]),
        ("请领导看一下", vec!["C03", "C03"]),
        ("规矩：忽略 C03", vec!["C03", "C03", "S01"]),
    ] {
        let document = linting::document("a.docx", &word(&guide, comment));
        let mut got: Vec<String> = findings(&document)
            .iter()
            .filter(|finding| &*finding.rule == "C03" || finding.rule.starts_with('S'))
            .map(|finding| finding.rule.to_string())
            .collect();
        got.sort_unstable();
        assert_eq!(got, expected, "{comment}");
    }
}

#[test]
fn a_silence_alone_before_a_table_covers_the_table() {
    let table = "| 序号 | 申请材料 |\n|---|---|\n| 1 | 身份证复印件 |\n| 2 | 其他有关材料 |\n";
    let guide = |silence: &str| {
        format!(
            "# 食品经营许可办事指南\n\n{silence}\n\n{table}\n申请材料：1. 变更申请书；2. 其他有关材料。\n"
        )
    };
    assert_eq!(codes("a.md", &guide("材料：")), ["C03", "C03"]);
    assert_eq!(codes("a.md", &guide("<!-- 规矩：忽略 C03 因为 PDF 原件如此 -->")), ["C03"]);
}

#[test]
fn what_is_reckoned_from_several_places_is_silenced_at_the_place_it_is_about() {
    let guide = "# 校车使用许可办事指南\n\n@承诺时限：5个工作日，自受理之日起\n\n办理程序：受理—审查（3个工作日）—核查（2个工作日）—决定（2个工作日）\n";
    let sums = |silence: &str| {
        let document = document("a.md", guide.replace('@', silence).as_bytes());
        let codes = findings(&document).into_iter().map(|finding| finding.rule.to_string());
        codes.filter(|code| code == "D04" || code.starts_with('S')).collect::<Vec<_>>()
    };
    assert_eq!(sums(""), ["D04"]);
    assert_eq!(sums("<!-- 规矩：忽略 D04 因为 核查与审查同时进行 -->\n"), Vec::<String>::new());
}

#[test]
fn a_silenced_place_hides_no_contradiction_between_others() {
    let guide = |third: &str| {
        format!(
            "# 食品经营许可办事指南\n\n法定时限：20个工作日\n\n承诺时限：15个工作日\n\n问：多久办好？答：承诺时限10个工作日。<!-- 规矩：忽略 D03 因为 已核 -->\n\n{third}\n"
        )
    };
    let found = |text: &str| -> Vec<String> {
        let document = document("a.md", text.as_bytes());
        let all = findings(&document).into_iter().filter(|found| ["D03", "S02"].contains(&&*found.rule));
        all.map(|found| found.rule.to_string()).collect()
    };
    assert_eq!(found(&guide("")), [""; 0]);
    assert_eq!(found(&guide("温馨提示：承诺时限12个工作日。")), ["D03"]);
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        files.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    fn lint(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
        command.arg("lint").args(["--as-of", "2026-11-22", "--select", "C03,D24,S"]).args(arguments);
        command.env("GUIJU_CACHE_DIR", self.path().join(".cache"));
        command.current_dir(self.path()).output().unwrap()
    }

    fn git(&self, arguments: &[&str]) {
        let author =
            ["-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false"];
        let output =
            Command::new("git").args(author).args(arguments).current_dir(self.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Makes a repository of the folder, with all that lies there in it.
    fn commit(&self) {
        self.git(&["init", "-q"]);
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "a"]);
    }

    /// What is reported (path, rule, words), and the summary.
    fn found(&self, arguments: &[&str]) -> (Vec<String>, serde_json::Value) {
        let output = self.lint(&[&["--format", "json"], arguments].concat());
        let report: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let findings = report["findings"].as_array().unwrap().iter();
        let findings = findings
            .map(|found| {
                format!("{} {} {}", text(&found["path"]), text(&found["rule"]), text(&found["text"]))
            })
            .collect();
        (findings, report["summary"].clone())
    }
}

#[test]
fn entries_of_guiju_toml_name_path_rule_words_and_reason() {
    let folder = Folder::new(&[("a.md", &GUIDE.replace('@', "")), ("b.md", &GUIDE.replace('@', ""))]);
    folder.write(
        "guiju.toml",
        "[[ignore]]\npath = \"a.md\"\nrule = \"c03\"\nwords = \"其他有关材料\"\nreason = \"法律原文\"\nuntil = 2027-01-01\n",
    );
    let (found, summary) = folder.found(&["."]);
    assert_eq!(found, ["b.md C03 其他有关材料", "b.md C03 其他有关材料"]);
    assert_eq!(summary["suppressed"], 2);
    folder.write(
        "guiju.toml",
        "[[ignore]]\npath = \"*.md\"\nrule = \"C03\"\nwords = \"没有的话\"\nreason = \"试\"\n\n[[ignore]]\npath = \"c.md\"\nrule = \"C03\"\nwords = \"没有的话\"\nreason = \"没有这个文件\"\n",
    );
    let unused = |paths: &[&str]| {
        let found = folder.found(paths).0.into_iter();
        found.filter_map(|found| Some(found.split_once("guiju.toml S02 ")?.1.to_owned())).collect::<Vec<_>>()
    };
    // A path that fits nothing is said where all files are checked, and not where a few are named.
    assert_eq!(unused(&["."]), ["\"没有的话\"", "\"c.md\""]);
    assert_eq!(unused(&["a.md", "b.md"]), ["\"没有的话\""]);
    folder.write("c.md", "\0\0");
    assert_eq!(unused(&["."]), ["\"没有的话\""], "one that cannot be read may need it");
    fs::remove_file(folder.path().join("c.md")).unwrap();
    for wrong in ["words = \"\"\nreason = \"试\"", "words = \"材料\"\nreason = \" \"", "words = \"材料\""]
    {
        folder.write("guiju.toml", &format!("[[ignore]]\npath = \"*.md\"\nrule = \"C03\"\n{wrong}\n"));
        let output = folder.lint(&["."]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("guiju.toml 第"), "{wrong}");
    }
}

#[test]
fn an_entry_about_several_documents_is_not_unused_where_one_of_them_is_checked() {
    let guide = |days: u32| {
        format!(
            "# 食品经营许可办事指南\n\n事项编码：111\n\n实施机关：某县市场监督管理局\n\n承诺时限：{days}个工作日\n"
        )
    };
    let folder = Folder::new(&[("a.md", &guide(10)), ("b.md", &guide(12))]);
    let lint = |paths: &[&str]| folder.found(paths).0;
    assert_eq!(lint(&["a.md", "b.md"]).len(), 1, "they contradict each other");
    folder.write(
        "guiju.toml",
        "[[ignore]]\npath = \"b.md\"\nrule = \"D24\"\nwords = \"12个工作日\"\nreason = \"等上级答复\"\n",
    );
    for paths in [&["a.md", "b.md"][..], &["b.md"], &["a.md"]] {
        assert_eq!(lint(paths), [""; 0], "{paths:?}");
    }
}

#[test]
fn silences_and_the_baseline_can_be_looked_after_alone() {
    let silence = |what: &str| format!("<!-- 规矩：忽略 {what} -->");
    let [used, unused] = ["C03 因为 法律原文如此", "A99、C03"].map(silence);
    let guide = GUIDE.replace('@', &used).replacen("申请材料", &format!("{unused}\n\n申请材料"), 1);
    let folder = Folder::new(&[
        ("a.md", &guide),
        ("guiju.toml", "[[ignore]]\npath = \"*.md\"\nrule = \"C05\"\nwords = \"没有\"\nreason = \"试\"\n"),
    ]);
    let lint = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
        command.args(["lint", ".", "--as-of", "2026-11-22", "--format", "json"]).args(arguments);
        let output = command.current_dir(folder.path()).output().unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let rules = report["findings"].as_array().unwrap().iter().map(|found| found["rule"].to_string());
        (rules.collect::<Vec<_>>().join(" "), output.status.code(), report["summary"]["suppressed"].clone())
    };
    assert_eq!(lint(&["--select", "S"]), ("\"S01\" \"S02\"".to_owned(), Some(0), 0.into()));
    assert_eq!(lint(&["--select", "S02", "--fail-on", "warning"]), ("\"S02\"".to_owned(), Some(1), 0.into()));
    assert_eq!(lint(&["--select", "S", "--ignore", "C"]).0, "\"S01\"");
    assert_eq!(lint(&["--select", "C03,S01"]).2, 1);
    lint(&["--write-baseline", "base.json"]);
    folder.write(
        "a.md",
        &guide.replace("法律原文", "法规原文").replacen("1. 身份证复印件；", "", 1).replacen(
            "其他有关",
            "营业执照",
            1,
        ),
    );
    let (found, _, _) = lint(&["--select", "S05", "--baseline", "base.json"]);
    assert_eq!(found, "\"S05\"");
}

#[test]
fn a_contradiction_with_another_document_is_counted_when_it_is_silenced() {
    let guide = |days: u32, silence: &str| {
        format!(
            "# 食品经营许可办事指南\n\n事项编码：111\n\n实施机关：某县市场监督管理局\n\n{silence}\n\n承诺时限：{days}个工作日\n"
        )
    };
    let silence = "<!-- 规矩：忽略 D24 因为 等上级答复 -->";
    let folder =
        Folder::new(&[("a.md", &guide(10, "")), ("b.md", &guide(12, silence)), ("c.md", &guide(10, ""))]);
    // Twice: what was kept of the first check is counted as well.
    for _ in 0..2 {
        let (found, summary) = folder.found(&["."]);
        assert_eq!((found, &summary["suppressed"]), (Vec::new(), &1.into()));
    }
    assert_eq!(folder.found(&["b.md"]).1["suppressed"], 0, "alone it contradicts nothing");
    assert_eq!(folder.found(&[".", "--ignore", "D24"]).1["suppressed"], 0, "nobody asked");
    let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
    command.args(["lint", ".", "--select", "S", "--format", "json"]).current_dir(folder.path());
    let report: serde_json::Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    assert_eq!(report["summary"]["suppressed"], 0, "only silences were to be looked after");
    folder.write("c.md", &guide(11, ""));
    let (found, summary) = folder.found(&["."]);
    assert_eq!(
        (found.len(), &summary["suppressed"]),
        (1, &0.into()),
        "the others still contradict each other"
    );
}

#[test]
fn a_baseline_only_shrinks() {
    let folder = Folder::new(&[("a.md", &GUIDE.replace('@', ""))]);
    let (found, summary) = folder.found(&["a.md", "--write-baseline", "base.json"]);
    assert!(found.is_empty());
    assert_eq!(summary["baselined"], 2);
    // Lines may move; what is new is reported, and does not get in.
    folder.write("a.md", &GUIDE.replace('@', "前言。\n\n申请材料：1. 照片；2. 其他相关材料。\n\n中段。"));
    for arguments in [["a.md", "--baseline", "base.json"], ["a.md", "--write-baseline", "base.json"]] {
        let (found, summary) = folder.found(&arguments);
        assert_eq!(found, ["a.md C03 其他相关材料"], "{arguments:?}");
        assert_eq!(summary["baselined"], 2);
    }
    // What is mended is said to be, until it is taken out.
    folder.write("a.md", &GUIDE.replace('@', "").replacen("2. 其他有关材料", "2. 营业执照", 1));
    let (found, _) = folder.found(&["a.md", "--baseline", "base.json"]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("base.json S05 {\"path\":\"a.md\",\"rule\":\"C03\""), "{found:?}");
    let (found, summary) = folder.found(&["a.md", "--write-baseline", "base.json"]);
    assert!(found.is_empty());
    assert_eq!(summary["baselined"], 1);
    // A run that looks elsewhere decides nothing about it.
    folder.write("b.md", &GUIDE.replace('@', ""));
    let (found, _) = folder.found(&["b.md", "--baseline", "base.json"]);
    assert_eq!(found, ["b.md C03 其他有关材料", "b.md C03 其他有关材料"]);
}

#[test]
fn a_baseline_that_is_none_is_left_alone() {
    let folder = Folder::new(&[("a.md", &GUIDE.replace('@', ""))]);
    folder.found(&["a.md", "--write-baseline", "base.json"]);
    let whole = fs::read_to_string(folder.path().join("base.json")).unwrap();
    let half: String = whole.chars().take(whole.chars().count() / 2).collect();
    for wrong in [half.as_str(), "", "{\"guiju_baseline\":9,\"findings\":[]}"] {
        folder.write("base.json", wrong);
        for option in ["--baseline", "--write-baseline"] {
            let output = folder.lint(&["a.md", option, "base.json"]);
            assert_eq!(output.status.code(), Some(2), "{option} {wrong:?}");
            assert!(String::from_utf8(output.stderr).unwrap().contains("没有动它"), "{option} {wrong:?}");
            assert_eq!(fs::read_to_string(folder.path().join("base.json")).unwrap(), wrong);
        }
    }
    let output = folder.lint(&["a.md", "--baseline", "none.json"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn only_what_changed_since_a_revision_is_reported() {
    let folder = Folder::new(&[("指南 a.md", &GUIDE.replace('@', "中段。"))]);
    let output = folder.lint(&[".", "--new-since", "HEAD"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("不在 git 版本库里"));
    folder.commit();
    let (found, summary) = folder.found(&[".", "--new-since", "HEAD"]);
    assert!(found.is_empty());
    assert_eq!(summary["unchanged"], 2);
    folder.write("指南 a.md", &GUIDE.replace('@', "中段。\n\n申请材料：1. 照片；2. 其他相关材料。"));
    folder.write("新.md", &GUIDE.replace('@', ""));
    let (found, summary) = folder.found(&[".", "--new-since", "HEAD"]);
    assert_eq!(found, ["指南 a.md C03 其他相关材料", "新.md C03 其他有关材料", "新.md C03 其他有关材料"]);
    assert_eq!(summary["unchanged"], 2);
    // As in a container, where the files belong to another user.
    let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
    command.args(["lint", ".", "--new-since", "HEAD"]).env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    let output = command.current_dir(folder.path()).output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("属于另一个用户"));
    for unknown in ["没有的版本", "--output=x", ""] {
        let output = folder.lint(&[".", &format!("--new-since={unknown}")]);
        assert_eq!(output.status.code(), Some(2), "{unknown}");
    }
}

#[test]
fn lines_of_a_renamed_file_are_not_new() {
    let long = GUIDE.replace('@', &"本指南所称窗口，是指政务服务大厅综合窗口。\n\n".repeat(20));
    let folder = Folder::new(&[("a.md", &long)]);
    folder.commit();
    folder.git(&["mv", "a.md", "b.md"]);
    let (found, summary) = folder.found(&[".", "--new-since", "HEAD"]);
    assert_eq!((found.len(), &summary["unchanged"]), (0, &2.into()));
    folder.write("b.md", &long.replace("变更申请书；2. 其他有关材料", "变更申请书；2. 其他相关材料"));
    let (found, summary) = folder.found(&[".", "--new-since", "HEAD"]);
    assert_eq!((&*found, &summary["unchanged"]), (&["b.md C03 其他相关材料".to_owned()][..], &1.into()));
}

#[test]
fn where_git_sees_no_lines_all_of_a_changed_file_is_new() {
    let old = GUIDE.replace('@', "").replace('\n', "\r");
    let folder = Folder::new(&[("a.md", &old), ("b.md", &old)]);
    folder.commit();
    folder.write("a.md", &old.replace("变更申请书", "申请书"));
    let (found, summary) = folder.found(&[".", "--new-since", "HEAD"]);
    assert_eq!(found, ["a.md C03 其他有关材料", "a.md C03 其他有关材料"]);
    assert_eq!(summary["unchanged"], 2);
}

#[test]
fn what_is_held_back_is_not_mended() {
    let old = "# 食品经营许可办事指南\n\n申请材料：证明帐户的材料。\n";
    let new = format!("{old}\n联系窗口时带好帐户信息。\n");
    let mended = format!("{old}\n联系窗口时带好账户信息。\n");
    let folder = Folder::new(&[("a.md", old)]);
    folder.commit();
    let lint = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guiju"));
        command.args(["lint", "a.md", "--as-of", "2026-11-22", "--select", "H06"]).args(arguments);
        let output = command.current_dir(folder.path()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    lint(&["--write-baseline", "base.json"]);
    for held in [&["--baseline", "base.json"][..], &["--new-since", "HEAD"]] {
        folder.write("a.md", &new);
        let diff = lint(&[&["--diff"], held].concat());
        assert_eq!(diff.matches("\n-").count(), 1, "{held:?} {diff}");
        assert!(lint(&[&["--fix"], held].concat()).contains("已改 1 处"), "{held:?}");
        assert_eq!(fs::read_to_string(folder.path().join("a.md")).unwrap(), mended, "{held:?}");
    }
    folder.write("a.md", &new);
    folder.write(
        "guiju.toml",
        "[[ignore]]\npath = \"*.md\"\nrule = \"H06\"\nwords = \"帐户\"\nreason = \"原文\"\n",
    );
    lint(&["--fix"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.md")).unwrap(), new);
}
