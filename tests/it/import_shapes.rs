//! `guiju import`: the shapes in which raw material comes, each as a few lines of text and the regulations that must come
//! of it; and what an imported folder is good for.

use std::fs;

use guiju::{
    import::{self, Form, Ids, Sum},
    read::Format,
};

use crate::program::guiju;

/// The regulations that a text holds: the lines of each. The characters are all accounted for, and importing what was made
/// once more, as a file and as raw text, changes nothing.
fn made(source: &str) -> Vec<Vec<String>> {
    let imported = import::import(source, "未题名");
    assert!(Sum::of(&imported).balances(), "{:?}", Sum::of(&imported));
    let mut ids = Ids::default();
    let bodies = imported.found.iter().map(|found| {
        let body = found.at.of(imported.ledger.text());
        let file = found.file(&imported, &ids.id(&found.title));
        let again = import::import(&file, "未题名");
        assert_eq!(again.found[0].at.of(again.ledger.text()), file);
        let again = import::import(body, "未题名");
        let bodies: Vec<&str> = again.found.iter().map(|found| found.at.of(again.ledger.text())).collect();
        assert_eq!(bodies, [body]);
        body.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    });
    bodies.collect()
}

/// The titles of the regulations, each with the number of its articles.
fn titles(source: &str) -> Vec<(String, usize)> {
    made(source);
    let imported = import::import(source, "未题名");
    imported.found.into_iter().map(|found| (found.title, found.articles)).collect()
}

fn named(titles: &[(&str, usize)]) -> Vec<(String, usize)> {
    titles.iter().map(|&(title, articles)| (title.to_owned(), articles)).collect()
}

const CHAPTERS: &str =
    "窗口管理办法\n第一章 总则\n第一条 为了便民，制定本办法。\n第二章 附则\n第二条 由中心解释。\n";

#[test]
fn a_regulation_without_chapters_behind_one_with_chapters() {
    for (next, articles) in [
        ("考勤制度\n一、按时上班。\n二、请假应当事先办理。", 2),
        ("考勤制度\n（一）按时上班。\n（二）请假应当事先办理。", 2),
        ("考勤制度\n第一条 按时上班。\n第二条 请假。", 2),
        ("考勤制度\n为了严肃纪律，特制定本制度。\n按时上班。", 0),
    ] {
        let source = format!("{CHAPTERS}{next}");
        assert_eq!(titles(&source), named(&[("窗口管理办法", 2), ("考勤制度", articles)]), "{next}");
    }
    // What the articles of the same regulation go on behind is a part of it.
    let source = format!("{CHAPTERS}考勤制度\n一、按时上班。\n二、请假。\n第三条 本办法自发布之日起施行。");
    assert_eq!(titles(&source), named(&[("窗口管理办法", 3)]));
    // Its last sentence ends a regulation, whatever comes then.
    let source =
        format!("{CHAPTERS}第三条 本办法自2020年1月1日起施行。\n卫生制度\n台面应当整洁。\n不准吸烟。");
    assert_eq!(titles(&source), named(&[("窗口管理办法", 3), ("卫生制度", 0)]));
}

#[test]
fn a_collection_that_numbers_its_regulations() {
    let two = named(&[("首问责任制度", 2), ("限时办结制度", 2)]);
    for source in [
        "一、首问责任制度\n（一）热情接待。\n（二）负责引导。\n二、限时办结制度\n1、当场办结。\n2、按期办结。",
        "某中心规章制度汇编\n（一）首问责任制度\n一、热情接待。\n二、负责引导。\n（二）限时办结制度\n一、当场办结。\n二、按期办结。",
        "一、首问责任制度\n第一条 热情接待。\n第二条 负责引导。\n二、限时办结制度\n第一条 当场办结。\n第二条 按期办结。",
    ] {
        assert_eq!(titles(source), two, "{source}");
    }
    let one = "窗口工作制度\n一、首问责任制度\n（一）热情接待。\n二、限时办结制度\n（一）当场办结。";
    assert_eq!(titles(one), named(&[("窗口工作制度", 2)]));
}

#[test]
fn titles_with_quotation_marks_and_titles_run_into_their_text() {
    for title in ["某县“一窗受理”窗口管理办法（试行）", "“最多跑一次”改革实施办法"]
    {
        let source = format!("{title}\n第一条 为了便民，制定本办法。\n第二条 由中心解释。\n");
        assert_eq!(titles(&source), named(&[(title, 2)]));
    }
    assert_eq!(
        made("首问责任制度一、为了便民，热情接待。二、负责引导。考勤制度一、按时上班。二、不早退。"),
        [
            vec!["# 首问责任制度", "一、为了便民，热情接待。", "二、负责引导。"],
            vec!["# 考勤制度", "一、按时上班。", "二、不早退。"]
        ]
    );
}

#[test]
fn a_web_page_without_its_marks() {
    let page = "<ul><li><a href=/>政务公开</a></li></ul><h1>学习制度</h1><p>第一条 根据<a href=/1>《甲法》</a>学习。</p>\
        <p style=\"display:none\">隐藏</p><ul><li>第二条 每周一次。</li></ul>";
    let raw = import::raw(page.as_bytes(), Form::Document(Format::Html)).unwrap();
    assert_eq!(made(&raw.text), [["# 学习制度", "第一条 根据《甲法》学习。", "第二条 每周一次。"]]);
}

#[test]
fn page_numbers_on_lines_of_their_own() {
    for page in ["3", "- 3 -", "— 3 —", "第3页 共9页", "第 3 页/共 9 页", "3/9"] {
        let source = format!(
            "学习制度\n第一条 首先接待的工作人员，以及参\n{page}\n与接待的其他人员。\n{page}\n第二条 由办公室记录，\n\n{page}\n\n并归档。\n{page}\n"
        );
        assert_eq!(
            made(&source),
            [[
                "# 学习制度",
                "第一条 首先接待的工作人员，以及参与接待的其他人员。",
                "第二条 由办公室记录，并归档。"
            ]],
            "{page}"
        );
    }
    let list = "学习制度\n第一条 材料：\n1\n身份证\n2\n户口簿\n3\n照片";
    assert_eq!(made(list)[0][2..], ["1", "身份证", "2", "户口簿", "3", "照片"]);
}

#[test]
fn numbers_missing_doubled_and_torn() {
    assert_eq!(
        made("学习制度 第一条 甲。第二条 乙。第四条 丙，按照第三条执行。第四条 丁。第六条 戊。"),
        [[
            "# 学习制度",
            "第一条 甲。",
            "第二条 乙。",
            "第四条 丙，按照第三条执行。",
            "第四条 丁。",
            "第六条 戊。"
        ]]
    );
    assert_eq!(
        made(
            "学习制度\n第 一 章　总 则\n第 一 条　甲。\n第 2 条 乙。\n第三条：丙\n1)丁\n（ 2 ）戊\n第四条、己。第五条、庚。\n第六条规定的情形除外。\n第七条（施行）辛。"
        ),
        [[
            "# 学习制度",
            "## 第一章 总则",
            "第一条　甲。",
            "第2条 乙。",
            "第三条 丙",
            "1)丁",
            "（2）戊",
            "第四条 己。",
            "第五条 庚。",
            "第六条 规定的情形除外。",
            "第七条 （施行）辛。"
        ]]
    );
}

#[test]
fn link_lists_contents_and_speeches_are_no_regulations() {
    let body = "第一条 热情接待。\n第二条 负责引导。\n";
    for more in [
        "相关推荐\n考勤管理制度\n学习制度\n卫生制度\n热门文章：\n1.员工手册范本\n2.办公室卫生制度\n首页 | 关于我们",
        "友情链接：\n某市人民政府网\n某县政府网\n地址：某路1号 电话：0777-8123456",
        "【相关阅读】\n·考勤管理制度\n·学习制度",
        "尊敬的各位领导、同志们：\n今天我汇报一年来的工作。\n一、主要做法\n我们必须努力。\n谢谢大家！",
        "在全县政务服务工作会议上的讲话\n（2020年3月5日）\n同志们：\n一、要落实首问负责制度\n大家应当认真对待。",
    ] {
        assert_eq!(titles(&format!("首问责任制度\n{body}{more}\n")), named(&[("首问责任制度", 2)]), "{more}");
    }
    let with_more = format!("首问责任制度\n{body}相关推荐\n学习制度\n卫生制度\n{body}");
    assert_eq!(titles(&with_more), named(&[("首问责任制度", 2), ("卫生制度", 2)]));
    let with_contents = format!(
        "规章制度汇编\n目  录\n一、首问责任制度……………1\n二、卫生制度 ........ 3\n首问责任制度\n{body}卫生制度\n{body}"
    );
    assert_eq!(titles(&with_contents), named(&[("首问责任制度", 2), ("卫生制度", 2)]));
}

#[test]
fn conversion_and_punctuation() {
    assert_eq!(
        made(
            "學習制度\n第一條 乾安縣幹部編寫鉅著,應當乾淨整潔(含機房).\n第二條 著作權與覆議,訪問www.a.gov.cn,共1,000元.\n"
        ),
        [[
            "# 学习制度",
            "第一条 乾安县干部编写巨著，应当干净整洁（含机房）。",
            "第二条 著作权与复议，访问www.a.gov.cn，共1,000元。"
        ]]
    );
    assert_eq!(made("学习制度\n第一条 保护着作权，成效显着。")[0][1], "第一条 保护著作权，成效显著。");
}

#[test]
fn what_is_left_out_is_told_in_the_words_of_the_source() {
    let source = "第一篇:關於窗口的講話\n同志們,我們應當認真.\n第二篇：学习制度\n第一条 甲。\n第二条 乙。";
    let imported = import::import(source, "未题名");
    let speech =
        imported.ledger.entries().iter().find(|entry| entry.reason == import::Reason::Speech).unwrap();
    assert_eq!(speech.was, "第一篇:關於窗口的講話\n同志們,我們應當認真.");
}

#[test]
fn an_imported_folder_can_be_searched_and_shown_on_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("制度.txt");
    fs::write(&source, "首问责任制度\n第一条 热情接待。\n第二条 负责引导。\n第三条 不得推诿群众。\n")
        .unwrap();
    let into = folder.path().join("库");
    let into = into.to_str().unwrap();
    assert_eq!(guiju(&["import", source.to_str().unwrap(), "--into", into]).code, 0);
    for (arguments, words) in [
        (["show", "--corpus", into, "首问责任制度第三条"], "不得推诿群众"),
        (["search", "--corpus", into, "推诿"], "《首问责任制度》第三条"),
    ] {
        let run = guiju(&arguments);
        assert_eq!((run.code, &*run.stderr), (0, ""), "{arguments:?}");
        assert!(run.stdout.contains(words) && !run.stdout.contains("依据它的规则"), "{}", run.stdout);
    }
}
