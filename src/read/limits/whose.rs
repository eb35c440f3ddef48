//! Limits that are not the organ's own in this matter, by the words around them: the applicant's, another matter's, the law's, those of the
//! past.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    doc::Document,
    law::{LimitRole, TimeLimit},
    text::{FoldedText, head, tail},
};

/// Whether the words behind a limit are what an applicant does in it.
pub(super) fn is_for_applicant(document: &Document, limit: &TimeLimit) -> bool {
    const ACTS: [&str; 20] = [
        "申请",
        "申报",
        "提出申请",
        "开工",
        "报告",
        "缴纳",
        "缴清",
        "落户",
        "领取",
        "恢复原状",
        "补办",
        "报到",
        "备案",
        "变更备案",
        "办理注销",
        "办理变更",
        "来办",
        "交回",
        "申领",
        "登报",
    ];
    let after = document.plain.get(limit.at.end()..).unwrap_or_default();
    let after = after.strip_prefix(['内', '之', '以']).unwrap_or(after).trim_start_matches(['内', '，']);
    limit.bound.is_some() && ACTS.iter().any(|act| after.starts_with(act)) && !after.starts_with("申请人")
}

/// 消防安全检查由消防救援大队办理: what somebody else deals with.
static ELSEWHERE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let organ = r"(?P<organ>[\p{Han}]{0,14}(?:局|厅|委|大队|支队|派出所|公司|医院|银行|检测机构|鉴定机构|登记中心|疾控中心|另一窗口|另一科室|其他科室))";
    Regex::new(&format!(
        r"(?P<thing>[\p{{Han}}]{{0,12}}?)(?:由|请到|请去|请向|应向|须向){organ}(?:办理|核发|负责|审批|出具|实施|申请|签发)"
    ))
    .ok()
});

/// The question above an answer, and the answer, as one.
fn answered(lines: &str) -> String {
    let mut back = lines.rsplit('\n');
    let (answer, question) = (back.next().unwrap_or_default(), back.next().unwrap_or_default());
    format!("{question}{answer}")
}

/// What a question or a sentence says is done in a time: 营业执照1个工作日办结, 身份证多久能办好？
static THING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let thing = r"(?P<thing>[\p{Han}]{1,8}(?:证|照|登记|检查|体检|公证|户口|护照))";
    let asked = "(?:的)?(?:要|需要|大概|一般)?(?:多久|几天|多长时间|多少天)";
    Regex::new(&format!(
        "(?:^|[,:。?])(?:问:|答:)?{thing}(?:{asked}[^?]*\\?[^?]*$|(?:受理后|办理|登记)?(?:需要?|约|一般)?$)"
    ))
    .ok()
});

/// Whether the words before a limit, or the question that they answer, name something else than the document is about.
fn names_another(document: &Document, before: &str) -> bool {
    const ANY: [&str; 8] = ["许可证", "证件", "证书", "证照", "执照", "本证", "该证", "领证"];
    let title = document.title.map_or("", |title| title.of(&document.plain));
    let names: Vec<&str> =
        document.fields_named("事项名称").map(|field| field.folded(&document.plain)).collect();
    let is_ours = |thing: &str| {
        let core = thing.trim_end_matches(['证', '照']);
        ANY.iter().any(|word| thing.ends_with(word) && thing.chars().count() <= word.chars().count() + 1)
            || FoldedText::new(title).as_str().contains(core)
            || names.iter().any(|name| name.contains(core))
            || document.fields_named("办理结果").any(|field| field.folded(&document.plain).contains(thing))
    };
    // The expression is compiled only for words that it could match.
    let things = ["证", "照", "登记", "检查", "体检", "户口"];
    if !things.iter().any(|word| before.contains(word)) {
        return false;
    }
    let found = THING.as_ref().and_then(|thing| thing.captures(before));
    found.and_then(|found| found.name("thing")).is_some_and(|thing| !is_ours(thing.as_str()))
}

/// Whether the words before a limit say that something else, or another kind of case, is dealt with by somebody else.
fn is_elsewhere(document: &Document, before: &str) -> bool {
    // What is said of the matter itself: 申请由县水利局审批.
    const OURS: [&str; 10] = ["事项", "业务", "许可", "申请", "审批", "材料", "受理", "办理", "审查", "决定"];
    let leads = ["由", "请到", "请去", "请向", "应向", "须向"].iter().any(|word| before.contains(word));
    let found = ELSEWHERE.as_ref().filter(|_| leads).and_then(|elsewhere| elsewhere.captures(before));
    let Some((thing, organ)) = found.and_then(|found| found.name("thing").zip(found.name("organ"))) else {
        return false;
    };
    let (thing, organ) = (thing.as_str().trim_end_matches('的'), organ.as_str());
    let title = FoldedText::new(document.title.map_or("", |title| title.of(&document.plain)));
    let names_other = thing.chars().count() >= 2
        && !OURS.iter().any(|word| thing.ends_with(word))
        && !title.as_str().contains(thing);
    let own = document.fields_named("实施机关").any(|field| {
        let name = field.folded(&document.plain);
        name.contains(organ) || organ.ends_with(name)
    });
    organ.contains("另一") || organ.contains("其他") || names_other && !own && !organ.contains(['本', '我'])
}

/// Whether the line above the one that `lines` end in heads another matter: 附1　竣工验收（另一事项，另行申请）.
fn is_headed_as_another(lines: &str) -> bool {
    const ANOTHER: [&str; 5] = ["另一事项", "另一个事项", "另外的事项", "别的事项", "另行申请"];
    let above = lines.rsplit('\n').nth(1).unwrap_or_default();
    !above.contains(['。', ';']) && ANOTHER.iter().any(|word| above.contains(word))
}

/// Whether the sentence of a limit says that the matter is not the document's own: 请向省文旅厅申请，其法定时限为20个工作日，与本指南无关. In the
/// value of a time itself (`is_value`) the names of things are those of its cases.
pub(super) fn is_of_others(document: &Document, limit: &TimeLimit, is_value: bool) -> bool {
    /// Said before the limit of what it is for.
    const BEFORE: [&str; 8] =
        ["另行申请", "另外申请", "另一事项", "另一个事项", "另外的事项", "另一项", "不由本", "不归本"];
    /// What a clause behind the limit begins with.
    const BEHIND: [&str; 10] = [
        "不在本指南",
        "不在本事项",
        "不属于本事项",
        "不属本事项",
        "不是本事项",
        "属另一",
        "属于另一",
        "是另一",
        "请另行申请",
        "另见",
    ];
    let at = document.folded.from_plain(limit.measure);
    let text = document.folded.as_str();
    let lines = tail(text.get(..at.start()).unwrap_or_default());
    let before = lines.rsplit(['。', ';', '\n']).next().unwrap_or_default();
    let after = head(text.get(at.end()..).unwrap_or_default());
    let after = after.split(['。', ';', '\n']).next().unwrap_or_default();
    // 换证请见《补办指南》，3个工作日办结
    let in_other =
        ["请见《", "详见《", "另见《"].iter().any(|word| before.contains(word)) && before.contains("指南》");
    // 与本指南的办结时限无关
    let is_behind = |clause: &str| {
        let is_unrelated = clause.starts_with("与本") && clause.contains("无关");
        // 45日内发出通知书，以国家知识产权局为准
        let is_up_to = clause.starts_with('以')
            && !clause.contains(['本', '我'])
            && ["局为准", "部为准", "委为准", "院为准", "机关为准", "中心为准"]
                .iter()
                .any(|end| clause.contains(end));
        is_unrelated || is_up_to || BEHIND.iter().any(|word| clause.starts_with(word))
    };
    let named = || {
        names_another(document, before)
            || before.starts_with("答") && names_another(document, &answered(lines))
    };
    in_other
        || is_headed_as_another(lines)
        || is_elsewhere(document, before)
        || BEFORE.iter().any(|word| before.contains(word))
        || after.split(',').skip(1).any(is_behind)
        || before.contains("请向") && before.contains('其')
        || !is_value && named()
}

/// Whether a limit is told of the past: in a record of changes, or as what it was before another: 15日调整为7日.
pub(super) fn is_history(document: &Document, limit: &TimeLimit) -> bool {
    let before = document.plain.get(..limit.at.start()).unwrap_or_default();
    let line = tail(before).rsplit('\n').next().unwrap_or_default();
    let after = document.plain.get(limit.at.end()..).unwrap_or_default();
    let recorded = ["修订记录", "修改记录", "更新记录", "变更记录", "历史沿革", "版本说明", "修订说明"];
    let changed = [
        "调整为",
        "调整到",
        "压缩到",
        "压缩至",
        "压缩为",
        "缩短为",
        "缩短到",
        "缩短至",
        "改为",
        "减至",
        "压减",
    ];
    // 2024年5月，承诺时限由20个工作日压缩为15个工作日；2026年3月，再压缩为12个工作日
    let dated = line.contains("20") && line.contains('年') && line.contains('月');
    let told = dated
        && changed
            .iter()
            .any(|word| line.rsplit(['；', ';', '。']).next().is_some_and(|words| words.ends_with(word)));
    told || recorded.iter().any(|word| line.contains(word))
        || changed.iter().any(|word| after.starts_with(word))
}

/// Whether the words before a limit say that it is the time as it was put off: 延长后的办理期限为18个工作日.
pub(super) fn is_put_off(before: &str) -> bool {
    tail(before).rsplit(['。', '\n']).next().is_some_and(|sentence| sentence.contains("延长后"))
}

/// Whether words end in what an article says: 不是《行政许可法》第四十二条规定的二十日.
pub(super) fn is_quoted(before: &str) -> bool {
    let clause = tail(before).rsplit(['，', '。', '；', '\n']).next().unwrap_or_default();
    clause.ends_with("规定的")
        && clause.rsplit_once('》').is_some_and(|(_, article)| article.starts_with('第'))
}

/// Whether the sentence of a limit tells what a law has every organ do: 根据《行政许可法》第四十二条，行政机关应当自受理之日起20日内作出决定.
pub(super) fn is_of_the_law(document: &Document, limit: &TimeLimit) -> bool {
    const BOUND: [&str; 4] = ["机关应当", "部门应当", "政府应当", "应当自"];
    let before = tail(document.plain.get(..limit.at.start()).unwrap_or_default());
    let line = before.rsplit('\n').next().unwrap_or_default();
    // An article has several sentences.
    let sentence = line.rsplit('。').next().unwrap_or_default();
    let cited = line.rsplit_once('》').map(|(_, rest)| rest.trim_start());
    cited.is_some_and(|rest| rest.starts_with('第')) && BOUND.iter().any(|word| sentence.contains(word))
}

/// Whether a limit says how long before something the applicant acts: 30日前提出.
pub(super) fn is_ahead(document: &Document, limit: &TimeLimit) -> bool {
    let after = document.plain.get(limit.at.end()..).unwrap_or_default();
    let ahead = ["之前", "以前", "前"].iter().find_map(|word| after.strip_prefix(word));
    let clause = ahead.and_then(|rest| rest.split(['。', '；', '\n']).next());
    // 申请（活动举办日的20日前）→受理: no step ends so long before something.
    let of_step = ahead.is_some() && limit.role == LimitRole::Step;
    of_step
        || clause.is_some_and(|clause| {
            [
                "提出", "申请", "提交", "申报", "报送", "告知", "预约", "向", "延续", "换证", "换领", "续期",
                "备案",
            ]
            .iter()
            .any(|word| clause.contains(word))
        })
}

/// Whether the words behind a limit say that the matter is finished in it.
pub(super) fn is_finished_within(document: &Document, limit: &TimeLimit) -> bool {
    let after = document.plain.get(limit.at.end()..).unwrap_or_default();
    let clause = after.split(['，', '。', '；', '\n']).next().unwrap_or_default();
    ["办结", "办理完毕", "办完", "作出"].iter().any(|word| clause.contains(word))
}

/// Whether it is the applicant who asks for more time: 因故不能按期开工的，申请延期，每次不超过三个月.
pub(super) fn is_asked_for(document: &Document, limit: &TimeLimit) -> bool {
    let at = document.folded.from_plain(limit.at);
    let before = tail(document.folded.as_str().get(..at.start()).unwrap_or_default());
    let sentence = before.rsplit(['。', ';', '\n']).next().unwrap_or_default();
    // 你的申请延长三十日 is put off by the organ.
    ["申请延期", "申请延长", "申请延续", "申请展期"]
        .iter()
        .flat_map(|word| sentence.match_indices(word))
        .any(|(i, _)| !sentence.get(..i).is_some_and(|before| before.ends_with('的')))
}

/// Whether what is put off is the applicant's own duty: 延期缴纳的期限最长不得超过三个月.
pub(super) fn is_of_a_duty(document: &Document, limit: &TimeLimit) -> bool {
    const DUTIES: [&str; 10] =
        ["缴纳", "申报", "缴费", "还款", "付款", "开工", "开学", "入学", "毕业", "报到"];
    let at = document.folded.from_plain(limit.at);
    let before = tail(document.folded.as_str().get(..at.start()).unwrap_or_default());
    let sentence = before.rsplit(['。', ';', '\n']).next().unwrap_or_default();
    sentence.rsplit_once("延期").is_some_and(|(_, what)| DUTIES.iter().any(|duty| what.starts_with(duty)))
}

/// Whether what is put off is the time for which something is held or used: 占用期限：不超过30日，确需延长的，可以延长15日.
pub(super) fn is_of_a_thing(document: &Document, limit: &TimeLimit) -> bool {
    const THINGS: [&str; 18] = [
        "停工留薪",
        "展期",
        "产假",
        "试用",
        "轮候",
        "居住",
        "占用",
        "临时用地",
        "缓缴",
        "开工",
        "使用",
        "贷款",
        "租赁",
        "借用",
        "停业",
        "居留",
        "停留",
        "延期以",
    ];
    const OURS: [&str; 8] = ["办理", "审批", "审查", "作出决定", "办结", "负责人", "工作日", "承诺"];
    let at = document.folded.from_plain(limit.at);
    let before = tail(document.folded.as_str().get(..at.start()).unwrap_or_default());
    let sentence = before.rsplit(['。', '\n']).next().unwrap_or_default();
    let own = document.folded.slice(at);
    THINGS.iter().any(|thing| sentence.contains(thing))
        && !OURS.iter().any(|word| sentence.contains(word) || own.contains(word))
}
