//! `lint --fix`: what is certain is changed in the file and nothing else, and a second run has nothing left to do.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use encoding_rs::{BIG5, GB18030};

const DRAFT: &str = "# 食品经营许可办事指南\r\n\r\n## 申请材料\r\n\r\n1. 证明帐户的**材料**\r\n\r\n## 法定依据\r\n\r\n《行政许可法》第三十二条规定：“申请材料不齐全的，帐户另行通知”，依据国发[2015]5号。\r\n\r\n联系电话：0991-12345\r\n";

fn guiju(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_guiju")).args(arguments).output().unwrap()
}

fn fixed(path: &Path, how: &str) -> String {
    let output = guiju(&["lint", how, "--as-of", "2026-11-22", path.to_str().unwrap()]);
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_is_certain_is_changed_in_the_encoding_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let safe = DRAFT.replacen("帐户", "账户", 1).replace("[2015]", "〔2015〕");
    assert!(safe.contains("，帐户另行"), "a quoted law stays as it is");
    let encodings: [fn(&str) -> Vec<u8>; 4] = [
        |text| text.as_bytes().to_vec(),
        |text| format!("\u{FEFF}{text}").into_bytes(),
        |text| GB18030.encode(text).0.into_owned(),
        |text| {
            let text = format!("\u{FEFF}{text}");
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        },
    ];
    for (n, encode) in encodings.into_iter().enumerate() {
        let path = folder.path().join(format!("{n}.md"));
        fs::write(&path, encode(DRAFT)).unwrap();
        assert!(fixed(&path, "--fix").contains("已改 2 处。"));
        assert_eq!(fs::read(&path).unwrap(), encode(&safe));
        assert!(!fixed(&path, "--fix").contains("已改"), "a second run has nothing to do");
        assert!(fixed(&path, "--fix=all").contains("已改 1 处。"));
        assert_eq!(fs::read(&path).unwrap(), encode(&safe.replace("0991-12345", "12345")));
    }
}

#[test]
fn a_diff_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    fs::write(&path, DRAFT).unwrap();
    let output = guiju(&["lint", "--diff", path.to_str().unwrap()]);
    let diff = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        diff.contains("-1. 证明帐户的**材料**\r\n") && diff.contains("+1. 证明账户的**材料**\r\n"),
        "{diff}"
    );
    assert_eq!(diff.lines().filter(|line| line.starts_with(['+', '-'])).count(), 6, "{diff}");
    assert_eq!(fs::read_to_string(&path).unwrap(), DRAFT);
}

#[test]
fn what_the_encoding_of_the_file_lacks_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    let text =
        "# 食品經營許可辦事指南\n\n申請材料：證明帳戶的資料，國發[2015]5號，自受理之日起五個工作日內辦結。\n";
    let bytes = BIG5.encode(text).0.into_owned();
    fs::write(&path, &bytes).unwrap();
    let output = guiju(&["lint", "--fix=all", path.to_str().unwrap()]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("没有改：改后的文字用原来的编码写不出来"), "{message}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn words_from_standard_input_are_shown_and_not_written() {
    let mut run = Command::new(env!("CARGO_BIN_EXE_guiju"));
    run.args(["lint", "-", "--fix"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = run.spawn().unwrap();
    child.stdin.take().unwrap().write_all(DRAFT.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("没有地方写"));
    assert!(!String::from_utf8(output.stdout).unwrap().contains("已改"));
}

/// `text`, as `--fix` leaves it in a file of that name.
fn mended(name: &str, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    fixed(&path, "--fix");
    fs::read_to_string(&path).unwrap()
}

#[test]
fn quoted_words_are_not_touched() {
    let untouched = [
        "《居住证暂行条例》第四条：公民应当按照帐户登录。",
        "《居住证暂行条例》第四条 公民应当按照帐户登录。",
        "- 《居住证暂行条例》第五条：公民应当按照帐户登录。",
        "《居住证暂行条例》第四条规定：\n\n第四条 公民应当按照帐户登录。",
        "条例原文：「按照帐户登录」。",
        "条例原文：『按照帐户登录』，‘帐户’。",
        "条例原文：\"按照帐户登录\"。",
        "条例原文：“按照规定。\n\n帐户另行登录。”",
        "见《帐户管理办法》、〈帐户登记〉。",
    ];
    for text in untouched {
        let text = format!("# 居住证办事指南\n\n{text}\n\n证明帐户的材料。\n");
        let (head, _) = text.rsplit_once("证明").unwrap();
        assert_eq!(mended("a.md", &text), format!("{head}证明账户的材料。\n"));
    }
}

#[test]
fn markup_and_line_breaks_between_the_words_stay() {
    for (name, text, expected) in [
        ("a.md", "请携带帐**户**证明", "请携带账**户**证明"),
        ("a.md", "请携带帐\n户证明", "请携带账\n户证明"),
        ("a.html", "<p>请携带帐<b>户</b>证明</p>", "<p>请携带账<b>户</b>证明</p>"),
    ] {
        assert_eq!(
            mended(name, &format!("居住证办事指南\n\n{text}\n")),
            format!("居住证办事指南\n\n{expected}\n")
        );
    }
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_rights_and_a_read_only_one_stays() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    for (rights, is_written) in [(0o600, true), (0o640, true), (0o444, false)] {
        fs::write(&path, DRAFT).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(rights)).unwrap();
        let output = guiju(&["lint", "--fix", path.to_str().unwrap()]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, rights);
        assert_eq!(fs::read_to_string(&path).unwrap() != DRAFT, is_written, "{rights:o}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(message.contains("文件是只读的"), !is_written, "{message}");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    }
}

#[test]
fn a_report_does_not_take_the_place_of_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    fs::write(&path, DRAFT).unwrap();
    let output = guiju(&["lint", path.to_str().unwrap(), "--output", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&path).unwrap(), DRAFT);
}

#[test]
fn a_place_and_what_stands_before_an_old_name_stay() {
    let names = [
        ("光山县工商局", "光山县市场监督管理部门"),
        ("信阳市质监局", "信阳市市场监督管理部门"),
        ("天河区国家税务局", "天河区税务局"),
        ("恩施州地税局", "恩施州税务局"),
        ("科左后旗国土局", "科左后旗自然资源主管部门"),
        ("锡林郭勒盟环保局", "锡林郭勒盟生态环境部门"),
        ("河南省物价局", "河南省价格主管部门"),
        ("河南省农业厅", "河南省农业农村部门"),
        ("杭州规划局", "杭州自然资源主管部门"),
        ("光山县旅游局", "光山县文化和旅游部门"),
        ("光山县法制办", "光山县司法行政部门"),
        ("光山县人事局", "光山县人力资源和社会保障部门"),
        ("光山县外经贸局", "光山县商务部门"),
        ("光山县卫生局", "光山县卫生健康部门"),
        ("光山县监察局", "光山县监察委员会"),
        ("光山县工商行政管理局", "光山县市场监督管理部门"),
        ("申请人到工商局，环保局", "申请人到市场监督管理局，生态环境局"),
        ("由国税局", "由税务局"),
        ("经劳动局", "经人力资源和社会保障部门"),
    ];
    let guide = |organs: Vec<&str>| format!("# 公司登记办事指南\n\n{}受理。\n", organs.join("受理。\n\n"));
    let (old, new) = names.into_iter().unzip();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    fs::write(&path, guide(old)).unwrap();
    fixed(&path, "--fix=all");
    assert_eq!(fs::read_to_string(&path).unwrap(), guide(new));
}
