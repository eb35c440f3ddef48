//! What is read of the fields of a document, in the shapes that labels have.

use guiju::doc::{Kind, NoticeKind};

use crate::linting::document;

/// The fields of a file, each as `name ← label: first line of the value`.
fn fields(name: &str, text: &str) -> Vec<String> {
    let document = document(name, text.as_bytes());
    let plain = &document.plain;
    let line = |words: String| words.lines().next().unwrap_or_default().to_owned();
    let shown = document.fields.iter().filter(|field| !field.label.is_empty());
    shown
        .map(|field| format!("{} ← {}: {}", field.name, field.label.of(plain), line(field.text(plain))))
        .collect()
}

#[test]
fn labels_before_a_bar() {
    assert_eq!(
        fields("推文.txt", "档案查阅办事指南\n\n申请条件｜持有合法证明的单位和个人。\n收费｜不收费。\n"),
        ["申请条件 ← 申请条件: 持有合法证明的单位和个人。", "收费依据和标准 ← 收费: 不收费。"]
    );
}

#[test]
fn several_labels_in_brackets_in_one_line() {
    assert_eq!(
        fields(
            "指南.txt",
            "河道活动审批办事指南\n\n【法定时限】20个工作日  【承诺时限】10个工作日，自受理之日起\n"
        ),
        ["法定时限 ← 法定时限: 20个工作日", "承诺时限 ← 承诺时限: 10个工作日，自受理之日起"]
    );
}

#[test]
fn numbered_questions() {
    let text = "# 法律援助申请办事指南\n\n**Q3　申请条件？**\n请求的事项在法律援助范围内。\n\n**Q8　收不收登记费？**\n不收。\n\n**Q12　联系谁？**\n咨询电话：0388-5526148\n监督投诉电话：0388-5526149\n";
    assert_eq!(
        fields("指南.md", text),
        [
            "申请条件 ← 申请条件: 请求的事项在法律援助范围内。",
            "收费依据和标准 ← 收不收登记费: 不收。",
            "联系方式 ← 咨询电话: 0388-5526148",
            "投诉渠道 ← 监督投诉电话: 0388-5526149",
        ]
    );
}

#[test]
fn a_table_of_steps_is_the_value_of_the_label_above_it() {
    let text = "# 人防工程拆除办事指南\n\n## 办理流程\n\n| 环节 | 办理人 | 时限 |\n|---|---|---|\n| 受理 | 窗口 | 1个工作日 |\n| 审核 | 工程科 | 3个工作日 |\n\n## 收费\n\n不收费\n";
    assert_eq!(fields("指南.md", text), ["办理程序 ← 办理流程: 环节", "收费依据和标准 ← 收费: 不收费"]);
}

#[test]
fn a_notice_to_the_public_with_all_that_a_guide_tells_is_one() {
    let text = "槐坪镇人民政府\n关于集中受理2026年度高龄津贴申请的通告\n\n一、依据哪条\n《中华人民共和国老年人权益保障法》第三十三条。\n\n二、申请条件：年满80周岁\n\n三、申请材料：身份证\n\n四、办理流程：申请—受理—发放\n\n五、收费：不收费\n\n六、投诉电话：0388-5526149\n";
    assert_eq!(document("通告.txt", text.as_bytes()).kind, Some(Kind::Guide));
    let short = "关于调整办公时间的通告\n\n自2026年11月1日起，办公时间：工作日9:00—17:00。\n";
    assert!(matches!(document("通告.txt", short.as_bytes()).kind, Some(Kind::Notice(_))));
}

#[test]
fn a_letter_and_its_answer_on_a_page() {
    let html = "<h3>来信选登</h3><table><tr><td>来信内容</td><td>我问为什么，没有人答复。</td></tr><tr><td>答复内容</td><td>您好！经查，已办结。</td></tr></table>";
    assert_eq!(document("页.html", html.as_bytes()).kind, Some(Kind::Notice(NoticeKind::ComplaintReply)));
    let rule = "<h3>来信办理</h3><p>登记来信内容和答复内容，存档。</p>";
    assert_eq!(document("页.html", rule.as_bytes()).kind, None);
}

#[test]
fn tags_beside_each_other_are_no_title() {
    let html = "<html><head><title>林木采伐许可证核发</title></head><body><p>行政许可　承诺件　县级　可网办</p><h2>申请条件</h2><p>权属清楚</p><h2>申请材料</h2><p>申请表</p><h2>办理流程</h2><p>申请—受理</p></body></html>";
    assert_eq!(document("页.html", html.as_bytes()).kind, Some(Kind::Guide));
    // However long the name of a part is, it stays one; the name of the item over it is the title.
    let long = html.replace("<h2>申请条件</h2>", "<h2>收费依据和标准</h2><p>不收费</p><h2>申请条件</h2>");
    let read = document("页.html", long.as_bytes());
    assert_eq!((read.title, read.kind), (None, Some(Kind::Guide)));
    let named = html.replacen("<h2>", "<h3>林木采伐许可证核发</h3><h2>", 1);
    let read = document("页.html", named.as_bytes());
    assert_eq!(read.title.map(|title| title.of(&read.plain)), Some("林木采伐许可证核发"));
}

/// A guide with one table of those rows in HTML.
fn table(rows: &str) -> Vec<String> {
    let text = format!("<h1>取水许可办事指南</h1><table>{rows}</table>");
    fields("指南.html", &text)
}

#[test]
fn labels_that_gather_others() {
    let rows = "<tr><td rowspan=2>时限</td><td>法定时限</td><td>20个工作日</td></tr><tr><td>承诺时限</td><td>8个工作日</td></tr>\
        <tr><td>条件</td><td>申请条件</td><td>依法设立</td></tr>\
        <tr><td rowspan=2>收费</td><td>依据</td><td>计价格〔2000〕474号</td></tr><tr><td>标准</td><td>每件20元</td></tr>";
    assert_eq!(
        table(rows),
        [
            "法定时限 ← 法定时限: 20个工作日",
            "承诺时限 ← 承诺时限: 8个工作日",
            "申请条件 ← 申请条件: 依法设立",
            "收费依据和标准 ← 收费: 依据",
        ]
    );
}

#[test]
fn a_value_that_begins_with_a_label() {
    let rows = "<tr><td>咨询电话</td><td>电话：0388-5520163</td></tr>\
        <tr><td>承诺时限</td><td>8个工作日</td><td>收费：不收费</td></tr>";
    let found = table(rows);
    assert!(found.contains(&"联系方式 ← 咨询电话: 电话：0388-5520163".to_owned()), "{found:?}");
    assert!(found.contains(&"承诺时限 ← 承诺时限: 8个工作日".to_owned()), "{found:?}");
}

#[test]
fn fields_that_a_table_counts() {
    let head = "<tr><th>序号</th><th>要素</th><th>内容</th></tr>";
    let rows = "<tr><td>1</td><td>申请条件</td><td>依法设立</td></tr><tr><td>2</td><td>承诺时限</td><td>8个工作日</td></tr>\
        <tr><td>3</td><td>延期</td><td>不延期</td></tr><tr><td>4</td><td>收费</td><td>不收费</td></tr>";
    let found =
        ["申请条件 ← 申请条件: 依法设立", "承诺时限 ← 承诺时限: 8个工作日", "收费依据和标准 ← 收费: 不收费"];
    assert_eq!(table(&format!("{head}{rows}")), found);
    assert_eq!(table(rows), found);
    // What a list of materials counts are no fields.
    let list = "<tr><td>序号</td><td>申请材料</td><td>份数</td></tr><tr><td>1</td><td>申请表</td><td>1份</td></tr>\
        <tr><td>2</td><td>申请条件的证明</td><td>1份</td></tr><tr><td>3</td><td>收费凭证</td><td>1份</td></tr>";
    assert_eq!(table(list), ["申请材料 ← 申请材料: 申请表"]);
}

#[test]
fn a_label_beside_several_rows_heads_no_column() {
    let rows = "<tr><td rowspan=3>申请材料</td><td>材料名称</td><td>份数</td><td>来源</td></tr>\
        <tr><td>申请表</td><td>1份</td><td>窗口</td></tr><tr><td>营业执照</td><td>1份</td><td>自备</td></tr>\
        <tr><td>收费</td><td colspan=3>不收费</td></tr>";
    assert_eq!(table(rows), ["申请材料 ← 申请材料: 材料名称", "收费依据和标准 ← 收费: 不收费"]);
}

#[test]
fn a_table_inside_a_cell_is_the_value_of_the_label_beside_it() {
    let rows = "<tr><td>申请材料</td><td><table><tr><td>申请表</td><td>1份</td></tr></table></td></tr>\
        <tr><td>收费</td><td>不收费</td></tr>";
    assert_eq!(table(rows), ["申请材料 ← 申请材料: 申请表", "收费依据和标准 ← 收费: 不收费"]);
}

#[test]
fn a_time_ends_where_something_else_is_told() {
    let text =
        "取水许可办事指南\n\n承诺时限：8个工作日\n变更：5个工作日\n申请时限：届满30日前\n\n收费：不收费\n";
    let document = document("指南.txt", text.as_bytes());
    let limit = document.fields_named("承诺时限").next().unwrap();
    assert_eq!(limit.text(&document.plain), "8个工作日\n变更：5个工作日");
}

#[test]
fn labels_before_wide_blanks_alone() {
    let text = "# 查档指南\n\n依据　《中华人民共和国档案法》第二十八条。\n\n谁能查（条件）　单位和个人。\n\n流程　登记 → 受理 → 调卷。\n\n办理时限　3个工作日。\n\n收费　不收费。\n\n咨询电话　0199-8801633\n";
    assert_eq!(
        fields("指南.md", text),
        [
            "法定依据 ← 依据: 《中华人民共和国档案法》第二十八条。",
            "申请条件 ← 谁能查（条件）: 单位和个人。",
            "办理程序 ← 流程: 登记 → 受理 → 调卷。",
            "承诺时限 ← 办理时限: 3个工作日。",
            "收费依据和标准 ← 收费: 不收费。",
            "联系方式 ← 咨询电话: 0199-8801633",
        ]
    );
}

#[test]
fn labels_behind_numbers_in_square_brackets() {
    let text = "————————\n易地建设审批\n————————\n\n〔1〕事项类别　行政许可（承诺件）\n\n〔2〕申请材料\n　　1）申请表\n　　2）附图\n\n〔3〕承诺办结时限　25个工作日\n\n〔4〕补贴项目和实施单位\n市水利局\n";
    let read = document("指南.txt", text.as_bytes());
    assert_eq!(read.title.map(|title| title.of(&read.plain)), Some("易地建设审批"));
    assert_eq!(
        fields("指南.txt", text),
        [
            "事项类型 ← 事项类别: 行政许可（承诺件）",
            "申请材料 ← 申请材料: 1）申请表",
            "承诺时限 ← 承诺办结时限: 25个工作日",
            "实施机关 ← 补贴项目和实施单位: 市水利局",
        ]
    );
}

#[test]
fn a_sheet_to_somebody_by_name_is_a_notice() {
    let told = "● 依据\n《中国公民收养子女登记办法》第四条\n\n● 收养人的条件\n年满三十周岁\n\n● 材料\n申请书1份\n\n● 程序\n申请—登记\n\n● 时限\n15个工作日\n\n● 收费\n不收费\n\n● 投诉电话\n0388-5526149\n\n● 咨询电话\n0388-5526148\n\n● 地点\n青梧路3号\n\n● 时间\n周一至周五\n\n● 办理结果\n收养登记证\n\n● 实施机关\n县民政局\n\n● 事项名称\n收养登记\n\n● 数量限制\n无\n\n● 送达方式\n窗口领取\n";
    let kind = |head: &str| document("告知.txt", format!("{head}{told}").as_bytes()).kind;
    let addressed = "            一 次 性 告 知 书\n\n棠溪县民政局\n\n申先生、蓝女士：\n\n您二位咨询收养，现一次告知如下。\n\n";
    assert_eq!(kind(addressed), Some(Kind::Notice(NoticeKind::OneTime)));
    assert_eq!(kind("一次性告知书\n\n收养登记\n\n"), Some(Kind::Guide));
}

#[test]
fn labels_however_they_are_set_off() {
    for form in [
        "📌 {}\n{}\n",
        "✅{}：{}\n",
        "#️⃣{}\n{}\n",
        "PART 0# {}\n{}\n",
        "0# | {}\n{}\n",
        "0#\n{}\n{}\n",
        "➤{}\n{}\n",
        "——{}——\n{}\n",
        "=== {} ===\n{}\n",
        "★{}★\n{}\n",
        "《{}》\n{}\n",
        "＜{}＞：{}\n",
        "/ {} /\n{}\n",
        "{} | {}\n",
        "| {} | {} |\n",
        "{}→{}\n",
        "（#）{}\n{}\n",
        "#.1 {}\n{}\n",
        "#.{}：{}。",
        "第#章 {}\n{}\n",
        "第#节　{}\n{}\n",
        "NO.# {}\n{}\n",
        "序号#：{}\n{}\n",
        "#{}\n{}\n",
        "#{}：{}\n",
        "#，{}，{}\n",
        "★#、{}\n{}\n",
        "» {}\n{}\n",
        "{}∶{}\n",
        "{}……{}\n",
        "{}............{}\n",
        "{}——{}\n",
        "{}={}\n",
        "{},{}\n",
        "{}；{}\n",
        "{}是{}\n",
        "#.问：{}？\n答：{}\n",
    ] {
        let values = [("申请条件", "有经批准的消纳场"), ("承诺时限", "5个工作日"), ("收费标准", "不收费")];
        let line = |(i, (label, value)): (usize, &(&str, &str))| {
            let number = (i + 1).to_string();
            form.replace('#', &number).replacen("{}", label, 1).replacen("{}", value, 1)
        };
        let text: String = values.iter().enumerate().map(line).collect();
        let read = fields("指南.txt", &format!("建筑垃圾处置核准办事指南\n\n{text}"));
        let expected = [
            "申请条件 ← 申请条件: 有经批准的消纳场",
            "承诺时限 ← 承诺时限: 5个工作日",
            "收费依据和标准 ← 收费标准: 不收费",
        ];
        let read: Vec<&str> = read.iter().map(|field| field.trim_end_matches('。')).collect();
        assert_eq!(read, expected, "{form}");
    }
}

#[test]
fn labels_that_begin_with_the_matter() {
    let text = "结婚登记须知\n\n一、结婚登记条件\n双方自愿。\n\n二、结婚登记提交的证件\n居民身份证\n\n三、结婚登记的时限、收费标准\n当场登记，不收费\n";
    assert_eq!(
        fields("须知.txt", text),
        [
            "申请条件 ← 结婚登记条件: 双方自愿。",
            "申请材料 ← 提交的证件: 居民身份证",
            "承诺时限 ← 时限、收费标准: 当场登记，不收费",
            "收费依据和标准 ← 时限、收费标准: 当场登记，不收费",
        ]
    );
}

#[test]
fn labels_that_narrow_cells_break() {
    let row = |label: &str, value: &str| format!("<tr><td>{label}</td><td>{value}</td></tr>");
    let rows = [row("申<br>请<br>条<br>件", "有场所"), row("<p>承诺</p><p>时限</p>", "5个工作日")];
    let labels = fields("指南.html", &format!("<h1>取水许可办事指南</h1><table>{}</table>", rows.concat()));
    let values: Vec<&str> = labels.iter().map(|field| field.rsplit(": ").next().unwrap()).collect();
    assert_eq!(values, ["有场所", "5个工作日"], "{labels:?}");
}

#[test]
fn a_label_over_blank_cells_is_that_of_all_rows() {
    let text = "<h1>取水许可办事指南</h1><table><tr><td>申请材料</td><td>材料名称</td><td>份数</td></tr><tr><td></td><td>申请书</td><td>1份</td></tr></table>";
    assert_eq!(fields("指南.html", text), ["申请材料 ← 申请材料: 申请书"]);
}

#[test]
fn a_table_pasted_with_tabs_is_a_table() {
    let text =
        "受理通知书\n\n申请事项\t取水许可\n承诺时限\t5个工作日\t联系电话\t0399-6215101\n\n窗口\t三楼\n";
    let expected = ["承诺时限 ← 承诺时限: 5个工作日", "联系方式 ← 联系电话: 0399-6215101"];
    let read = fields("通知.txt", text);
    assert!(expected.iter().all(|field| read.contains(&(*field).to_owned())), "{read:?}");
    let cells = document("通知.txt", text.as_bytes());
    let is_cell = |words: &str| {
        cells.blocks.iter().any(|block| {
            block.span.of(&cells.plain) == words && matches!(block.kind, guiju::doc::BlockKind::Cell(_))
        })
    };
    assert!(is_cell("取水许可") && !is_cell("三楼"));
}

#[test]
fn what_only_looks_like_a_title() {
    let title = |path: &str, text: &str| {
        let read = document(path, text.as_bytes());
        (read.title.map(|title| title.of(&read.plain).to_owned()), read.kind)
    };
    let told = "\n\n## 申请条件\n\n有困难\n\n## 承诺时限\n\n5个工作日\n\n## 收费标准\n\n不收费\n";
    let (named, _) = title("甲.md", &format!("# 延期缴纳税款的核准\n\n（纳税服务指引 · 某局编写）{told}"));
    assert_eq!(named.as_deref(), Some("延期缴纳税款的核准"));
    let boxed = "拍卖企业设立许可\n【办件类型】承诺件\n【申请条件】有场所\n【承诺时限】5个工作日\n【收费标准】不收费\n";
    assert_eq!(title("乙.txt", boxed).1, Some(Kind::Guide));
    let row = "社会团体变更登记\n申请条件：成立\n业务流程：环节 人员 时限\n受理 窗口 2个工作日 材料齐全的，发给受理通知书\n承诺时限：5个工作日\n收费标准：不收费\n";
    assert_eq!(title("丙.txt", row).1, Some(Kind::Guide));
}

#[test]
fn questions_that_name_a_field() {
    let text =
        "结婚登记问答\n\n问：本事项的承诺时限是多久？\n答：当场登记\n\n问：申请条件有哪些？\n答：双方自愿\n";
    let expected = ["承诺时限 ← 本事项的承诺时限是多久: 当场登记", "申请条件 ← 申请条件有哪些: 双方自愿"];
    assert_eq!(fields("问答.txt", text), expected);
}

#[test]
fn labels_that_begin_with_what_any_document_calls_its_matter() {
    let text = "结婚登记须知\n\n一、本事项申请流程\n申请—登记\n\n二、关于承诺时限\n当场登记\n";
    let expected = ["办理程序 ← 申请流程: 申请—登记", "承诺时限 ← 承诺时限: 当场登记"];
    assert_eq!(fields("须知.txt", text), expected);
}

#[test]
fn labels_that_a_page_sets_apart_by_its_style_sheet() {
    let row = |label: &str, value: &str| {
        format!("<div><span class='item-label'>{label}</span><span>{value}</span></div>")
    };
    let rows = [row("设定依据", "《水法》第七条"), row("申请条件", "有场所"), row("承诺时限", "5个工作日")];
    assert_eq!(
        fields("指南.html", &format!("<h1>取水许可办事指南</h1>{}", rows.concat())),
        [
            "法定依据 ← 设定依据: 《水法》第七条",
            "申请条件 ← 申请条件: 有场所",
            "承诺时限 ← 承诺时限: 5个工作日"
        ]
    );
}
