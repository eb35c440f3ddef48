//! `guiju import`: the shapes in which raw material comes, each as a few lines of text and the regulations that must come
//! of it; and what an imported folder is good for.

use std::fs;

use guiju::{
    import::{self, Form, Ids, Kind, Reason, Sum},
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
        let [one, two, three, four] = ["3", "4", "5", "6"].map(|number| page.replace('3', number));
        let source = format!(
            "学习制度\n第一条 首先接待的工作人员，以及参\n{one}\n与接待的其他人员。\n{two}\n第二条 由办公室记录，\n\n{three}\n\n并归档。\n{four}\n"
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
    // A number inside a sentence that is none of a row of pages is said by it.
    assert_eq!(
        made(
            "学习制度\n第一条 材料不齐的，应当在\n5\n日内告知；复杂的，应当在\n15\n日内告知。\n第二条 有效期至\n2027\n年12月31日，由参\n8\n与的人员登记。"
        ),
        [[
            "# 学习制度",
            "第一条 材料不齐的，应当在5日内告知；复杂的，应当在15日内告知。",
            "第二条 有效期至2027年12月31日，由参",
            "8",
            "与的人员登记。"
        ]]
    );
    let list = "学习制度\n第一条 材料：\n1\n身份证\n2\n户口簿\n3\n照片";
    assert_eq!(made(list)[0][2..], ["1", "身份证", "2", "户口簿", "3", "照片"]);
}

#[test]
fn pages_that_end_without_a_number() {
    let head = "某县政务服务中心制度汇编";
    let source = format!(
        "{head}\n学习制度\n第一条 按时到岗，不得推\n\u{C}{head}\n诿。\n第二条 预约成功的，窗口应当提\n\u{C}{head}\n前1个工作日提醒。\n"
    );
    assert_eq!(
        made(&source),
        [["# 学习制度", "第一条 按时到岗，不得推诿。", "第二条 预约成功的，窗口应当提前1个工作日提醒。"]]
    );
}

#[test]
fn a_collection_of_lists() {
    let source = "中心制度汇编\n一、首问制度\n第一条 热情接待。\n第二条 负责到底。\n二、保密制度\n一、不得泄露个人信息。\n二、涉密文件由专人保管。\n三、值班制度\n第一条 按时到岗。\n第二条 做好交接。\n";
    assert_eq!(titles(source), named(&[("首问制度", 2), ("保密制度", 2), ("值班制度", 2)]));
}

#[test]
fn laws_without_line_breaks() {
    for preface in ["2021年6月23日市人民代表大会通过", "（2021年6月23日市人民代表大会通过）"]
    {
        let source = format!(
            "某市工作条例{preface}目录第一章 总则第二章 附则第一章 总则第一条 为了规范工作，制定本条例。第二条 本条例适用于本市。第二章 附则第三条 本条例自公布之日起施行。"
        );
        assert_eq!(titles(&source), named(&[("某市工作条例", 3)]), "{preface}");
    }
}

#[test]
fn what_an_office_and_a_page_put_around_a_regulation() {
    let page = "值班管理办法\n发文机关：县政务办\n成文日期：2023-05-01\n文号：某政办〔2023〕3号\n有效性：有效\n日期：2023-05-06  作者：管理员  点击：102次\n第一条 甲。\n上一页 1 2 3 下一页\n第二条 乙。\n（责任编辑：张三）\n相关解读：《值班管理办法》政策解读\n";
    assert_eq!(made(page), [["# 值班管理办法", "第一条 甲。", "第二条 乙。"]]);
    let facts = import::import(page, "未题名").found[0].facts.clone();
    assert_eq!(facts.issuer.as_deref(), Some("县政务办"));
    assert_eq!(facts.number.as_deref(), Some("某政办〔2023〕3号"));
    assert!(facts.adopted.is_some() && facts.effective.is_none());
    let office = "值班管理办法\n第一条 甲。\n第二条 乙。\n抄送：县委办公室，县人大常委会办公室。\n某县人民政府办公室 2023年4月18日印发\n起草说明\n一、起草背景。为了落实上级要求。\n二、主要内容。共二条。\n";
    assert_eq!(made(office), [["# 值班管理办法", "第一条 甲。", "第二条 乙。"]]);
    // One such line may be the author's own.
    let own = "值班管理办法\n施行日期：2023-05-01\n第一条 起草说明应当公开。\n第二条 抄送：县委办公室。\n";
    assert_eq!(made(own)[0][1], "施行日期：2023-05-01");
    assert_eq!(made(own)[0].len(), 4);
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

/// The words of the lines that entries of `reason` were made for.
fn told(source: &str, reason: Reason) -> Vec<String> {
    let imported = import::import(source, "未题名");
    assert!(Sum::of(&imported).balances());
    let entries = imported.ledger.entries().iter().filter(|entry| entry.reason == reason);
    entries.map(|entry| entry.was.clone()).collect()
}

#[test]
fn titles_in_brackets() {
    for (open, close) in
        [("【", "】"), ("《", "》"), ("「", "」"), ("〖", "〗"), ("**", "**"), ("**《", "》**")]
    {
        let source = format!(
            "{open}叫号管理办法{close}\n1、按号办理。\n2、过号重排。\n{open}大厅“四不让”守则{close}\n1、不让久等。\n2、不让空跑。\n"
        );
        assert_eq!(titles(&source), named(&[("叫号管理办法", 2), ("大厅“四不让”守则", 2)]), "{open}");
    }
    let quoted = "叫号管理办法\n第一条 推行\n【一窗受理】和《叫号管理办法》。\n第二条 实行“首问责任制度”。\n";
    assert_eq!(titles(quoted), named(&[("叫号管理办法", 2)]));
}

#[test]
fn parts_of_a_collection_that_are_called_neither_rule_nor_system() {
    let list = "1、守时。\n2、守信。\n";
    for part in
        ["窗口文明用语", "大厅工作纪律", "便民服务承诺", "窗口人员“六不准”", "文明服务忌语", "廉政禁令"]
    {
        for source in [
            format!("叫号管理办法\n{list}{part}\n{list}休息室使用规定\n{list}"),
            format!("{part}\n{list}叫号管理办法\n{list}"),
            format!("一、叫号管理办法\n{list}二、{part}\n{list}三、休息室使用规定\n{list}"),
        ] {
            assert!(titles(&source).contains(&(part.to_owned(), 2)), "{source}");
            assert!(told(&source, Reason::Restart).is_empty(), "{source}");
        }
    }
    // Headings of one regulation: the numbers of its articles run through it, or its title holds them.
    for one in [
        "叫号管理办法\n第一条 守时。\n工作纪律\n1、守时。\n2、守信。\n第二条 守信。\n",
        "大厅服务规范\n服务标准\n1、守时。\n2、守信。\n工作纪律\n1、守时。\n2、守信。\n",
        "大厅服务规范\n一、服务承诺\n（一）守时。\n二、工作纪律\n（一）守信。\n",
    ] {
        assert_eq!(titles(one).len(), 1, "{one}");
    }
}

#[test]
fn chapters_whose_articles_begin_anew_are_regulations() {
    let source = "大厅规章制度\n第一章 叫号负责制\n第一条 按号办理。\n第二条 过号重排。\n第二章 值守公开制\n第一条 轮流值守。\n第二条 张榜公布。\n";
    assert_eq!(titles(source), named(&[("叫号负责制", 2), ("值守公开制", 2)]));
    // Where one of them is no title, or the articles run on, they are chapters; numbers that begin again are told.
    let chapters = source.replace("叫号负责制", "总则");
    assert_eq!(titles(&chapters), named(&[("大厅规章制度", 4)]));
    assert_eq!(told(&chapters, Reason::Restart), ["第一条 轮流值守。"]);
    let running = source.replace("第一条 轮流", "第三条 轮流").replace("第二条 张榜", "第四条 张榜");
    assert_eq!(titles(&running), named(&[("大厅规章制度", 4)]));
    assert!(told(&running, Reason::Restart).is_empty());
}

#[test]
fn numbers_that_begin_again_are_a_doubt() {
    let list = "1、守时。\n2、守信。\n";
    let source = format!("叫号管理办法\n{list}其他说法\n{list}");
    assert_eq!((titles(&source).len(), told(&source, Reason::Restart).len()), (1, 1));
    for source in [
        format!("叫号管理办法\n{list}违反的，按下列办法处理：\n{list}"),
        format!("叫号管理办法\n一、窗口\n{list}二、后台\n{list}"),
        format!("叫号管理办法\n第一条 窗口应当：\n{list}第二条 后台应当：\n{list}"),
    ] {
        assert!(told(&source, Reason::Restart).is_empty(), "{source}");
    }
    let twice = "叫号管理办法\n第一条 守时。\n叫号管理办法\n第一条 守信。\n";
    let doubts: Vec<bool> = import::import(twice, "未题名")
        .found
        .iter()
        .map(|found| found.doubts.contains(&Reason::SameTitle))
        .collect();
    assert_eq!(doubts, [false, true]);
    // Rules under a line that is no title are left out, which is told.
    let led = format!("请大家看下面几条\n{list}叫号管理办法\n{list}");
    assert_eq!(told(&led, Reason::Unclaimed), ["请大家看下面几条"]);
}

#[test]
fn what_markdown_marks_up_keeps_its_punctuation() {
    for kept in [
        "[一网通办](https://zw.a.gov.cn/x,y(1).html)",
        "![流程图](img/a,b.png \"图:一\")",
        "[首页][ref]",
        "<https://a.gov.cn/?q=1,2>",
        "`if(甲,乙):`",
        "``a`b,甲``",
        "&nbsp1;&lt;&amp;&#20013;",
        "[![标](a.png)](b.html)",
    ] {
        let source = format!("叫号管理办法\n第一条 窗口,大厅(含自助区)见{kept}。\n第二条 记录.\n");
        assert_eq!(
            made(&source)[0][1..],
            [format!("第一条 窗口，大厅（含自助区）见{kept}。"), "第二条 记录。".to_owned()]
        );
    }
    let code = "叫号管理办法\n第一条 甲,乙。\n```\n取号(甲,乙);\n```\n第二条 丙,丁。\n[ref]: https://a.gov.cn/甲,乙\n";
    let lines = made(code);
    assert!(lines[0].contains(&"取号(甲,乙);".to_owned()), "{lines:?}");
    assert!(
        lines[0].contains(&"第一条 甲，乙。".to_owned()) && lines[0].contains(&"第二条 丙，丁。".to_owned())
    );
    assert!(lines[0].contains(&"[ref]: https://a.gov.cn/甲,乙".to_owned()), "{lines:?}");
}

#[test]
fn letters_notices_reports_menus_and_advertising_are_no_regulations() {
    let rule = "叫号管理办法\n第一条 按号办理。\n第二条 过号重排。\n";
    for (text, why) in [
        (
            "致全市企业的公开信\n尊敬的企业家：\n为了方便办事，告知如下：\n一、提前预约。\n二、备齐材料。\n此致\n敬礼\n",
            Reason::Correspondence,
        ),
        ("感谢信\n市大厅：\n承蒙关照，不胜感激。\n此致\n敬礼！\n", Reason::Correspondence),
        ("各位朋友：\n大厅将搬迁，请相互转告。\n此致\n敬礼\n", Reason::Correspondence),
        (
            "通知\n各窗口：\n本周六系统升级，具体安排如下：\n一、停止取号。\n二、关闭自助机。\n特此通知。\n",
            Reason::Circular,
        ),
        ("停电公告\n因线路检修，6月3日停止对外办公。\n特此公告\n", Reason::Circular),
        (
            "2023年窗口工作总结\n一年来，大厅成绩显著。\n一、主要成效\n办件三万件。\n二、不足\n人手不够。\n",
            Reason::Speech,
        ),
        (
            "我市举办窗口技能比赛\n6月3日，全市窗口技能比赛举行。\n据悉，三十名选手参加了比赛。\n",
            Reason::Report,
        ),
        ("区里召开动员会\n6月3日，动员会召开。\n会议强调，要转变作风。\n", Reason::Report),
        ("政务公开\n办事大厅\n互动交流\n", Reason::Listing),
        ("专业代写公文\n十年老店，全场八折，欢迎咨询！\n", Reason::Advertising),
    ] {
        assert_eq!(titles(text), named(&[]), "{text}");
        assert_eq!(told(text, why).len(), 1, "{text} {:?}", import::import(text, "甲").ledger.entries());
        assert!(why.kind() == Kind::LeftOut);
        // Beside a regulation they do not hide it.
        assert!(titles(&format!("{rule}{text}")).contains(&("叫号管理办法".to_owned(), 2)), "{text}");
    }
    for text in [
        "信访工作制度\n一、来信应当登记。\n二、复函应当盖章。\n",
        "通知管理办法\n第一条 通知应当写明“特此通知”。\n第二条 通知应当归档。\n",
        "2023年窗口考核办法\n第一条 按月考核。\n第二条 年终总结。\n",
        "会议制度\n一、会议由主任主持。\n二、会议要求记录。\n",
        "广告管理规定\n一、不得用“全场八折”招揽。\n二、禁止“代写”。\n",
    ] {
        assert_eq!(titles(text).len(), 1, "{text}");
    }
}

#[test]
fn lines_that_end_inside_a_number_a_title_or_a_citation() {
    for (torn, whole) in [
        ("依照本办法第\n六条的规定处理。", "依照本办法第六条的规定处理。"),
        ("依照本办法第二十\n三条的规定处理。", "依照本办法第二十三条的规定处理。"),
        ("依照《中华人民共和国档\n案法》移交。", "依照《中华人民共和国档案法》移交。"),
        ("咨询0777-\n8123456，工作日接听。", "咨询0777-8123456，工作日接听。"),
        ("网址是http://zw.a.\ngov.cn/b，全天开放。", "网址是http://zw.a.gov.cn/b，全天开放。"),
        ("违反的，按照\n第二条、第三条的规定处理。", "违反的，按照第二条、第三条的规定处理。"),
        ("违反第二条、\n第三条的，通报。", "违反第二条、第三条的，通报。"),
        ("窗口负责人（含临时\n负责人）签字。", "窗口负责人（含临时负责人）签字。"),
    ] {
        let source = format!("叫号管理办法\n第一条 {torn}\n第二条 过号重排。\n第三条 记录。\n");
        assert_eq!(made(&source)[0][1], format!("第一条 {whole}"));
        assert_eq!(titles(&source), named(&[("叫号管理办法", 3)]), "{torn}");
    }
    // 第五条、第六条所称 at the head of a line is no article, even where the fifth is missing.
    let source = "叫号管理办法\n第一条 甲。\n第二条、第三条所称窗口，是指综合窗口。\n第三条 乙。\n";
    assert_eq!(titles(source), named(&[("叫号管理办法", 2)]));
    for own in ["第二条 过号重排。", "第二条：过号重排。", "第二条过号重排。"] {
        let source = format!("叫号管理办法\n第一条 按号办理，适用本办法\n{own}\n第三条 记录。\n");
        assert_eq!(titles(&source), named(&[("叫号管理办法", 3)]), "{own}");
    }
}

#[test]
fn lines_of_a_page_as_wide_as_each_other() {
    let article = |n: &str| {
        format!(
            "第{n}条 大厅设立总服务台，为群众提供咨询、导办、取号等服务，并配备轮椅、雨伞、老\n花镜等便民物品，咨询电话 0777-8123456，监督电话 0777-8654321，每个工作日 8 小\n时有人接听；群众提出的意见，应当在 3 个工作日内答复，不能按时答复的，说明理由和\n下一步的打算。\n"
        )
    };
    let source = format!(
        "叫号管理办法\n{}— 1 —\n{}",
        ["一", "二", "三"].map(article).concat(),
        ["四", "五"].map(article).concat()
    );
    let lines = made(&source);
    assert_eq!(lines[0].len(), 6, "{lines:?}");
    assert!(
        lines[0][1].contains("老花镜")
            && lines[0][1].contains("8 小时有人接听")
            && lines[0][1].ends_with("理由和下一步的打算。")
    );
}

#[test]
fn items_run_together_in_one_line() {
    for (line, items) in [
        (
            "第一条 窗口应当：（一）亮牌；（二）微笑；（三）记录。",
            ["（一）亮牌；", "（二）微笑；", "（三）记录。"],
        ),
        ("第一条 窗口应当：1、亮牌；2、微笑；3、记录。", ["1、亮牌；", "2、微笑；", "3、记录。"]),
        ("第一条 窗口应当：①亮牌；②微笑；③记录。", ["①亮牌；", "②微笑；", "③记录。"]),
        ("第一条 窗口应当:(1)亮牌;(2)微笑;(3)记录.", ["（1）亮牌；", "（2）微笑；", "（3）记录。"]),
    ] {
        let made = made(&format!("叫号管理办法\n{line}\n第二条 过号重排。\n"));
        assert_eq!(made[0][1..5], ["第一条 窗口应当：", items[0], items[1], items[2]]);
    }
    let deep = made(
        "叫号管理办法\n第一条 窗口：（一）亮牌：1、正面；2、反面；（二）微笑。\n第二条 分为：（一）甲，包括①丙和②丁；（二）乙。\n",
    );
    assert_eq!(deep[0][3..6], ["1、正面；", "2、反面；", "（二）微笑。"]);
    let bare = made("叫号管理办法\n第一条 （一）按号办理；（二）过号重排。\n第二条 记录。\n");
    assert_eq!(bare[0][1..], ["第一条", "（一）按号办理；", "（二）过号重排。", "第二条 记录。"]);
    for line in [
        "第一条 违反第二条第（一）项；第（二）项的，通报。",
        "第一条 分值（注：1、迟到；2、早退）另定。",
        "第一条 牌子写“1、亮牌；2、微笑”。",
        "第一条 窗口为1、2号；3、4号备用。",
        "第一条 材料：（一）甲；（三）丙。",
        "第一条 材料：（一）甲；（二）乙。交齐的，受理。",
    ] {
        assert_eq!(made(&format!("叫号管理办法\n{line}\n第二条 记录。\n"))[0][1], line);
    }
}

#[test]
fn lists_inside_lists() {
    let source = "# 叫号管理办法\n\n1. 取号\n   1. 现场取号\n   2. 网上取号\n2. 叫号\n    1. 按序\n       1. 先到先办\n3. 记录\n";
    assert_eq!(
        made(source)[0][1..],
        ["1. 取号", "（1）现场取号", "（2）网上取号", "2. 叫号", "（1）按序", "①先到先办", "3. 记录"]
    );
    let bullets = "# 叫号管理办法\n\n第一条 下列：\n- 甲\n  - 乙\n";
    assert_eq!(told(bullets, Reason::FlatBullets).len(), 1);
}

#[test]
fn tables_and_what_a_page_does_not_show() {
    let page = "<h1>值守办法</h1><p>第一条 时间如下：</p><table><tr><th>岗位<th>时间</tr><tr><td>总台<td>8:30<br>17:30</table>\
        <p>第二条 <del>废</del>经<ruby>办<rt>bàn</rt></ruby>人<s>员</s>登记<span style='display: none'>密</span>。</p>";
    let raw = import::raw(page.as_bytes(), Form::Document(Format::Html)).unwrap();
    let imported = import::import_raw(&raw, "未题名");
    let sum = Sum::of(&imported);
    assert!(sum.balances() && sum.read == raw.text.chars().count() + 6, "{sum:?}");
    let body: Vec<&str> =
        imported.found[0].at.of(imported.ledger.text()).lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        body,
        [
            "# 值守办法",
            "第一条 时间如下：",
            "| 岗位 | 时间 |",
            "|---|---|",
            "| 总台 | 8:30<br>17:30 |",
            "第二条 经办人登记。"
        ]
    );
    let of = |reason: Reason| {
        let entries = imported.ledger.entries().iter().filter(|entry| entry.reason == reason);
        entries.map(|entry| entry.was.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(Reason::Struck), ["废", "员"]);
    assert_eq!((of(Reason::Reading), of(Reason::Hidden)), (vec!["bàn"], vec!["密"]));
    // A page laid out in a table is no table.
    let page = "<table><tr><td>导航</td><td><h1>值守办法</h1><p>第一条 轮流。</p><p>第二条 交接。</p></td></tr></table>";
    let raw = import::raw(page.as_bytes(), Form::Document(Format::Html)).unwrap();
    assert_eq!(titles(&raw.text), named(&[("值守办法", 2)]));
}

#[test]
fn large_and_deep_input_is_read_in_one_pass() {
    let n = 20_000;
    for line in [
        format!("{}热情{}", "（".repeat(n), "）".repeat(n)),
        format!("{}热情{}.", "(".repeat(n), ")".repeat(n)),
        "[](".repeat(n),
        "甲<br>".repeat(2_000),
        "甲,".repeat(n),
    ] {
        let source = format!("叫号管理办法\n第一条 {line}\n第二条 记录。\n");
        let imported = import::import(&source, "未题名");
        assert!(Sum::of(&imported).balances());
    }
    let deep: String = (0..2_000).map(|n| format!("{}1. 项\n", " ".repeat(n.min(200) * 2))).collect();
    assert!(Sum::of(&import::import(&format!("# 叫号管理办法\n{deep}"), "未题名")).balances());
    let numbers: String = (9_998..10_003).map(|n| format!("第{n}条 记录。\n")).collect();
    assert_eq!(titles(&format!("叫号管理办法\n{numbers}")), named(&[("叫号管理办法", 5)]));
}

#[test]
fn a_quotation_over_several_paragraphs_stays_whole() {
    let source = "接待办法\n第一条 张贴下面的话：\n“先请坐，再问办什么事；\n“办不了的，说清楚：一、到哪里办。二、带什么。\n“慢走。”\n第二条 登记。\n";
    let made = made(source);
    let lines = &made[0];
    assert!(lines.contains(&"“办不了的，说清楚：一、到哪里办。二、带什么。".to_owned()), "{lines:?}");
    assert!(import::import(source, "未题名").found[0].doubts.is_empty());
}

/// A Word document of those parts: name, and what stands inside the outermost element.
fn word(body: &str, header: &str, notes: &str) -> Vec<u8> {
    use std::io::Write as _;
    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |targets: &[(&str, &str)]| {
        let one = |(kind, target): &(&str, &str)| {
            format!("<Relationship Id=\"{kind}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
        };
        let all: String = targets.iter().map(one).collect();
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
        )
    };
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml")])),
        ("word/_rels/document.xml.rels", relations(&[("header", "h.xml"), ("footnotes", "n.xml")])),
        ("word/document.xml", format!("<w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:body></w:document>")),
        ("word/h.xml", format!("<w:hdr xmlns:w=\"{WORD}\">{header}</w:hdr>")),
        ("word/n.xml", format!("<w:footnotes xmlns:w=\"{WORD}\">{notes}</w:footnotes>")),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_stands_beside_the_text_of_a_word_document() {
    let p = |words: &str| format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    let cell = |words: &str| format!("<w:tc>{}</w:tc>", p(words));
    let body = [
        p("值守办法"),
        "<w:p><w:r><w:t>第一条 轮流</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>\
            <w:del><w:r><w:delText>废</w:delText></w:r></w:del><w:r><w:t>值守。</w:t></w:r></w:p>"
            .to_owned(),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}<w:tc>{}{}</w:tc></w:tr></w:tbl>",
            cell("岗位"),
            cell("时间"),
            cell("总台"),
            p("8:30"),
            p("17:30")
        ),
        p("第二条 交接。"),
    ];
    let bytes = word(&body.concat(), &p("内部资料"), &p("注一"));
    let raw = import::raw(&bytes, Form::Document(Format::Docx)).unwrap();
    let imported = import::import_raw(&raw, "未题名");
    assert!(Sum::of(&imported).balances());
    let body: Vec<&str> =
        imported.found[0].at.of(imported.ledger.text()).lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        body,
        [
            "# 值守办法",
            "第一条 轮流值守。",
            "| 岗位 | 时间 |",
            "|---|---|",
            "| 总台 | 8:30<br>17:30 |",
            "第二条 交接。"
        ]
    );
    let aside: Vec<(Reason, &str, usize)> = imported
        .ledger
        .entries()
        .iter()
        .filter(|entry| entry.reason.is_aside())
        .map(|entry| (entry.reason, entry.was.as_str(), entry.at.start()))
        .collect();
    let line = raw.text.find("第一条").unwrap();
    assert_eq!(
        aside,
        [
            (Reason::Hidden, "密", line),
            (Reason::Struck, "废", line),
            (Reason::PageEdge, "内部资料", 0),
            (Reason::Note, "注一", 0)
        ]
    );
}

#[test]
fn how_strangers_set_titles_and_pages() {
    let list = "1、守时。\n2、守信。\n";
    for (first, second) in [
        ("★叫号管理办法★", "★休息室使用规定★"),
        ("——叫号管理办法——", "——休息室使用规定——"),
        ("## 叫号管理办法", "## 休息室使用规定"),
        ("【叫号负责制】", "【首席值守制】"),
    ] {
        assert_eq!(titles(&format!("{first}\n{list}{second}\n{list}")).len(), 2, "{first}");
    }
    let chapters = format!("大厅管理制度汇编\n第一章 叫号制度\n{list}第二章 值守制度\n{list}");
    assert_eq!(titles(&chapters), named(&[("叫号制度", 2), ("值守制度", 2)]));
    let chapters = chapters.replace("制度汇编", "办法");
    assert_eq!(titles(&chapters).len(), 1);
    // Every page has the title at its edge.
    let pages = "叫号管理办法\n第一条 大厅应当配备叫号设备，并安排人员引导群众，发现故\n- 1 -\n叫号管理办法\n障的，应当报修。\n第二条 记录。\n- 2 -\n叫号管理办法\n第三条 归档。\n";
    assert_eq!(
        made(pages)[0][1..],
        [
            "第一条 大厅应当配备叫号设备，并安排人员引导群众，发现故障的，应当报修。",
            "第二条 记录。",
            "第三条 归档。"
        ]
    );
    assert_eq!(told(pages, Reason::RunningHead).len(), 2);
    let attached = "叫号管理办法\n第一条 按号办理。\n附件\n操作流程\n1.登录\n2.打印\n";
    assert_eq!(made(attached)[0][2..], ["附件", "操作流程", "1.登录", "2.打印"]);
    let labels = "叫号管理办法\n第一条 分工如下：\n受理岗：负责收件，应当当场出具凭证\n审核岗：负责审查，应当在次日提意见\n发证岗：负责送达，应当核对身份证件\n";
    assert_eq!(made(labels)[0].len(), 5, "{:?}", made(labels));
    let article = "叫号管理办法\n第一条叫号。\n第二条重排。\n第三条第二条规定的重排不超过三次。\n";
    assert_eq!(titles(article), named(&[("叫号管理办法", 3)]));
    let open = "叫号管理办法\n第一条 志愿者应当佩戴标识，遵守大厅制度，不得以\n志愿服务名义营利；违者劝离\n，并通报。\n第二条 记录。\n";
    assert!(made(open)[0][1].contains("不得以志愿服务名义"), "{:?}", made(open));
}

#[test]
fn collections_with_parts_and_speeches() {
    let list = "1、守时。\n2、守信。\n";
    let articles = "第一条 守时。\n第二条 守信。\n";
    let three = named(&[("叫号制度", 2), ("值守管理办法", 2), ("设备使用规定", 2)]);
    let speech = format!(
        "一、叫号制度\n{articles}\n二、值守管理办法\n{articles}\n三、设备使用规定\n{list}\n四、在全局作风建设大会上的讲话\n同志们：\n今天讲两点。\n一、提高认识\n要重视。\n二、狠抓落实\n要落实。\n谢谢大家！\n"
    );
    assert_eq!(titles(&speech), three);
    assert!(made(&speech)[2].iter().all(|line| !line.contains("讲话")));
    for (part, next) in [
        ("第一部分　内部管理", "第二部分　窗口管理"),
        ("第一篇 服务类", "第二篇 监督类"),
        ("第一篇：服务类制度", "第二篇：监督类制度"),
    ] {
        let anew =
            format!("{part}\n一、叫号制度\n{list}二、值守管理办法\n{list}{next}\n一、设备使用规定\n{list}");
        assert_eq!(titles(&anew), three, "{anew}");
        let on = format!(
            "某局制度汇编\n{part}\n1.叫号制度\n{articles}{next}\n2.值守管理办法\n{articles}3.设备使用规定\n{articles}"
        );
        assert_eq!(titles(&on), three, "{on}");
    }
    // The numbers begin anew without a word.
    let anew =
        format!("一、叫号制度\n{list}二、值守管理办法\n{list}一、设备使用规定\n{list}二、巡查制度\n{list}");
    assert_eq!(titles(&anew).len(), 4);
    // The chapters of one regulation may be called like parts.
    let one = format!("叫号管理办法\n第一部分 总则\n{list}第二部分 附则\n3、记录。\n");
    assert_eq!(titles(&one).len(), 1);
}

#[test]
fn a_page_whose_heading_is_that_of_the_covering_notice() {
    let page = "<table><tr><td>发文机关：</td><td>青石县政务服务中心</td></tr><tr><td>发文字号：</td><td>青政服〔2021〕7号</td></tr></table>\
        <h1>青石县政务服务中心关于印发《叫号管理规定》的通知</h1><p>各科室：</p><p>《叫号管理规定》已经会议通过，现印发给你们，请认真贯彻执行。</p>\
        <p align=right>2021年3月15日</p><p style=\"text-align:center\">叫号管理规定</p><p>第一条 按号办理。</p><p>第二条 记录。</p>";
    let raw = import::raw(page.as_bytes(), Form::Document(Format::Html)).unwrap();
    assert_eq!(made(&raw.text), [["# 叫号管理规定", "第一条 按号办理。", "第二条 记录。"]]);
    let imported = import::import(&raw.text, "未题名");
    let facts = &imported.found[0].facts;
    assert_eq!(facts.issuer.as_deref(), Some("青石县政务服务中心"));
    assert_eq!(facts.number.as_deref(), Some("青政服〔2021〕7号"));
    // The title of the page printed once more is no other text.
    let again = "<h1>叫号管理规定</h1><p>叫号管理规定</p><p>第一条 按号办理。</p>";
    let raw = import::raw(again.as_bytes(), Form::Document(Format::Html)).unwrap();
    assert_eq!(titles(&raw.text), named(&[("叫号管理规定", 1)]));
}

#[test]
fn a_notice_that_sends_several_regulations_round() {
    let source = "某局关于印发《叫号制度》等两项制度的通知\n某政服〔2024〕2号\n各科室：\n现将《叫号制度》《值守规定》印发给你们，请遵照执行。\n叫号制度\n第一条 按号。\n第二条 记录。\n值守规定\n第一条 到岗。\n第二条 交接。\n巡查办法\n第一条 巡查。\n第二条 通报。\n";
    let imported = import::import(source, "未题名");
    let numbers: Vec<Option<&str>> =
        imported.found.iter().map(|found| found.facts.number.as_deref()).collect();
    assert_eq!(numbers, [Some("某政服〔2024〕2号"), Some("某政服〔2024〕2号"), None]);
}

#[test]
fn what_stands_in_a_box_to_fill_in_is_listed() {
    let page = "<h1>叫号管理规定</h1><p>第一条 按号办理。</p><textarea>第九条 样例</textarea>";
    let raw = import::raw(page.as_bytes(), Form::Document(Format::Html)).unwrap();
    let imported = import::import_raw(&raw, "未题名");
    assert!(Sum::of(&imported).balances());
    let words: Vec<&str> = imported
        .ledger
        .entries()
        .iter()
        .filter(|entry| entry.reason == Reason::FilledIn)
        .map(|entry| entry.was.as_str())
        .collect();
    assert_eq!((words, imported.found.len()), (vec!["第九条 样例"], 1));
}

#[test]
fn titles_that_are_not_sure_are_a_doubt_when_a_list_begins_behind_them() {
    let source = "考勤制度\n第一条 签到。\n第二条 签退。\n窗口文明用语\n一、您好。\n二、请稍等。\n首席代表权限清单\n一、受理权。\n二、审核权。\n";
    assert_eq!(told(source, Reason::TitleInside), ["窗口文明用语", "首席代表权限清单"]);
    let heading = "考勤制度\n第一条 签到。\n第二条 签退。\n窗口文明用语\n应当说普通话。\n";
    assert!(told(heading, Reason::TitleInside).is_empty());
}

#[test]
fn a_covering_notice_that_announces_another_number_of_regulations_is_a_doubt() {
    let list = "1、守时。\n2、守信。\n";
    let notice = |said: &str| {
        format!(
            "关于印发叫号管理办法等制度的通知\n各科室，各窗口：\n《叫号管理办法》{said}已经研究通过，现予以印发，请遵照执行。\n叫号管理办法\n{list}休息室使用规定\n{list}"
        )
    };
    let wrong = notice("等3项制度");
    assert_eq!(titles(&wrong).len(), 2, "{wrong}");
    assert_eq!(told(&wrong, Reason::Announced), ["等3项制度"]);
    for right in [notice("等2项制度"), notice("等两项规章制度"), notice("等制度")] {
        assert!(told(&right, Reason::Announced).is_empty(), "{right}");
    }
    // Each notice counts its own.
    let two = format!("{}{}", notice("等两项制度"), notice("等2项制度").replace("叫号", "值守"));
    assert!(told(&two, Reason::Announced).is_empty(), "{two}");
}

#[test]
fn articles_that_count_on_over_the_foot_of_a_page_are_one_regulation() {
    for foot in ["版权所有", "返回顶部", "相关链接：", "上一篇：值守制度", "版权所有 某县政务服务中心"]
    {
        let source = format!(
            "标识制度\n第一条 大厅标识应当统一。\n{foot}\n标识由综合科制作。\n第二条 违反的，通报批评。\n"
        );
        assert_eq!(titles(&source), named(&[("标识制度", 2)]), "{source}");
    }
    let another = "标识制度\n第一条 甲。\n第二条 乙。\n返回顶部\n请假制度\n第一条 丙。\n第二条 丁。\n";
    assert_eq!(titles(another), named(&[("标识制度", 2), ("请假制度", 2)]));
}

#[test]
fn a_name_over_the_first_article_is_a_title() {
    let (one, two) = (
        "帮办代办工作流程\n第一条 热情接待。\n第二条 负责到底。\n",
        "请假制度\n第一条 写请假条。\n第二条 按时销假。\n",
    );
    assert_eq!(titles(&format!("{one}{two}")), named(&[("帮办代办工作流程", 2), ("请假制度", 2)]));
    assert_eq!(titles(&format!("{two}{one}")), named(&[("请假制度", 2), ("帮办代办工作流程", 2)]));
    // Behind a sentence that goes on it is none.
    let inside = "请假制度\n第一条 下列人员：\n窗口人员\n第一条 写请假条。\n";
    assert_eq!(titles(inside).len(), 1);
}

#[test]
fn titles_on_two_lines() {
    let body = "第一条 请假应当批准。\n第二条 假满应当销假。\n";
    for (title, whole) in [
        (
            "青石县行政审批局关于规范窗口人员\n请休假管理的暂行规定",
            "青石县行政审批局关于规范窗口人员请休假管理的暂行规定",
        ),
        ("窗口工作人员绩效考核\n和奖励惩戒管理办法", "窗口工作人员绩效考核和奖励惩戒管理办法"),
    ] {
        assert_eq!(titles(&format!("{title}\n{body}")), named(&[(whole, 2)]));
    }
    let two = "请假制度\n第一条 甲。\n考勤管理\n和值守办法\n第一条 乙。\n";
    assert_eq!(titles(two).first().map(|(title, _)| title.as_str()), Some("请假制度"));
}

#[test]
fn parts_of_a_collection_under_headings_of_the_second_level() {
    let source = "# 青石县政务服务中心规章制度\n\n## 首问责任制度\n\n一、热情接待。\n\n二、负责到底。\n\n## 请假制度\n\n一、写请假条。\n\n二、按时销假。\n";
    assert_eq!(titles(source), named(&[("首问责任制度", 2), ("请假制度", 2)]));
    let annexed = "附件1\n首问责任制度\n第一条 热情接待。\n附件2\n请假制度\n第一条 写请假条。\n附件3\n卫生制度\n第一条 打扫。\n";
    assert_eq!(titles(annexed), named(&[("首问责任制度", 1), ("请假制度", 1), ("卫生制度", 1)]));
}

#[test]
fn numbers_and_heads_between_pages() {
    let kept = |source: &str| {
        let imported = import::import(source, "无题");
        imported.ledger.text().split_whitespace().collect::<String>()
    };
    let amount = kept("廉政制度\n第一条 每年开展不少于\n5\n次廉政教育。\n第 6 页\n第二条 不得收受礼金。\n");
    assert!(amount.contains("每年开展不少于5次廉政教育。") && !amount.contains("第6页"), "{amount}");
    let item = kept(
        "廉政制度\n第一条 不得有下列行为：\n1、收受礼金；\n2、加\n— 4 —\n用公款支付的个人费用；\n3、谋取私利。\n",
    );
    assert!(item.contains("2、加用公款支付的个人费用；"), "{item}");
    let page = |n: u32| {
        format!(
            "某县政务服务中心制度汇编\n第{}条 应当严格遵守，不得违反。\n第 {n} 页\n",
            ["一", "二", "三", "四"][n as usize - 1]
        )
    };
    let source = format!("安全管理制度\n\n{}", (1..=4).map(page).collect::<String>());
    assert_eq!(titles(&source), named(&[("安全管理制度", 4)]));
    assert!(!kept(&source).contains("汇编"));
}
