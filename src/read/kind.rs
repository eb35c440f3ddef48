//! What kind of document it is, by its title or else by what it says.

use std::borrow::Cow;

use crate::{
    doc::{Kind, NoticeKind},
    text::FoldedText,
};

/// Words of a title and what they make of a document; … stands for a few characters, …… for any number, $ for the end but for
/// brackets. The order decides: 不予受理 before 受理.
const TITLES: &[(&[&str], Kind)] = &[
    (
        &[
            "办事指南",
            "服务指南",
            "办理指南",
            "申请指南",
            "申报指南",
            "办理流程说明",
            "须知",
            "办事指引",
            "办理指引",
            "服务指引",
            "一本通",
            "事项实施规范",
        ],
        Kind::Guide,
    ),
    (&["关于印发", "告知承诺书"], Kind::Notice(NoticeKind::Other)),
    // 关于拟准予……的公示 decides nothing yet.
    (
        &[
            "拟准予……公示",
            "拟许可……公示",
            "拟批准……公示",
            "拟审批……公示",
            "拟作出……公示",
            "批前公示",
            "许可公示$",
            "审批公示$",
        ],
        Kind::Notice(NoticeKind::Announcement),
    ),
    // What was received is neither accepted nor to be corrected.
    (
        &[
            "材料接收",
            "材料收取",
            "收件回执",
            "收件凭证",
            "收件通知",
            "收件单$",
            "接收凭证",
            "接收回执",
            "材料收据",
            "材料收讫",
        ],
        Kind::Notice(NoticeKind::Other),
    ),
    (
        &[
            "政府信息…答复",
            "政府信息…告知",
            "政府信息…决定",
            "政府信息…通知",
            "信息公开…答复",
            "信息公开…告知",
            "政府信息不予公开",
        ],
        Kind::Notice(NoticeKind::InformationReply),
    ),
    (
        &["容缺…通知", "容缺…告知", "容缺…承诺", "容缺…单", "容缺…书"],
        Kind::Notice(NoticeKind::TolerantAcceptance),
    ),
    (&["补正", "补齐", "补充材料", "补交材料", "材料补充", "补充件"], Kind::Notice(NoticeKind::Correction)),
    (
        &["一次性告知书", "一次性告知单", "一次告知书", "一次告知单", "一次性告知清单", "一次性告知通知"],
        Kind::Notice(NoticeKind::OneTime),
    ),
    // 办件类型 | 承诺件 says of a guide what kind of case it is.
    (&["咨询件…通知", "咨询件…书", "咨询件…单", "咨询件…答复"], Kind::Notice(NoticeKind::Enquiry)),
    (&["承诺件…通知", "承诺件…书", "承诺件…单"], Kind::Notice(NoticeKind::PromisedCase)),
    (&["退回件", "退件通知", "退件告知"], Kind::Notice(NoticeKind::ReturnedCase)),
    (&["投诉…受理", "举报…受理", "信访…受理", "复议…受理", "仲裁…受理"], Kind::Notice(NoticeKind::Other)),
    (&["不予受理", "不予以受理", "不受理", "预登记驳回"], Kind::Notice(NoticeKind::Rejection)),
    (
        &[
            "不予行政许可",
            "不予许可",
            "不予变更",
            "不予延续",
            "不予批准",
            "不予审批",
            "不予登记",
            "不予核准",
            "不予核发",
            "不准予",
        ],
        Kind::Notice(NoticeKind::Refusal),
    ),
    (
        &[
            "听证告知",
            "听证权利告知",
            "陈述申辩告知",
            "听证…事先告知",
            "听证通知",
            "听证会通知",
            "利害关系人告知",
            "利害关系人权利告知",
        ],
        Kind::Notice(NoticeKind::Hearing),
    ),
    (&["准予注销", "准予撤"], Kind::Notice(NoticeKind::Other)),
    (
        &[
            "撤销…决定",
            "撤回…决定",
            "注销…决定",
            "撤销…通知",
            "撤回…通知",
            "注销…通知",
            "撤销…告知",
            "撤回…告知",
            "注销…告知",
        ],
        Kind::Notice(NoticeKind::Revocation),
    ),
    (
        &[
            "技术审查延期",
            "技术审查延长",
            "特别程序",
            "特殊环节",
            "听证…时间告知",
            "招标…时间告知",
            "拍卖…时间告知",
            "检验…时间告知",
            "检测…时间告知",
            "检疫…时间告知",
            "鉴定…时间告知",
            "评审…时间告知",
            "检验…期限告知",
            "检测…期限告知",
            "鉴定…期限告知",
            "评审…期限告知",
            "所需时间",
            "评审的告知",
            "评审告知",
            "鉴定的告知",
            "检验的告知",
            "检测的告知",
            "检疫的告知",
        ],
        Kind::Notice(NoticeKind::SpecialProcedure),
    ),
    (&["准予受理"], Kind::Notice(NoticeKind::Acceptance)),
    (&["准予"], Kind::Notice(NoticeKind::Grant)),
    (
        &[
            "延期告知",
            "延期通知",
            "延期决定",
            "延期办理",
            "延期办结",
            "延期审批",
            "延长…期限",
            "延长…时限",
            "延长…期",
        ],
        Kind::Notice(NoticeKind::Extension),
    ),
    (
        &[
            "受理通知",
            "受理决定",
            "受理回执",
            "受理凭证",
            "受理单$",
            "受理告知",
            "受理…通知书",
            "受理…决定书",
            "受理…回执",
            "受理…凭证",
        ],
        Kind::Notice(NoticeKind::Acceptance),
    ),
    (
        &[
            "办结公告",
            "办结公示",
            "办理结果公",
            "审批结果公",
            "许可结果公",
            "许可决定公",
            "办结事项公",
            "结果公告",
        ],
        Kind::Notice(NoticeKind::Completion),
    ),
    (&["办结…公告", "办结…公示"], Kind::Notice(NoticeKind::Completion)),
    (&["公示", "公告"], Kind::Notice(NoticeKind::Announcement)),
    (
        &["投诉…处理", "投诉……答复", "投诉……回复", "举报…处理", "举报……答复", "举报……回复"],
        Kind::Notice(NoticeKind::ComplaintReply),
    ),
    (
        &[
            "告知书",
            "通知书",
            "决定书",
            "告知单",
            "通知单",
            "答复",
            "回复",
            "通告",
            "复函",
            "告知函",
            "通知",
            "凭证",
            "回执",
        ],
        Kind::Notice(NoticeKind::Other),
    ),
    (
        &[
            "怎样申",
            "怎样办",
            "怎么申",
            "怎么办理",
            "如何申",
            "如何办理",
            "一看就懂",
            "办事问答",
            "办理问答",
            "办事攻略",
            "申请指引",
        ],
        Kind::Guide,
    ),
];

/// What the deciding words of a notice make of it whose title is only 告知书 or 决定书.
const DECISIONS: &[(&[&str], NoticeKind)] = &[
    (&["决定不予受理", "决定…不予受理", "现不予受理", "申请不予受理"], NoticeKind::Rejection),
    (
        &[
            "决定不予许可",
            "决定不予行政许可",
            "决定不予批准",
            "决定不予核准",
            "决定不予登记",
            "决定不予变更",
            "决定不予延续",
            "决定…不予许可",
            "决定…不予行政许可",
            "决定…不予批准",
        ],
        NoticeKind::Refusal,
    ),
    (&["容缺受理"], NoticeKind::TolerantAcceptance),
    (&["需要补正的", "请补正", "补正下列", "补正以下", "补正如下"], NoticeKind::Correction),
    (&["决定延长", "同意延长", "批准，延长", "批准延长"], NoticeKind::Extension),
    (
        &["决定撤销", "决定撤回", "决定注销", "决定…予以撤销", "决定…予以注销", "决定…予以撤回"],
        NoticeKind::Revocation,
    ),
    (
        &["决定予以受理", "决定受理", "现予受理", "现予以受理", "决定…予以受理", "准予受理", "日起受理"],
        NoticeKind::Acceptance,
    ),
    (&["决定准予", "决定…准予", "现准予", "准予你"], NoticeKind::Grant),
];

/// How many characters … may stand for.
const GAP: usize = 14;

/// Whether `text` has `words`, whose … stands for at most [`GAP`] characters that end no sentence.
fn has(text: &str, words: &str) -> bool {
    if let Some(ending) = words.strip_suffix('$') {
        return text.split('(').next().is_some_and(|text| text.ends_with(ending));
    }
    if let Some((head, rest)) = words.split_once("……") {
        return text.split_once(head).is_some_and(|(_, after)| after.contains(rest));
    }
    let Some((head, rest)) = words.split_once('…') else { return text.contains(words) };
    text.match_indices(head).any(|(at, _)| {
        let after = text.get(at + head.len()..).unwrap_or_default();
        let end = after.char_indices().nth(GAP + rest.chars().count()).map_or(after.len(), |(i, _)| i);
        let reach = after.get(..end).unwrap_or_default();
        let reach = reach.split(['。', ';', '\n']).next().unwrap_or_default();
        reach.contains(rest)
    })
}

/// Endings of a title that make it a regulation, whatever else it speaks of (《一次性告知制度》).
const REGULATIONS: &[&str] = &[
    "制度",
    "办法",
    "规定",
    "规范",
    "条例",
    "细则",
    "公约",
    "规则",
    "守则",
    "负责制",
    "责任制",
    "办结制",
    "告知制",
    "承诺制",
    "制度汇编",
    "规章汇编",
];

/// The kind of document that a title names.
pub(super) fn kind_of_title(title: &str) -> Option<Kind> {
    let folded = FoldedText::new(title);
    // 答覆 and 覆函 are traditional; alone, 覆 is a simplified character as well (覆盖), and folds to none.
    let folded = folded.as_str().replace('覆', "复");
    let folded = without_served(&folded);
    let folded = folded.as_ref();
    let name = folded.split(['(', '-', '_', '|']).next().unwrap_or(folded).trim_end_matches(['》', '"', ' ']);
    // 【许可依据】《安全管理条例》（国务院令第505号）第十一条 cites one.
    // So does 《甲办法》第九条;《乙办法》(某发〔2021〕57号).
    let cites = folded.contains('第')
        && (folded.ends_with('条') || folded.starts_with('《') && folded.contains("条;"));
    // 行政许可事项实施规范 is how a ministry calls the guide of an item.
    let is_item = name.contains("事项实施规范");
    if !cites && !is_item && REGULATIONS.iter().any(|ending| name.ends_with(ending)) {
        return Some(Kind::Regulation);
    }
    // 烟草专卖零售许可证核发指南; the one on how an organ publishes information is about no item.
    let is_guide =
        [name, folded.trim_end()].iter().any(|name| name.ends_with("指南") && !name.contains("公开"));
    // 准予批准的条件 is a label.
    let is_label = ["条件", "情形", "要求"].iter().any(|ending| name.ends_with(ending));
    let titled = TITLES.iter().find(|(words, _)| words.iter().any(|word| has(folded, word)));
    let titled = titled.filter(|_| !is_label);
    titled.map(|&(_, kind)| kind).or(is_guide.then_some(Kind::Guide))
}

/// A folded title without the name of the paper that it serves: 关于送达《补正告知书》的公告 is an announcement.
fn without_served(title: &str) -> Cow<'_, str> {
    let served = title.split_once('《').zip(title.rsplit_once('》'));
    let served = served.filter(|((before, _), (_, after))| before.contains("送达") || after.contains("送达"));
    match served {
        Some(((before, _), (_, after))) if after.contains("公告") => Cow::Owned(format!("{before}{after}")),
        _ => Cow::Borrowed(title),
    }
}

/// What a guide without a single label speaks of all the same.
const GUIDE_WORDS: [&[&str]; 7] = [
    &["法定时限", "法定办结"],
    &["承诺"],
    &["咨询电话", "咨询请", "联系电话"],
    &["投诉", "监督电话"],
    &["政务服务中心", "办理地点", "窗口"],
    &["以下材料", "下列材料", "申请材料", "材料有"],
    &["受理之日起", "不收费", "不收取"],
];

/// Whether folded `text` tells how something is applied for, without labels and without a title that says so.
pub(super) fn tells_how_to_apply(text: &str) -> bool {
    let spoken = GUIDE_WORDS.iter().filter(|words| words.iter().any(|word| text.contains(word))).count();
    spoken + 1 >= GUIDE_WORDS.len()
}

/// Whether folded `text` is a page with what somebody wrote and what was answered, each behind a label.
pub(super) fn answers_a_complaint(text: &str) -> bool {
    let is_label =
        |word: &str| text.contains(&format!("{word}:")) || text.lines().any(|line| line.trim() == word);
    let has = |words: &[&str]| words.iter().any(|word| is_label(word));
    has(&["留言内容", "来信内容", "投诉内容", "诉求内容", "反映内容"])
        && has(&["答复内容", "回复内容", "答复单位", "回复单位", "答复意见", "回复意见"])
}

/// The kind of the notice `text`, folded, whose title says no more than that it is one.
pub(super) fn kind_of_body(title: &str, text: &str) -> NoticeKind {
    let folded = FoldedText::new(title);
    let is_paper =
        folded.as_str().trim_end_matches(|c: char| !c.is_alphabetic()).ends_with(['书', '单', '执', '证']);
    // 行政许可申请材料接收凭证 says what would happen if something had to be corrected.
    let is_receipt = folded.as_str().contains("接收") || folded.as_str().contains("收件");
    let is_paper = is_paper && !is_receipt;
    let decided = DECISIONS.iter().find(|(words, _)| words.iter().any(|word| has(text, word)));
    decided.filter(|_| is_paper).map_or(NoticeKind::Other, |&(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_kinds() {
        for (title, kind) in [
            ("食品经营许可（新办）办事指南", Some(Kind::Guide)),
            ("不予受理通知书", Some(Kind::Notice(NoticeKind::Rejection))),
            ("行政許可受理通知書", Some(Kind::Notice(NoticeKind::Acceptance))),
            ("一次性告知制度", Some(Kind::Regulation)),
            ("行政许可事项实施规范（基本要素）", Some(Kind::Guide)),
            ("政务服务中心服务规范", Some(Kind::Regulation)),
            ("青溪县首问负责制", Some(Kind::Regulation)),
            ("【许可依据】《安全管理条例》（国务院令第505号）第十一条", None),
            ("《社会救助暂行办法》第九条；《最低生活保障审核确认办法》（民发〔2021〕57号）", None),
            ("延缓入学、休学（复学）审批　·　家长版指南", Some(Kind::Guide)),
            ("青溪县政务服务中心内部管理制度汇编", Some(Kind::Regulation)),
            ("烟草专卖零售许可证核发指南", Some(Kind::Guide)),
            ("青溪县信息公开指南", None),
            ("关于进一步落实一次性告知制度的通知", Some(Kind::Notice(NoticeKind::Other))),
            ("关于办理居住证的答复", Some(Kind::Notice(NoticeKind::Other))),
            ("一次性告知书", Some(Kind::Notice(NoticeKind::OneTime))),
            ("关于王某投诉事项的答复函", Some(Kind::Notice(NoticeKind::ComplaintReply))),
            ("不准予律师执业决定书", Some(Kind::Notice(NoticeKind::Refusal))),
            ("投诉受理告知书", Some(Kind::Notice(NoticeKind::Other))),
            ("关于印发投诉处理流程的通知", Some(Kind::Notice(NoticeKind::Other))),
            ("受理行政许可申请通知书", Some(Kind::Notice(NoticeKind::Acceptance))),
            ("行政许可申请材料接收凭证", Some(Kind::Notice(NoticeKind::Other))),
            ("行政许可技术审查延期通知书", Some(Kind::Notice(NoticeKind::SpecialProcedure))),
            ("行政许可延期告知书", Some(Kind::Notice(NoticeKind::Extension))),
            ("专家评审所需时间告知书", Some(Kind::Notice(NoticeKind::SpecialProcedure))),
            ("申请材料补正一次性告知书", Some(Kind::Notice(NoticeKind::Correction))),
            ("容缺受理补正告知书", Some(Kind::Notice(NoticeKind::TolerantAcceptance))),
            ("政府信息公开申请补正告知书", Some(Kind::Notice(NoticeKind::InformationReply))),
            ("关于撤销某公司卫生许可的决定", Some(Kind::Notice(NoticeKind::Revocation))),
            ("准予批准的条件", None),
            ("准予注销登记通知书", Some(Kind::Notice(NoticeKind::Other))),
            ("统一验收受理单（一）", Some(Kind::Notice(NoticeKind::Acceptance))),
            ("受理单位", None),
            ("社会保险补贴申领须知", Some(Kind::Guide)),
            ("退回件通知书", Some(Kind::Notice(NoticeKind::ReturnedCase))),
            ("2026年10月行政许可事项办结公告", Some(Kind::Notice(NoticeKind::Completion))),
            ("关于注销营业执照的公告", Some(Kind::Notice(NoticeKind::Announcement))),
            ("关于送达《行政许可申请材料补正告知书》的公告", Some(Kind::Notice(NoticeKind::Announcement))),
            ("关于拟准予燃气经营许可的公示", Some(Kind::Notice(NoticeKind::Announcement))),
            ("行政许可公示", Some(Kind::Notice(NoticeKind::Announcement))),
            ("申请材料收件回执", Some(Kind::Notice(NoticeKind::Other))),
            ("工作计划", None),
        ] {
            assert_eq!(kind_of_title(title), kind, "{title}");
        }
    }

    #[test]
    fn bodies_tell_kinds_that_titles_leave_open() {
        for (title, body, kind) in [
            ("行政许可决定书", "根据该条,本机关决定准予你单位从事食品经营。", NoticeKind::Grant),
            ("行政许可决定书", "本机关决定对你单位的申请不予行政许可。", NoticeKind::Refusal),
            ("告知书", "现将需要补正的内容告知如下", NoticeKind::Correction),
            ("申请处理通知书", "本机关决定不予受理。", NoticeKind::Rejection),
            ("关于办公时间的答复", "本机关决定不予受理。", NoticeKind::Other),
            ("告知书", "逾期不补正的,不予受理。", NoticeKind::Other),
        ] {
            assert_eq!(kind_of_body(title, body), kind, "{title} {body}");
        }
    }
}
