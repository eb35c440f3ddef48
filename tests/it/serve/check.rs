//! Checking on the page: marks stand on the words of the findings, an edit changes what it says and nothing else, and files
//! come back as what they were.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Cursor, Read as _},
    path::PathBuf,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use encoding_rs::GB18030;
use guiju::text::masked;
use regex::Regex;
use serde_json::Value;
use zip::ZipArchive;

use super::{Part, Server, field, file};
use crate::program::{guiju, guiju_with};

const DRAFT: &str = "# 食品经营许可办事指南\r\n\r\n## 申请材料\r\n\r\n1. 证明帐户的**材料**\r\n2. 其他有关材料\r\n\r\n## 法定依据\r\n\r\n《行政许可法》第三十二条，依据国发[2015]5号。\r\n\r\n联系电话：0991-12345，张三13900138000\r\n";

/// The text of markup, without the markup.
fn unescaped(markup: &str) -> String {
    let words = Regex::new("<[^>]*>").unwrap().replace_all(markup, "").into_owned();
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What is captured by `pattern` in all places.
fn all(pattern: &str, page: &str) -> Vec<String> {
    Regex::new(pattern).unwrap().captures_iter(page).map(|found| found[1].to_owned()).collect()
}

/// The words under each mark of a page, by the mark's name.
fn marks(page: &str) -> BTreeMap<String, String> {
    let piece = Regex::new(r#"<a class="found [^>]*data-marks="([^"]*)">(.*?)</a>"#).unwrap();
    let mut marks: BTreeMap<String, String> = BTreeMap::new();
    for piece in piece.captures_iter(page) {
        for name in piece[1].split(' ') {
            marks.entry(name.to_owned()).or_default().push_str(&unescaped(&piece[2]));
        }
    }
    marks
}

/// The files in the form of a page.
fn kept(page: &str) -> Vec<(String, Vec<u8>)> {
    let names = all(r#"name="name" value="([^"]*)""#, page).into_iter().map(|name| unescaped(&name));
    let documents = all(r#"name="document" value="([^"]*)""#, page);
    names.zip(documents.iter().map(|document| BASE64_STANDARD.decode(document).unwrap())).collect()
}

fn fingerprints(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|found| found["fingerprint"].as_str().unwrap().to_owned()).collect()
}

/// What the program finds in such a file.
fn linted(name: &str, bytes: &[u8]) -> Value {
    let arguments = ["lint", "--format", "json", "--as-of", "2026-11-22", "--stdin-filename", name, "-"];
    serde_json::from_str(&guiju_with(&arguments, bytes).stdout).unwrap()
}

fn contents() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir("tests/content").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn marks_stand_on_the_words_of_the_findings() {
    let server = Server::start();
    let list = "事项名称,实施机关,法定时限,承诺时限\n甲许可,某局,20个工作日,30个工作日\n乙许可,某局,20个工作日,25个工作日\n";
    let overlaps = "# 甲许可办事指南\n\n## 承诺时限\n\n自受理之日起15个工作日内办结，帐户<其他有关材料>帐户。\n\n常见问题：20个工作日内办结；身份证号110105199001011234\n";
    let mut files: Vec<(String, Vec<u8>)> = contents()
        .into_iter()
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect();
    files.push(("事项.csv".to_owned(), list.into()));
    files.push(("重叠.md".to_owned(), overlaps.into()));
    files.push(("草稿.txt".to_owned(), GB18030.encode(DRAFT).0.into_owned()));
    let mut marked = 0;
    for (name, bytes) in &files {
        let answer = server.post("/check", &[file(name, bytes)]);
        assert_eq!(answer.status, 200, "{name}");
        let page = answer.text();
        let ids = all(r#" id="([^"]*)""#, page);
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{name}: names are given once");
        for target in all(r##" href="#([^"]*)""##, page) {
            assert!(ids.contains(&target), "{name}: {target} is nowhere");
        }
        let marks = marks(page);
        let report = linted(name, bytes);
        let findings = report["findings"].as_array().unwrap();
        assert_eq!(
            ids.iter()
                .filter(|id| id.strip_prefix('f').is_some_and(|number| number.parse::<usize>().is_ok()))
                .count(),
            findings.len()
        );
        for (found, number) in findings.iter().zip(1..) {
            let related = found["related"].as_array().unwrap();
            for (place, nth) in std::iter::once(found).chain(related).zip(0..) {
                let mark = if nth == 0 { format!("m{number}") } else { format!("r{number}-{nth}") };
                let words = place["text"].as_str().unwrap().replace('\n', "");
                assert!(ids.contains(&mark), "{name}: {mark} of {found}");
                assert_eq!(marks.get(&mark).map_or("", String::as_str), masked(&words), "{name}: {mark}");
                marked += 1;
            }
        }
        assert!(!page.contains("13900138000") && !page.contains("199001011234"), "{name}: people are masked");
        assert_eq!(kept(page), [(name.clone(), bytes.clone())], "the file is as it was");
    }
    assert!(marked > 30, "{marked} places");
}

#[test]
fn a_document_is_shown_as_its_readers_see_it() {
    let server = Server::start();
    let source = "<h1>甲许可办事指南</h1><h4>材料</h4><ul><li>子</li><li>丑</li></ul><table><tr><th rowspan=2>甲</th><td colspan=2>乙</td></tr>\
        <tr><td>丙<p>丁</p></td><td></td></tr><tr><td rowspan=3>戊</td><td>己</td></tr><tr></tr><tr><td>庚</td><td>辛</td></tr></table><h2>末</h2>";
    let answer = server.post("/check", &[file("甲.html", source.as_bytes())]);
    let text = all(r#"(?s)<div class="text"[^>]*>(.*?)</section>"#, answer.text()).remove(0);
    let marks = Regex::new(r#"</?(?:a|span|div)\b[^>]*>"#).unwrap();
    let text = marks.replace_all(&text, "").into_owned();
    assert!(
        text.starts_with(
            "<h3>甲许可办事指南</h3><h4>材料</h4><ul class=\"items\"><li>子</li><li>丑</li></ul><table><tbody>\
            <tr><th rowspan=\"2\">甲</th><td colspan=\"2\">乙</td></tr><tr><td><p>丙</p><p>丁</p></td></tr>\
            <tr><td rowspan=\"2\">戊</td><td>己</td></tr><tr><td>庚</td><td>辛</td></tr></tbody></table><h4>末</h4>"
        ),
        "{text}"
    );
}

#[test]
fn one_edit_changes_its_words_and_nothing_else() {
    let server = Server::start();
    let other = ("乙.txt", "办结公告\n\n甲公司的申请已经办结。\n");
    let name = "甲 “一”.md";
    let answer = server.post("/check", &[file(name, DRAFT.as_bytes()), file(other.0, other.1.as_bytes())]);
    let fixes = all(r#"name="fix" value="([^"]*)""#, answer.text());
    assert!(fixes.len() >= 3 && fixes.contains(&"0:safe".to_owned()), "{fixes:?}");
    let report = linted(name, DRAFT.as_bytes());
    for fix in fixes.iter().filter(|fix| *fix != "0:safe") {
        let own = fix.strip_prefix("0:").unwrap();
        let findings = report["findings"].as_array().unwrap();
        let found = findings.iter().find(|found| found["fingerprint"] == own).unwrap();
        let mut expected = DRAFT.to_owned();
        for change in found["edit"]["changes"].as_array().unwrap().iter().rev() {
            let byte = |end: &str| change[end]["byte"].as_u64().unwrap() as usize;
            expected.replace_range(byte("start")..byte("end"), change["with"].as_str().unwrap());
        }
        assert_ne!(expected, DRAFT);
        let (document, beside) = (BASE64_STANDARD.encode(DRAFT), BASE64_STANDARD.encode(other.1));
        let form = [
            field("name", name),
            field("document", &document),
            field("name", other.0),
            field("document", &beside),
            field("fix", fix),
        ];
        let answer = server.post("/check", &form);
        assert_eq!(answer.status, 200);
        assert!(answer.text().contains("改了 1 处：“"), "what was changed is said");
        let kept = kept(answer.text());
        assert_eq!(kept[0], (name.to_owned(), expected.clone().into_bytes()));
        assert_eq!(kept[1], (other.0.to_owned(), other.1.as_bytes().to_vec()), "other files stay");
        let now = fingerprints(&linted(name, expected.as_bytes()));
        let mut before = fingerprints(&report);
        before.retain(|fingerprint| fingerprint != own);
        assert_eq!(now, before, "only this finding is gone");
        let shown = all(r#"name="silence" value="0:([^"]*)""#, answer.text());
        assert_eq!(shown, before, "the page was checked again");
        // Whoever went back to the page of before clicks on what is no longer there.
        let document = BASE64_STANDARD.encode(&expected);
        let answer =
            server.post("/check", &[field("name", name), field("document", &document), field("fix", fix)]);
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("已经找不到了"));
    }
}

#[test]
fn all_certain_edits_are_made_as_the_program_makes_them_in_the_encoding_of_the_file() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let marked = format!("\u{FEFF}{DRAFT}");
    let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [
        ("一.md", DRAFT.as_bytes().to_vec()),
        ("二.txt", marked.into_bytes()),
        ("三.txt", GB18030.encode(DRAFT).0.into_owned()),
        ("四.md", utf16),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        guiju(&["lint", "--fix", "--as-of", "2026-11-22", path.to_str().unwrap()]);
        let fixed = fs::read(&path).unwrap();
        assert_ne!(fixed, bytes);
        let document = BASE64_STANDARD.encode(&bytes);
        let form = [field("name", name), field("document", &document), field("fix", "0:safe")];
        let answer = server.post("/check", &form);
        assert_eq!(kept(answer.text()), [(name.to_owned(), fixed.clone())], "{name}");
        let document = BASE64_STANDARD.encode(&fixed);
        let form = [field("name", name), field("document", &document), field("which", "0")];
        let answer = server.post("/check/fixed", &form);
        assert_eq!(answer.body, fixed);
        let encoded: String = name
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect();
        assert_eq!(answer.headers["content-disposition"], format!("attachment; filename*=UTF-8''{encoded}"));
    }
}

#[test]
fn a_finding_is_let_pass_with_its_reason_in_the_file() {
    let server = Server::start();
    let report = linted("甲.md", DRAFT.as_bytes());
    let found = report["findings"].as_array().unwrap();
    let own = found.iter().find(|found| found["text"] == "其他有关材料").unwrap();
    let (rule, fingerprint) = (own["rule"].as_str().unwrap(), own["fingerprint"].as_str().unwrap());
    let document = BASE64_STANDARD.encode(DRAFT);
    let (key, box_) = (format!("0:{fingerprint}"), format!("reason-0-{fingerprint}"));
    let ask = |name: &str, reason: &str, pressed: bool| {
        let mut form = vec![field("name", name), field("document", &document), field(&box_, reason)];
        if pressed {
            form.push(field("silence", &key));
        }
        server.post("/check", &form)
    };
    let answer = ask("甲.md", "  ，。 ", true);
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("要写明理由"));
    assert_eq!(kept(answer.text())[0].1, DRAFT.as_bytes());
    // The key Enter in the box presses no button.
    for pressed in [true, false] {
        let answer = ask("甲.md", "原文如此 --> <b>", pressed);
        assert_eq!(answer.status, 200);
        let text = String::from_utf8(kept(answer.text()).remove(0).1).unwrap();
        let comment = format!("<!-- 规矩：忽略 {rule} 因为 原文如此 ——＞ ＜b＞ -->");
        assert_eq!(text, DRAFT.replace("其他有关材料", &format!("其他有关材料{comment}")));
        let before = fingerprints(&report);
        let after = fingerprints(&linted("甲.md", text.as_bytes()));
        let gone: Vec<&String> = before.iter().filter(|one| !after.contains(one)).collect();
        assert_eq!((gone, after.len() + 1), (vec![&fingerprint.to_owned()], before.len()));
        assert!(answer.text().contains("豁免 1"));
    }
    let page = "<h1>甲许可办事指南</h1>\n<p>申请材料：</p>\n<ol><li>身份证</li><li>其他有关材料</li></ol>\n";
    let report = linted("甲.html", page.as_bytes());
    let found = report["findings"].as_array().unwrap();
    let own = found.iter().find(|found| found["text"] == "其他有关材料").unwrap();
    let fingerprint = own["fingerprint"].as_str().unwrap();
    let (key, box_) = (format!("0:{fingerprint}"), format!("reason-0-{fingerprint}"));
    let document = BASE64_STANDARD.encode(page);
    let answer = server.post(
        "/check",
        &[
            field("name", "甲.html"),
            field("document", &document),
            field("silence", &key),
            field(&box_, "原文如此"),
        ],
    );
    let text = String::from_utf8(kept(answer.text()).remove(0).1).unwrap();
    assert_eq!(text.replace(&format!("<!-- 规矩：忽略 {rule} 因为 原文如此 -->"), ""), page);
    assert_eq!(fingerprints(&linted("甲.html", text.as_bytes())).len() + 1, found.len());
    // A text file has no comments.
    let plain = "食品经营许可办事指南\r\n\r\n申请材料：\r\n1.身份证复印件\r\n2.其他有关材料\r\n";
    let report = linted("甲[1].txt", plain.as_bytes());
    let found = report["findings"].as_array().unwrap();
    let own = found.iter().find(|found| found["text"] == "其他有关材料").unwrap();
    let key = format!("0:{}", own["fingerprint"].as_str().unwrap());
    let box_ = key.replacen("0:", "reason-0-", 1);
    let document = BASE64_STANDARD.encode(plain);
    let form = [
        field("name", "甲[1].txt"),
        field("document", &document),
        field("silence", &key),
        field(&box_, "原文“如此”"),
    ];
    let answer = server.post("/check", &form);
    assert_eq!(answer.status, 422);
    let lines = unescaped(&all("(?s)<pre[^>]*>(.*?)</pre>", answer.text())[0]);
    let lines: toml::Table = toml::from_str(&lines).unwrap();
    assert_eq!(lines["ignore"][0]["words"].as_str(), Some("其他有关材料"));
    assert_eq!(lines["ignore"][0]["reason"].as_str(), Some("原文“如此”"));
    assert_eq!(lines["ignore"][0]["path"].as_str(), Some("**/甲[[]1[]].txt"));
}

/// What the page says when every finding of a file that is about words like `words` is silenced, one at a time.
fn silenced(server: &Server, name: &str, source: &str, words: &str) -> Vec<super::Answer> {
    let report = linted(name, source.as_bytes());
    let findings = report["findings"].as_array().unwrap().iter();
    let document = BASE64_STANDARD.encode(source);
    let meant = findings.filter(|found| found["text"].as_str().unwrap().contains(words));
    let ask = |found: &Value| {
        let own = found["fingerprint"].as_str().unwrap();
        let (key, reason) = (format!("0:{own}"), format!("reason-0-{own}"));
        let form = [
            field("name", name),
            field("document", &document),
            field("silence", &key),
            field(&reason, "原文如此"),
        ];
        server.post("/check", &form)
    };
    meant.map(ask).collect()
}

#[test]
fn a_silence_cuts_no_word_and_adds_no_blank() {
    let server = Server::start();
    let comment = Regex::new("<!-- 规矩：忽略 [A-Z][0-9]{2} 因为 原文如此 -->").unwrap();
    let material = "其他有关材料";
    let cell =
        "<h1>办结公告</h1>\n<table>\n  <tr>\n    <td>彭某</td><td>43132519780326041X</td></tr>\n</table>\n";
    let markdown = |block: &str| format!("# 甲许可办事指南\n\n## 申请材料\n\n{block}\n");
    let mut tried = 0;
    for (name, source, words, behind) in [
        ("甲.html", cell.to_owned(), "431325", "041X"),
        ("甲.md", markdown("- 其他有关材料，**身份证**\n- [乙](a|b)"), material, "身份证**"),
        ("甲.md", markdown("| 甲 | 乙 |\n|---|---|\n| 其他有关材料 `x\\|y` | 1 |"), material, "`x\\|y`"),
        ("甲.md", markdown("<table>\n<tr><td>其他有关材料 乙</td></tr>\n</table>"), material, "乙"),
        ("甲.md", markdown("其他有关材料。\n还有身份证。"), material, "申请材料\n\n"),
        (
            "甲.html",
            "<h1>甲许可办事指南</h1><p>申请材料</p><ul>\n<li>其他有关材料 等\n<li>乙</ul>".to_owned(),
            material,
            "等",
        ),
    ] {
        for answer in silenced(&server, name, &source, words) {
            assert_eq!(answer.status, 200, "{source}: {}", unescaped(answer.text()));
            let text = String::from_utf8(kept(answer.text()).remove(0).1).unwrap();
            let place = comment.find(&text).unwrap();
            assert!(text[..place.start()].ends_with(behind), "{text}");
            assert_eq!(comment.replace(&text, "").replace("\n\n\n", "\n\n"), source);
            tried += 1;
        }
    }
    assert!(tried >= 6, "{tried}");
    // Where no comment can stand it would be text.
    let title = "<title>其他有关材料办事指南</title><p>申请材料</p>";
    for answer in silenced(&server, "甲.html", title, "其他有关材料") {
        assert_eq!(kept(answer.text())[0].1, title.as_bytes());
        assert_eq!(answer.status, 422);
    }
}

#[test]
fn what_passes_with_a_silence_is_said_before_and_after() {
    let server = Server::start();
    let source = "# 甲许可办事指南\n\n## 申请材料\n\n1. 其他有关材料、其它相关资料\n2. 其他有关资料\n";
    let page = server.post("/check", &[file("甲.md", source.as_bytes())]);
    let own = "会同时忽略另外 1 处：“其它相关资料”";
    assert_eq!(page.text().matches(own).count(), 1, "{}", unescaped(page.text()));
    assert_eq!(page.text().matches("写明理由，忽略这 2 处").count(), 2);
    let answer = silenced(&server, "甲.md", source, "其他有关材料").remove(0);
    assert!(
        answer.text().contains("另外 1 处也一起忽略了：“其它相关资料”。"),
        "{}",
        unescaped(answer.text())
    );
    let answer = silenced(&server, "甲.md", source, "其他有关资料").remove(0);
    assert!(!answer.text().contains("一起忽略了"));
}

#[test]
fn files_that_take_no_comment_say_how_to_let_a_finding_pass() {
    let server = Server::start();
    let source = "食品经营许可办事指南\n\n申请材料：\n1.身份证复印件\n2.其他有关材料\n";
    let page = unescaped(server.post("/check", &[file("甲.txt", source.as_bytes())]).text());
    let here = std::path::absolute("guiju.toml").unwrap();
    assert!(page.contains(&format!("{}（还没有这个文件，请新建）", here.display())), "{page}");
    assert!(page.contains("[[ignore]]\npath = \"**/甲.txt\""));
    let word = fs::read("tests/content/shigong-xuke.docx").unwrap();
    let page = unescaped(server.post("/check", &[file("甲.docx", &word)]).text());
    let remark = Regex::new("插入批注，写下面这句.*规矩：忽略 [A-Z][0-9]{2} 因为 理由").unwrap();
    assert!(remark.is_match(&page), "{page}");
}

#[test]
fn what_was_not_checked_comes_first() {
    let server = Server::start();
    let pdf = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n";
    let account = |parts: &[Part<'_>]| {
        let answer = server.post("/check", parts);
        assert_eq!(answer.status, 200);
        unescaped(&all(r#"(?s)<p class="account"[^>]*>(.*?)</p>"#, answer.text())[0])
    };
    let notice = "办结公告\n\n甲公司申请的食品经营许可已经办结。\n";
    assert_eq!(account(&[file("甲.txt", pdf)]), "读不了的 1 个，没有检查：“甲.txt”。没有检查任何文件。");
    let several = account(&[file("甲.txt", pdf), file("乙.md", notice.as_bytes())]);
    assert!(several.starts_with("读不了的 1 个，没有检查：“甲.txt”。其余检查了 1 个文件，"), "{several}");
    let page = server.post("/check", &[file("甲.txt", pdf)]);
    assert!(page.text().contains("这是 PDF 文件"));
}

#[test]
fn work_on_a_page_is_not_lost_by_looking_elsewhere() {
    let server = Server::start();
    let answer = server.post("/check", &[file("甲.md", DRAFT.as_bytes())]);
    let page = answer.text();
    for link in all(r#"<a ([^>]*href="/(?:id|rules)/[^>]*)>"#, page) {
        assert!(link.contains("target=\"_blank\" rel=\"noopener\""), "{link}");
    }
    assert!(
        !page.contains("<button>设定</button>")
            && server.get("/check").text().contains("<button>设定</button>")
    );
    assert!(!page.contains("changed-0"));
    // After an edit one is led back to where one was: the finding that has its number then, or the one before.
    let places = all(r##"formaction="/check#([^"]*)" name="silence""##, page);
    let count = all(r#"<li id="(f\d+)""#, page).len();
    let expected: Vec<String> = (1..count).chain([count - 1]).map(|number| format!("f{number}")).collect();
    assert_eq!(places, expected);
    let fix = all(r#"name="fix" value="([^"]*)""#, page).remove(0);
    let document = BASE64_STANDARD.encode(DRAFT);
    let form = [field("name", "甲.md"), field("document", &document), field("fix", &fix)];
    let answer = server.post("/check", &form);
    assert!(answer.text().contains("name=\"changed-0\"") && answer.text().contains("在这里改过"));
    let form = [field("name", "甲.md"), field("document", &document), field("changed-0", "1")];
    assert!(server.post("/check", &form).text().contains("name=\"changed-0\""));
}

/// The parts of a package, without days and times.
fn parts(package: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let moment = regex::bytes::Regex::new(r#"w:date="[^"]*"|<!--guiju [0-9a-f]+ [0-9a-f]+-->"#).unwrap();
    let mut part = |name: String| {
        let mut bytes = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        (name, moment.replace_all(&bytes, &b""[..]).into_owned())
    };
    names.into_iter().map(&mut part).collect()
}

#[test]
fn an_annotated_copy_is_the_one_that_the_program_writes() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().to_str().unwrap();
    let mut copies = 0;
    let more =
        ["c-g03", "公共场所卫生许可服务指南", "b-n05"].map(|name| format!("tests/labelled/{name}.docx"));
    let words = contents().into_iter().filter(|path| path.extension().is_some_and(|own| own == "docx"));
    for path in words.chain(more.map(PathBuf::from)) {
        let name = path.file_name().unwrap().to_str().unwrap();
        guiju(&["lint", "--annotate", into, "--as-of", "2026-11-22", path.to_str().unwrap()]);
        let bytes = fs::read(&path).unwrap();
        let document = BASE64_STANDARD.encode(&bytes);
        let form = [field("name", name), field("document", &document), field("which", "0")];
        let answer = server.post("/check/annotated", &form);
        match fs::read(folder.path().join(name)) {
            Ok(copy) => {
                assert_eq!(answer.status, 200);
                assert_eq!(parts(&answer.body), parts(&copy), "{name}");
                copies += 1;
            }
            Err(_) => {
                assert_eq!(answer.status, 400);
                assert!(answer.text().contains("没有要批注的"), "{name}");
            }
        }
    }
    assert!(copies >= 2);
}

#[test]
fn reports_are_those_of_the_program() {
    let server = Server::start();
    let document = BASE64_STANDARD.encode(DRAFT);
    for (format, extension) in [("html", "html"), ("xlsx", "xlsx"), ("csv", "csv"), ("markdown", "md")] {
        let form = [field("name", "甲.md"), field("document", &document), field("format", format)];
        let answer = server.post("/check/report", &form);
        assert_eq!(answer.status, 200);
        assert!(answer.headers["content-disposition"].ends_with(&format!("%2E{extension}")));
        if format != "xlsx" {
            let arguments =
                ["lint", "--format", format, "--as-of", "2026-11-22", "--stdin-filename", "甲.md", "-"];
            assert_eq!(answer.text(), guiju_with(&arguments, DRAFT.as_bytes()).stdout);
        }
    }
    let form = [field("name", "甲.md"), field("document", &document), field("format", "pdf")];
    assert_eq!(server.post("/check/report", &form).status, 400);
}

#[test]
fn files_are_told_apart_and_asked_for_in_parts() {
    let server = Server::start();
    let guide = |days: u8| {
        format!(
            "# 甲许可办事指南\n\n事项名称：甲许可\n\n实施机关：某局\n\n承诺时限：{days}个工作日\n\n申请条件：无\n"
        )
    };
    let (one, two) = (guide(5), guide(8));
    let files = || vec![file("甲.md", one.as_bytes()), file("甲.md", two.as_bytes())];
    let page = server.post("/check", &files());
    let names: Vec<String> = kept(page.text()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["甲.md", "甲（2）.md"]);
    let across = Regex::new(r#"(?s)<section class="across".*?</section>"#).unwrap();
    let between = across.find(page.text()).unwrap().as_str();
    assert!(between.contains("5个工作日") && between.contains("8个工作日"), "{between}");
    let with = |extra: Vec<Part<'static>>, mut parts: Vec<Part<'_>>| {
        parts.extend(extra);
        server.post("/check", &parts).text().to_owned()
    };
    let part = with(vec![field("part", "across"), field("first-finding", "40")], files());
    assert!(part.starts_with("<p class=\"account\"") && part.contains("检查了 2 个文件"), "{part}");
    assert!(part.contains("<form id=\"desk\"") && !part.contains("name=\"document\""), "{part}");
    assert!(part.contains("<section class=\"across\"") && part.contains("id=\"f40\""), "{part}");
    let first = vec![field("part", "results"), field("first-sheet", "7"), field("first-finding", "30")];
    let part = with(first, vec![file("乙.md", DRAFT.as_bytes())]);
    assert!(part.starts_with("<section class=\"sheet\" id=\"sheet7\""), "{part}");
    assert!(part.contains("id=\"f30\"") && part.contains("id=\"m30\"") && !part.contains("id=\"f1\""));
    assert_eq!(kept(&part), [("乙.md".to_owned(), DRAFT.as_bytes().to_vec())]);
    assert!(part.contains("value=\"7:safe\""));
    let removed = with(vec![field("remove", "0")], files());
    assert_eq!(kept(&removed), [("甲（2）.md".to_owned(), two.clone().into_bytes())]);
}

#[test]
fn pasted_text_is_read_as_the_same_text_in_a_file_is() {
    let server = Server::start();
    let lines = "施工许可办事指南\n法定依据：《建筑法》第七条\n申请材料：其他有关材料\n承诺时限：尽快办理\n";
    let marked = "# 施工许可办事指南\n\n- 申请材料：其他有关材料\n- 承诺时限：尽快办理\n";
    for (text, name) in [(lines, "甲.txt"), (marked, "甲.md")] {
        let found =
            |parts: &[Part<'_>]| server.post("/check", parts).text().matches("class=\"finding ").count();
        let pasted = found(&[field("text", text)]);
        assert!(pasted > 2, "{text}");
        assert_eq!(pasted, found(&[file(name, text.as_bytes())]), "{text}");
    }
}

#[test]
fn whatever_cannot_be_done_is_said() {
    let server = Server::start();
    let says = |parts: &[Part<'_>], status: u16, words: &str| {
        let answer = server.post("/check", parts);
        assert_eq!(answer.status, status, "{words}");
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
        answer.text().to_owned()
    };
    says(&[], 400, "没有要检查的内容");
    says(&[field("text", " \r\n"), file("", b"")], 400, "没有要检查的内容");
    says(&[file("空.docx", b"")], 200, "文件是空的");
    says(&[file("旧.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")], 200, "另存为 .docx");
    says(&[file("坏.docx", b"PK\x03\x04 broken")], 200, "没有检查：");
    says(&[field("name", "甲.md"), field("document", "不是 base64")], 400, "“甲.md”坏了");
    says(&[field("name", "甲.md")], 400, "表单不完整");
    says(&[field("text", "甲"), field("part", "all")], 400, "part 只有");
    says(&[field("text", "甲"), field("fix", "9:safe")], 422, "已经找不到了");
    says(&[field("text", "甲"), field("fix", "0:safe")], 422, "没有可以直接改的地方");
    says(&[field("text", "甲"), field("kind-0", "信")], 400, "不是文种");
    let unknown = says(&[field("text", "今天天气很好。")], 200, "看不出文种");
    assert!(unknown.contains("<select id=\"kind-0\""));
    let told = says(&[field("text", "今天天气很好。"), field("kind-0", "guide")], 200, "办事指南");
    assert!(told.contains("<option value=\"guide\" selected>") && told.contains("class=\"finding error\""));
    assert_eq!(kept(&told), [("粘贴的文字.txt".to_owned(), "今天天气很好。".into())]);
}
