//! What the terminal report looks like, finding by finding, as it was read and found good.

use proptest::prelude::*;

use super::*;
use crate::{
    doc::{Kind, NoticeKind},
    finding::{Edit, Finding},
    report::{
        Checked, Locator, Unread, locate,
        samples::{finding, label, located, markdown, word},
    },
    text::SourceFile,
};

const PLAIN: Style = Style { color: false, width: 76 };

const GUIDE: &str = "# 居住证\n\n## 一、基本信息\n\n承诺时限：**20个工作日**\n\n## 三、办理程序\n\n窗口受理。自受理之日起30个工作日内办结，𠮷某某领取。\n";

/// The only finding of a report as the terminal shows it.
fn shown(finding: Located) -> String {
    let report = Report { findings: vec![finding], ..Report::default() };
    let text = human(&report, PLAIN);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    assert!(text.lines().all(|line| screen::width(line) <= PLAIN.width && !line.ends_with(' ')), "{text}");
    text.split("\n\n").next().unwrap_or_default().to_owned()
}

/// Of that, the place and the source window.
fn window(finding: Located) -> Vec<String> {
    let text = shown(finding);
    let lines = text.lines().skip(1).take_while(|line| !line.contains("为什么"));
    lines.map(str::to_owned).collect()
}

#[test]
fn what_where_why_what_to_do_and_the_code_last() {
    assert_eq!(
        shown(located(GUIDE, "30个工作日")),
        "\
错误：“30个工作日”不妥
  ╭▸ 指南/居住证.md 「三、办理程序」第9行第12字
9 │ 窗口受理。自受理之日起30个工作日内办结，𠮷某某领取。
  │                       ━━━━━━━━━━
  ├ 为什么：《限时办结制度》第三条：“承诺时限不得长于法定时限。”
  │         申请人按公布的时限安排时间，超过法定时限的承诺无效。
  ├ 怎么改：改为不长于法定时限的天数。
  ╰ 〔D01〕 详见：guiju explain D01"
    );
}

#[test]
fn both_places_of_a_contradiction_in_one_frame() {
    let (document, path) = markdown(GUIDE);
    let found = Finding {
        primary: label(&document, "30个工作日", "这里写成30个工作日"),
        related: vec![label(&document, "20个工作日", "承诺20个工作日")],
        ..finding(&document, "30个工作日")
    };
    assert_eq!(
        window(locate(&document, &path, found)),
        [
            "  ╭▸ 指南/居住证.md 「三、办理程序」第9行第12字",
            "5 │ 承诺时限：**20个工作日**",
            "  │             ────────── 「一、基本信息」承诺20个工作日",
            "  …",
            "9 │ 窗口受理。自受理之日起30个工作日内办结，𠮷某某领取。",
            "  │                       ━━━━━━━━━━ 这里写成30个工作日",
        ]
    );
}

#[test]
fn two_places_on_one_line_and_a_fix() {
    let (document, path) = markdown("法定时限20个工作日，承诺时限30个工作日。\n");
    let mut found = finding(&document, "30个工作日");
    found.related = vec![label(&document, "20个工作日", "法定时限")];
    found.edit = Some(Edit { at: found.primary.at, with: "20个工作日".to_owned(), safe: true });
    let text = shown(locate(&document, &path, found.clone()));
    assert!(text.contains("怎么改：改为不长于法定时限的天数。（可用 --fix 自动改）"), "{text}");
    assert_eq!(
        window(locate(&document, &path, found.clone())),
        [
            "  ╭▸ 指南/居住证.md 第1行第16字",
            "1 │ 法定时限20个工作日，承诺时限30个工作日。",
            "  │         ────────── 法定时限",
            "  │                             ━━━━━━━━━━",
        ]
    );
    found.related[0].note.clear();
    let marks = window(locate(&document, &path, found)).pop().unwrap_or_default();
    assert_eq!(marks, "  │         ──────────          ━━━━━━━━━━");
}

#[test]
fn two_places_of_a_line_too_far_apart_to_be_seen_together() {
    let source = format!("法定20日{}承诺30日。", "甲".repeat(200));
    let (document, path) = markdown(&source);
    let mut found = finding(&document, "30日");
    found.related = vec![label(&document, "20日", "")];
    assert_eq!(
        window(locate(&document, &path, found)),
        [
            "  ╭▸ 指南/居住证.md 第1行第208字",
            "1 │ 法定20日甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲…",
            "  │     ────",
            "  …",
            "1 │ …甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲承诺30日。",
            "  │                                                                  ━━━━",
        ]
    );
}

#[test]
fn a_place_in_another_document() {
    let (document, path) = markdown(GUIDE);
    let (other, other_path) = word(&["居住证", "二、时限", "承诺15个工作日。"]);
    let mut located = locate(&document, &path, finding(&document, "20个工作日"));
    located.related.push(Locator::new(&other, &other_path).region(&label(&other, "15个工作日", "告知书")));
    assert_eq!(
        window(located),
        [
            "  ╭▸ 指南/居住证.md 「一、基本信息」第5行第8字",
            "5 │ 承诺时限：**20个工作日**",
            "  │             ━━━━━━━━━━",
            "  ├▸ 指南/居住证.docx 「二、时限」第3段",
            "  │ 承诺15个工作日。",
            "  │     ────────── 告知书",
        ]
    );
}

#[test]
fn a_missing_field_is_shown_at_the_title() {
    let (document, path) = markdown(GUIDE);
    let mut found = finding(&document, "居住证");
    found.field = Some("投诉渠道".into());
    assert_eq!(
        window(locate(&document, &path, found)),
        ["  ╭▸ 指南/居住证.md 第1行第3字", "1 │ # 居住证", "  │   ━━━━━━ 全文没有“投诉渠道”"]
    );
}

#[test]
fn a_package_has_no_lines() {
    let (document, path) =
        word(&["居住证", "一、时限", "承诺20个工作日。", "三、程序", "30个工作日内办结。"]);
    let mut found = finding(&document, "30个工作日");
    found.related = vec![label(&document, "20个工作日", "承诺时限")];
    assert_eq!(
        window(locate(&document, &path, found)),
        [
            "  ╭▸ 指南/居住证.docx 「三、程序」第5段",
            "  │ 承诺20个工作日。",
            "  │     ────────── 第3段「一、时限」承诺时限",
            "  …",
            "  │ 30个工作日内办结。",
            "  │ ━━━━━━━━━━",
        ]
    );
}

#[test]
fn a_long_paragraph_shows_its_sentence() {
    let source =
        format!("{}。{}有关部门要求的其他材料{}。", "甲".repeat(300), "乙".repeat(50), "丙".repeat(50));
    assert_eq!(
        window(located(&source, "其他材料")),
        [
            "  ╭▸ 指南/居住证.md 第1行第359字",
            "1 │ …乙乙乙乙乙乙乙乙有关部门要求的其他材料丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙…",
            "  │                                ━━━━━━━━",
        ]
    );
}

#[test]
fn an_empty_place_at_the_end_of_the_file_and_a_note_that_has_no_room_beside_it() {
    let (document, path) = markdown("# 居住证\n联系电话：");
    let mut found = finding(&document, "联系电话：");
    found.primary.at = Span::empty(document.plain.len());
    found.primary.note = "这里应有号码".to_owned();
    assert_eq!(
        window(locate(&document, &path, found.clone())),
        ["  ╭▸ 指南/居住证.md 第2行第6字", "2 │ 联系电话：", "  │           ━ 这里应有号码"]
    );
    found.primary.note = "这里应有一个带区号的固定电话号码，或者一个十一位的手机号码，而不是空白".to_owned();
    let lines = window(locate(&document, &path, found));
    assert_eq!(
        lines.get(2..).unwrap_or_default(),
        ["  │           ━", "  │   这里应有一个带区号的固定电话号码，或者一个十一位的手机号码，而不是空白"]
    );
}

#[test]
fn no_escape_byte_of_a_document_gets_through() {
    let mut located = located("甲\u{1b}[31m其他\u{202e}材料\u{7}", "其他\u{202e}材料");
    located.primary.path = "指南/\u{1b}]0;x\u{7}.md".into();
    assert_eq!(
        window(located),
        [
            r"  ╭▸ 指南/\u{1b}]0;x\u{7}.md 第1行第7字",
            r"1 │ 甲\u{1b}[31m其他\u{202e}材料\u{7}",
            r"  │             ━━━━━━━━━━━━━━━━",
        ]
    );
}

#[test]
fn colours_change_no_word() {
    let report = Report { findings: vec![located(GUIDE, "30个工作日")], ..Report::default() };
    let coloured = human(&report, Style { color: true, ..PLAIN });
    assert!(coloured.starts_with("\u{1b}[1m\u{1b}[31m错误：\u{1b}[0m"), "{coloured:?}");
    let codes = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    assert_eq!(codes.replace_all(&coloured, ""), human(&report, PLAIN));
}

#[test]
fn mistakes_look_like_findings() {
    let file = SourceFile::new("checks/C03.toml", "code = \"C03\"\ntilte = \"甲\"\n");
    let typo = file.mistake(Span::new(13, 18), "不认识的键 tilte", "是不是想写 title？");
    let empty = SourceFile::new("空.toml", "").mistake(Span::empty(0), "缺少必填的键 code", "补上。");
    assert_eq!(
        mistakes(&[typo, empty], PLAIN),
        "\
错误：不认识的键 tilte
  ╭▸ checks/C03.toml 第2行第1字
2 │ tilte = \"甲\"
  │ ━━━━━
  ╰ 怎么改：是不是想写 title？

错误：缺少必填的键 code
  ╭▸ 空.toml 第1行第1字
  ╰ 怎么改：补上。
"
    );
}

fn checked(path: &str, kind: Option<Kind>) -> Checked {
    Checked { path: path.into(), kind, encoding: Some("UTF-8"), rules: 1, silenced: 0, notes: Vec::new() }
}

#[test]
fn everything_is_accounted_for() {
    let kinds = [Some(Kind::Guide), Some(Kind::Notice(NoticeKind::OneTime)), None];
    let documents = kinds.into_iter().zip(["甲.md", "乙.md", "丙.md"]);
    let documents = documents.map(|(kind, path)| checked(path, kind)).collect();
    let unread = Unread { path: "丁.docx".into(), reason: "不是 Word 文档".to_owned() };
    let mut report = Report::new(documents, vec![], vec![unread]);
    report.summary.suppressed = 2;
    report.summary.baselined = 12;
    assert_eq!(
        human(&report, PLAIN),
        "\
未能检查 丁.docx：不是 Word 文档
文种不明 丙.md：看不出是办事指南还是告知文书。用 --kind 或 guiju.toml 的 [[kind]] 指定；不必检查的，写进 exclude

没有发现问题；检查了 2 个文件。另有 豁免 2、基线 12、未能检查 1 个文件、文种不明 1 个文件。
"
    );
    assert_eq!(human(&Report::default(), PLAIN), "没有检查任何文件，请核对路径和文件类型。\n");
    let only_unread = Report::new(vec![], vec![], report.unreadable);
    assert!(human(&only_unread, PLAIN).ends_with("没有一个文件能够检查。另有 未能检查 1 个文件。\n"));
}

#[test]
fn findings_are_counted_and_stand_by_document() {
    let (document, path) = markdown(GUIDE);
    let mut error = finding(&document, "30个工作日");
    error.edit = Some(Edit { at: error.primary.at, with: "20个工作日".to_owned(), safe: true });
    let mut warning = finding(&document, "窗口受理");
    warning.level = Level::Warning;
    let second = locate(&document, &"乙.md".into(), warning.clone());
    let first = [error, warning].map(|found| locate(&document, &path, found));
    let documents = vec![checked("指南/居住证.md", Some(Kind::Guide)), checked("乙.md", Some(Kind::Guide))];
    let [one, two] = first;
    let text = human(&Report::new(documents, vec![second, one, two], vec![]), PLAIN);
    assert!(text.ends_with("\n发现 3 处（错误 1、警告 2；1 处可自动改）；检查了 2 个文件。\n"), "{text}");
    let places: Vec<&str> = text.lines().filter(|line| line.contains("╭▸")).collect();
    assert_eq!(
        places,
        [
            "  ╭▸ 指南/居住证.md 「三、办理程序」第9行第12字",
            "  ╭▸ 指南/居住证.md 「三、办理程序」第9行第1字",
            "  ╭▸ 乙.md 「三、办理程序」第9行第1字",
        ]
    );
}

proptest! {
    #[test]
    fn any_place_in_any_text_is_drawn_within_the_width(
        source in "([\u{4e00}-\u{4e20}]{1,40}|[ -~]{1,20}|𠮷|。|\n|\r\n?|\t|\u{200b}|\u{1b}|\u{301}){0,20}",
        from in 0usize..400,
        length in 0usize..200,
        width in 1usize..120,
    ) {
        let borders: Vec<usize> = source.char_indices().map(|(i, _)| i).chain([source.len()]).collect();
        let border = |i: usize| borders.get(i.min(borders.len() - 1)).copied().unwrap_or_default();
        let start = from % borders.len();
        let at = Span::new(border(start), border(start + length));
        let file = SourceFile::new("甲.toml", source.as_str());
        let text = mistakes(&[file.mistake(at, "不妥", "改。")], Style { color: false, width });
        for line in text.lines() {
            prop_assert!(screen::width(line) <= width.max(screen::NARROWEST), "{}", text);
            prop_assert!(!line.chars().any(char::is_control));
        }
        if !source.trim().is_empty() && !at.of(&source).trim().is_empty() {
            prop_assert!(text.contains('━'), "{}", text);
        }
    }
}

#[test]
fn a_line_of_blanks_and_invisible_characters_is_drawn_within_the_width() {
    let source = "  aa A00aA  0a A0a\u{200b}𠮷\u{200b}";
    for at in 0..=source.len() {
        if source.is_char_boundary(at) {
            let file = SourceFile::new("甲.toml", source);
            let text =
                mistakes(&[file.mistake(Span::empty(at), "不妥", "改。")], Style { color: false, width: 1 });
            for line in text.lines() {
                assert!(screen::width(line) <= screen::NARROWEST, "{at}:\n{text}");
            }
        }
    }
}
