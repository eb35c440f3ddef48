//! Line breaks where a title, a chapter, an article or an item runs into the text before it.

mod articles;
mod items;
mod titles;

use std::sync::LazyLock;

use regex::Regex;

pub(super) use articles::is_reference;

use super::{
    ledger::{At, Edits, Ledger},
    pattern,
    reason::Reason,
};

/// Lists inside each other in one line are no more than this.
const DEEPEST: usize = 8;

/// Why a regulation is made: the sentence that follows its title.
static PURPOSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:为|根据|依据|按照|依照|遵照|结合)[^。]{2,200}(?:制[定订]|修[定订]|订立)(?:了)?(?:本|如下|以下|以上)",
    )
});

/// The first words of a regulation that say why it is made.
pub(super) fn is_purpose(line: &str) -> bool {
    PURPOSE.is_match(line)
}

/// Gives every title, chapter, article and item its own line.
pub(super) fn split(ledger: &mut Ledger<'_>) {
    numerals(ledger);
    titles::split(ledger);
    articles::split(ledger);
    // Things that ran into one line: 二、罚则（一）缺席的…… is looked at once more when 二、 has a line of its own.
    for _ in 0..DEEPEST {
        if !items::split(ledger) {
            break;
        }
    }
}

/// 十 一、 behind the end of a sentence is 十一、 where ten came before.
fn numerals(ledger: &mut Ledger<'_>) {
    static TORN: LazyLock<Regex> = LazyLock::new(|| {
        pattern("(?m)(?:^|[。；：]\\s*)([一二三四五六七八九]?十)( +)([一二三四五六七八九])、")
    });
    let text = ledger.text();
    let mut edits = Edits::default();
    for found in TORN.captures_iter(text) {
        if let (Some(tens), Some(gap)) = (found.get(1), found.get(2))
            && text.get(..tens.start()).is_some_and(|before| before.contains(&format!("{}、", tens.as_str())))
        {
            edits.remove(At::new(gap.start(), gap.end()), Reason::SplitNumeral);
        }
    }
    ledger.apply(edits);
}

/// Puts a break in place of the blanks around byte `at` of the text.
fn break_at(text: &str, at: usize, reason: Reason, edits: &mut Edits) {
    let before = text.get(..at).unwrap_or_default();
    let start = before.trim_end_matches([' ', '　', '\t', '\u{A0}']).len();
    if start == 0 || before.get(..start).is_some_and(|b| b.ends_with('\n')) {
        return;
    }
    if start < at { edits.replace(At::new(start, at), "\n", reason) } else { edits.insert(at, "\n", reason) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> Vec<String> {
        let mut ledger = Ledger::new(text);
        split(&mut ledger);
        ledger.text().lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_whole_collection_in_one_line() {
        assert_eq!(
            broken(
                "工作制度 廉政制度 为了廉洁，特制定本制度。 一、不准谋私。 十、不准赌博。十 一、违者查处。 考勤制度 （一）按时上班。 （二）请假： 1、一天以内； 2、三天以内。"
            ),
            [
                "工作制度",
                "廉政制度",
                "为了廉洁，特制定本制度。",
                "一、不准谋私。",
                "十、不准赌博。",
                "十一、违者查处。",
                "考勤制度",
                "（一）按时上班。",
                "（二）请假：",
                "1、一天以内；",
                "2、三天以内。"
            ]
        );
    }

    #[test]
    fn chapters_and_articles_run_together() {
        assert_eq!(
            broken(
                "窗口管理制度第一章总则第一条为了便民，制定本制度。第二条服务中心是平台。第一条规定的除外。"
            ),
            [
                "窗口管理制度",
                "第一章总则",
                "第一条为了便民，制定本制度。",
                "第二条服务中心是平台。第一条规定的除外。"
            ]
        );
    }

    #[test]
    fn a_preface_before_the_first_unit() {
        let body = ["第一条 为了规范工作，制定本条例。", "第二条 本条例适用于本市。"];
        for preface in ["2021年6月23日市人民代表大会通过", "（2021年6月23日市人民代表大会通过）"]
        {
            for gap in ["", "\n"] {
                assert_eq!(
                    broken(&format!("某市工作条例{gap}{preface}{}", body.concat())),
                    [&["某市工作条例", preface], &body[..]].concat()
                );
            }
            let chapters =
                format!("某市工作条例{preface}目录第一章 总则第二章 附则第一章 总则{}", body.concat());
            let head = ["某市工作条例", preface, "目录", "第一章 总则", "第二章 附则", "第一章 总则"];
            assert_eq!(broken(&chapters), [&head[..], &body].concat());
        }
        for one in [
            "依照某市工作条例（2021年6月23日公布）第一条 的规定办理。",
            "第一条 依照某市工作条例（2021年6月23日公布）第一条办理。\n第二条 乙。",
            "依照该办法（试行）第一条办理。第二条规定的除外。",
            "某市工作条例2021年6月23日经市人民代表大会通过，自公布之日起施行。",
        ] {
            assert_eq!(broken(one).join("\n"), one);
        }
    }

    #[test]
    fn a_second_chapter_without_a_first() {
        assert_eq!(
            broken("第一条 甲。第二章　会议的举行第二条 乙。第三章 附则第三条 丙。"),
            ["第一条 甲。", "第二章　会议的举行", "第二条 乙。", "第三章 附则", "第三条 丙。"]
        );
        let mention = "第一条 甲。第二章规定的除外。第二条 乙。";
        assert_eq!(broken(mention), ["第一条 甲。第二章规定的除外。", "第二条 乙。"]);
    }

    #[test]
    fn a_second_article_without_a_first() {
        assert_eq!(
            broken("为了安全，制定本制度。第二条 甲。第三条 乙。第四条 丙。"),
            ["为了安全，制定本制度。", "第二条 甲。", "第三条 乙。", "第四条 丙。"]
        );
        for one in [
            "为了安全。第二条 甲。第三条规定的除外。",
            "依照某法第二条 甲。第三条 乙。",
            "甲。第九条 乙。第十条 丙。第十一条 丁。",
        ] {
            assert_eq!(broken(one), [one]);
        }
    }

    #[test]
    fn a_title_that_a_sentence_speaks_of() {
        let text = "第一条 甲。\n首问负责制度 为窗口服务的基本制度，各窗口应当执行。";
        assert_eq!(broken(text), text.lines().collect::<Vec<_>>());
    }

    #[test]
    fn words_that_only_look_like_a_mention() {
        assert_eq!(
            broken("第一条甲。第二条中心应当公开。第三条所有窗口及时办理。第四条规定的除外。"),
            ["第一条甲。", "第二条中心应当公开。", "第三条所有窗口及时办理。第四条规定的除外。"]
        );
    }

    #[test]
    fn numbers_that_are_missing_or_doubled_stop_nothing() {
        assert_eq!(
            broken(
                "第一条 甲。第二条 乙。第四条 丙，按照第三条执行。第四条 丁。第九条 戊。第五条、己。第六条：庚。"
            ),
            [
                "第一条 甲。",
                "第二条 乙。",
                "第四条 丙，按照第三条执行。",
                "第四条 丁。第九条 戊。",
                "第五条、己。",
                "第六条：庚。"
            ]
        );
        assert_eq!(
            broken("（一）请假。1、签到；3、记录；3、存档；9、元。"),
            ["（一）请假。", "1、签到；", "3、记录；", "3、存档；9、元。"]
        );
        assert_eq!(
            broken("第一条 甲。\n第二条规定的情形除外。\n第三条 丙。\n第三条规定的除外。"),
            ["第一条 甲。", "第二条 规定的情形除外。", "第三条 丙。", "第三条规定的除外。"]
        );
    }

    #[test]
    fn a_title_that_runs_into_its_first_item() {
        assert_eq!(
            broken(
                "首问责任制度一、为了便民。二、热情接待。考勤制度（一）按时上班。（二）不早退。学习制度第一条 每周一次。"
            ),
            [
                "首问责任制度",
                "一、为了便民。",
                "二、热情接待。",
                "考勤制度",
                "（一）按时上班。",
                "（二）不早退。",
                "学习制度",
                "第一条 每周一次。"
            ]
        );
        for one in [
            "违反考勤制度一、二次的，通报批评。",
            "按照考勤制度一、办理。",
            "执行。学习制度第一条规定的除外。",
        ] {
            assert_eq!(broken(one), [one]);
        }
    }

    #[test]
    fn quotation_marks_in_a_title() {
        let text = "某县“一窗受理”窗口管理办法\n第一条 为了便民，制定本办法。";
        assert_eq!(broken(text), text.lines().collect::<Vec<_>>());
        assert_eq!(
            broken("做到“四不准”。“一窗受理”管理办法\n第一条 甲。"),
            ["做到“四不准”。", "“一窗受理”管理办法", "第一条 甲。"]
        );
    }

    #[test]
    fn the_first_item_behind_its_heading() {
        assert_eq!(
            broken("一、服务态度1.窗口人员应当热情。\n2.应当耐心。"),
            ["一、服务态度", "1.窗口人员应当热情。", "2.应当耐心。"]
        );
        // The first item is lost, and what follows are items nevertheless.
        assert_eq!(
            broken("三、信息公开2.窗口人员应当公开政策。\n3.应当做好宣传。"),
            ["三、信息公开", "2.窗口人员应当公开政策。", "3.应当做好宣传。"]
        );
        assert_eq!(broken("三、信息公开2.窗口人员应当公开政策。"), ["三、信息公开2.窗口人员应当公开政策。"]);
        assert_eq!(
            broken("一、架构：1.1明确分工。\n1.2设立部门。"),
            ["一、架构：", "1.1明确分工。", "1.2设立部门。"]
        );
        assert_eq!(broken("（一）签到；（二）记录；1、2项；"), ["（一）签到；", "（二）记录；1、2项；"]);
        assert_eq!(broken("材料包括：（1）身份证；（2）户口簿。"), ["材料包括：（1）身份证；（2）户口簿。"]);
    }

    #[test]
    fn a_title_behind_a_full_stop() {
        assert_eq!(
            broken("九、让群众就近办事。查验岗工作职责\n根据有关规定，制定本工作职责。"),
            ["九、让群众就近办事。", "查验岗工作职责", "根据有关规定，制定本工作职责。"]
        );
    }
}
