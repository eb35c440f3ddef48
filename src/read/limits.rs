//! Time limits of a document, with the role that their field gives them.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use crate::{
    doc::{Block, BlockKind, Document, Field, Kind, NoticeKind},
    law::{LimitRole, STEPS, TimeLimit, Unit, time_limits},
    text::{FoldedText, Plain, Span, first_chars, last_chars, list_mark},
};

/// How far from a limit the words of its line are looked at, in characters.
const NEAR: usize = 400;

/// Every time limit of `document`. A field knows better than the words around a number what it is for, except where
/// those words name another role outright (`10个工作日（法定时限20个工作日）`).
pub(super) fn limits(document: &Document) -> Vec<TimeLimit> {
    let mut limits = time_limits(&document.folded);
    for limit in &mut limits {
        let field = document.field_at(limit.at).filter(|field| !strays_from(document, limit, field));
        // 办理流程及时限 is one section of two fields: its numbers are those of steps unless they say otherwise.
        let steps = field
            .is_some_and(|field| document.fields_named("办理程序").any(|other| other.label == field.label));
        let name = if steps { Some("办理程序") } else { field.map(|field| &*field.name) };
        limit.role = role(name, limit, || delivers(document, limit));
        without_item_number(document, limit);
        limit.role = in_context(document, limit, field);
    }
    set_apart(document, &mut limits);
    limits.extend(document.fields.iter().filter_map(|field| unit_in_label(document, field)));
    limits.sort_by_key(|limit| limit.at);
    limits
}

/// The role of a limit of `field` when it is also looked at from when and for whom it runs.
fn in_context(document: &Document, limit: &TimeLimit, field: Option<&Field>) -> LimitRole {
    let plain = document.plain.as_str();
    let before = plain.get(..limit.at.start()).unwrap_or_default();
    let origin = limit.origin.map_or("", |origin| origin.of(plain));
    let runs_from = |words: &[&str]| words.iter().any(|word| origin.contains(word));
    let tells = document.kind == Some(Kind::Notice(NoticeKind::SpecialProcedure));
    match limit.role {
        // 所需时间 in what tells of a special procedure is the time of that, not of the decision.
        _ if tells && field.is_some_and(|field| field.label.of(plain).contains("所需")) => {
            LimitRole::SpecialProcedure
        }
        // 升放5个工作日前提出, 届满30日前申请: how long before, which no organ has to keep.
        LimitRole::Step | LimitRole::Promised | LimitRole::Statutory | LimitRole::Extension
            if is_ahead(document, limit) =>
        {
            LimitRole::Applicant
        }
        // 退休年龄前3个月内 counts backwards to the application.
        LimitRole::Step | LimitRole::Promised
            if before.ends_with(['前', '近']) || after_decision(document, limit) =>
        {
            LimitRole::Unknown
        }
        // 不能在18个工作日内办结的: of the whole, wherever it is said.
        LimitRole::Step if before.ends_with(['在', '于']) && cannot(before) => LimitRole::Promised,
        // 出生后1个月内申报, 签订之日起2年内申请: what the applicant does in it.
        LimitRole::Step | LimitRole::Promised if is_for_applicant(document, limit) => LimitRole::Applicant,
        // 另一事项 has times of its own, and so had the item once.
        LimitRole::Promised | LimitRole::Statutory | LimitRole::Step
            if is_of_others(document, limit) || is_history(document, limit) =>
        {
            LimitRole::Unknown
        }
        LimitRole::Step if limit.unit == Unit::Year => LimitRole::Unknown,
        LimitRole::Step => of_step(document, limit),
        // 自领取营业执照之日起30日内: what the holder has to do.
        LimitRole::Promised | LimitRole::Statutory
            if runs_from(&[
                "领取",
                "变更之日",
                "变更发生",
                "事项发生",
                "事故发生",
                "出生",
                "死亡",
                "离职",
            ]) && !is_finished_within(document, limit) =>
        {
            LimitRole::Applicant
        }
        LimitRole::Promised | LimitRole::Unknown
            if is_in_chain(document, limit) && !after_decision(document, limit) =>
        {
            LimitRole::Step
        }
        // 延期换证最长三年 gives the applicant time: nothing that is decided is put off by years.
        LimitRole::Extension
            if limit.unit == Unit::Year
                || is_asked_for(document, limit)
                || is_of_a_duty(document, limit)
                || is_of_a_thing(document, limit) =>
        {
            LimitRole::Applicant
        }
        // 发证后2个月内实地检查 hands nothing over.
        LimitRole::Delivery
            if ["发证后", "颁证后", "领证后", "送达后"].iter().any(|word| before.ends_with(word)) =>
        {
            LimitRole::Unknown
        }
        // 延长后的办理期限为18个工作日 is no promise of the guide's.
        LimitRole::Promised if last_chars(before, LAW).contains("延长后") => LimitRole::Extension,
        LimitRole::Promised if is_of_the_law(document, limit) => LimitRole::Quoted,
        // 自领证之日起三个月内开工: what the holder has to do.
        LimitRole::Delivery if runs_from(&["领证", "取得", "发证", "颁发"]) => LimitRole::Applicant,
        // 受理后5个工作日换发新证 runs from acceptance: what is handed over then is promised.
        LimitRole::Delivery if runs_from(&["受理后", "受理之日"]) => LimitRole::Promised,
        LimitRole::Complaint
            if field.is_some_and(|field| &*field.name == "投诉渠道") && strays(document, limit) =>
        {
            LimitRole::Promised
        }
        role => role,
    }
}

/// Whether words end in what cannot be done in a time: 不能在, 无法于.
fn cannot(words: &str) -> bool {
    let words = words.trim_end_matches(['在', '于']);
    ["不能", "无法", "未能", "难以"].iter().any(|word| words.ends_with(word))
}

/// What the name of a step says of its limit, where that is none of the organ's towards the decision: 专家评审 | 20个工作日（另计）, 送达 |
/// 3个工作日, 企业整改（60日）.
fn of_step(document: &Document, limit: &TimeLimit) -> LimitRole {
    let name = name_of_step(document, limit);
    let after =
        document.block_at(limit.at).and_then(|block| document.plain.get(limit.at.end()..block.span.end()));
    let in_row = document.step_head(limit.at).is_some();
    let uncounted = in_row && row_is_uncounted(document, limit)
        || UNCOUNTED_WORDS.iter().any(|word| after.is_some_and(|after| after.contains(word)));
    let begins = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let before = document.plain.get(..limit.at.start()).unwrap_or_default();
    let before_in_line = FoldedText::new(last_chars(before, NEAR).rsplit('\n').next().unwrap_or_default());
    let before_in_line = before_in_line.as_str();
    // 查看在这1个工作日内完成 speaks of a time that has been given.
    let restates = ["这", "该", "上述", "前述"].iter().any(|word| before.ends_with(word));
    match () {
        () if restates
            || is_total(before_in_line)
            || begins(&["合计", "总计", "共计", "总时", "其中", "以上"]) =>
        {
            LimitRole::Unknown
        }
        () if in_row && uncounted => LimitRole::SpecialProcedure,
        () if begins(&["公示", "公告"]) => LimitRole::Publicity,
        () if begins(&["送达", "发证", "颁证", "领证", "发放"]) => LimitRole::Delivery,
        () if begins(&["申请人", "申请单位"])
            || ["申请", "提交申请", "网上申请", "提出申请", "申报"].contains(&name)
            || ends(&["整改", "补正", "缴费", "缴款"]) =>
        {
            LimitRole::Applicant
        }
        // Money is paid once the decision is made.
        () if begins(&["拨付", "资金拨付", "资金发放", "兑付", "兑现", "打款", "拨款"]) => {
            LimitRole::Unknown
        }
        () => LimitRole::Step,
    }
}

/// What a document says does not count, folded: 评定和公示的时间不算在内, 不含听证、检验所需时间.
static UNCOUNTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let end = "(?:所需|需要|花费)?的?(?:时间|期间|时限|天数|用时)?";
    Regex::new(&format!(
        r"(?:^|[^\p{{Han}}])(?P<before>[\p{{Han}}、]{{2,24}}?){end}(?:[0-9]+个?(?:工作日|日|天|月))?(?:均|都|一律)?,?(?:不算在|不计入|不计算在|不包括在|不含在|不占|另计|另算|除外)|(?:不含|不包括|不计|扣除)(?P<behind>[\p{{Han}}、]{{2,24}})"
    ))
    .ok()
});

/// Gives the steps that a document says do not count (评定和公示的时间不算在内) the role of what does not.
fn set_apart(document: &Document, limits: &mut [TimeLimit]) {
    /// How much of a step's line names it, in characters.
    const NAME: usize = 14;
    let text = document.folded.as_str();
    let may_be = ["不算", "不计", "不含", "不包括", "不占", "另计", "另算", "除外", "扣除"];
    if !limits.iter().any(|limit| limit.role == LimitRole::Step)
        || !may_be.iter().any(|word| text.contains(word))
    {
        return;
    }
    let said = UNCOUNTED.iter().flat_map(|uncounted| uncounted.captures_iter(text));
    let words =
        said.filter_map(|found| found.name("before").or(found.name("behind"))).map(|words| words.as_str());
    let things: BTreeSet<&str> = words
        .flat_map(|words| words.split(['、', '和', '及', '与', '或']))
        .map(|thing| thing.trim_end_matches("时间").trim_end_matches("所需").trim_end_matches(['的', '等']))
        .filter(|thing| (2..=8).contains(&thing.chars().count()))
        .collect();
    for limit in limits.iter_mut().filter(|limit| limit.role == LimitRole::Step) {
        let name = match document.step_head(limit.at) {
            Some(head) => document.folded.slice(document.folded.from_plain(head.span)),
            None => line_before(document, limit).rsplit(STEPS).next().unwrap_or_default(),
        };
        let name = first_chars(name, NAME);
        if things.iter().any(|thing| name.contains(thing)) {
            limit.role = LimitRole::SpecialProcedure;
        }
    }
}

/// Words of time that does not count.
const UNCOUNTED_WORDS: [&str; 5] = ["另计", "另算", "不计入", "不算在", "不含在"];

/// Whether a cell of the row of a limit says that its time does not count: 不计入承诺时限, or 否 under 是否计入承诺时限. A column of the law's
/// times, or of sums, is none of steps either.
fn row_is_uncounted(document: &Document, limit: &TimeLimit) -> bool {
    let Some(block) = document.block_at(limit.at) else { return false };
    let BlockKind::Cell(own) = block.kind else { return false };
    let first = document.blocks.partition_point(|other| other.span.start() < block.span.start());
    let of_table = |other: &&Block| matches!(other.kind, BlockKind::Cell(cell) if cell.table == own.table);
    let before = document.blocks.get(..first).unwrap_or_default().iter().rev().take_while(of_table);
    let behind = document.blocks.get(first..).unwrap_or_default().iter().take_while(of_table);
    let words = |block: &Block| block.span.of(&document.plain).trim();
    let mut heads: Vec<(u32, &str)> = Vec::new();
    let mut row: Vec<(u32, &str)> = Vec::new();
    for block in before.chain(behind) {
        match block.kind {
            BlockKind::Cell(cell) if cell.row == 1 => heads.push((cell.column, words(block))),
            BlockKind::Cell(cell) if cell.row == own.row => row.push((cell.column, words(block))),
            BlockKind::Cell(cell) if cell.row > own.row => break,
            _ => {}
        }
    }
    let head = |column: u32| heads.iter().find(|(own, _)| *own == column).map_or("", |(_, words)| *words);
    let other = ["法定", "累计", "合计"].iter().any(|word| head(own.column).contains(word));
    let says = |(column, words): &(u32, &str)| {
        let clauses = || words.split(['，', ',', '（', '(', '；']);
        clauses().any(|clause| UNCOUNTED_WORDS.iter().any(|word| clause.starts_with(word)))
            || *words == "否" && head(*column).contains("计入")
    };
    other || row.iter().any(says)
}

/// Whether folded words before a limit make it the sum of the steps: ，共15个工作日, 以上环节合计15个工作日.
fn is_total(before: &str) -> bool {
    let clause = before.rsplit([',', '。', ';', '(', ')']).next().unwrap_or_default();
    ["共", "共计", "合计", "总计", "总共", "累计", "全程"].iter().any(|word| {
        clause.ends_with(word)
            || clause.ends_with(&format!("{word}:"))
            || clause.ends_with(&format!("{word}需"))
    })
}

/// The name of the step that a limit is of: the head of its row, else the words of its line between the mark of the step before and
/// the first stroke, colon or bracket.
fn name_of_step<'d>(document: &'d Document, limit: &TimeLimit) -> &'d str {
    let words = |at: Span<Plain>| document.folded.slice(document.folded.from_plain(at)).trim();
    if let Some(head) = document.step_head(limit.at) {
        return words(head.span);
    }
    let line = line_before(document, limit);
    let own = line.rsplit(STEPS).next().unwrap_or(line).rsplit([';', '。']).next().unwrap_or(line).trim();
    let own = list_mark(own).map_or(own, |mark| own.get(mark.len..).unwrap_or_default());
    own.split([':', '(', ',']).next().unwrap_or(own).trim()
}

/// The words of the line of a limit before it, folded.
fn line_before<'d>(document: &'d Document, limit: &TimeLimit) -> &'d str {
    let at = document.folded.from_plain(limit.at);
    let line = document.block_at(limit.at).map_or(at, |block| document.folded.from_plain(block.span));
    document.folded.as_str().get(line.start()..at.start()).unwrap_or_default()
}

/// Whether the words behind a limit are what an applicant does in it.
fn is_for_applicant(document: &Document, limit: &TimeLimit) -> bool {
    const ACTS: [&str; 12] = [
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
    ];
    let after = document.plain.get(limit.at.end()..).unwrap_or_default();
    let after = after.strip_prefix(['内', '之', '以']).unwrap_or(after).trim_start_matches(['内', '，']);
    limit.bound.is_some() && ACTS.iter().any(|act| after.starts_with(act)) && !after.starts_with("申请人")
}

/// Whether the sentence of a limit says that the matter is not the document's own: 请向省文旅厅申请，其法定时限为20个工作日，与本指南无关.
fn is_of_others(document: &Document, limit: &TimeLimit) -> bool {
    const OTHERS: [&str; 12] = [
        "与本指南无关",
        "与本事项无关",
        "与本许可无关",
        "不属于本事项",
        "不属本事项",
        "不是本事项",
        "不由本",
        "不归本",
        "属另一事项",
        "是另一事项",
        "属于另一事项",
        "属另一个事项",
    ];
    let at = document.folded.from_plain(limit.measure);
    let text = document.folded.as_str();
    let before = last_chars(text.get(..at.start()).unwrap_or_default(), NEAR);
    let before = before.rsplit(['。', ';', '\n']).next().unwrap_or_default();
    let after = first_chars(text.get(at.end()..).unwrap_or_default(), NEAR);
    let after = after.split(['。', ';', '\n']).next().unwrap_or_default();
    OTHERS.iter().any(|word| before.contains(word) || after.contains(word))
        || before.contains("请向") && before.contains('其')
}

/// Whether a limit is told of the past: in a record of changes, or as what it was before another: 15日调整为7日.
fn is_history(document: &Document, limit: &TimeLimit) -> bool {
    let before = document.plain.get(..limit.at.start()).unwrap_or_default();
    let line = last_chars(before, NEAR).rsplit('\n').next().unwrap_or_default();
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
    recorded.iter().any(|word| line.contains(word)) || changed.iter().any(|word| after.starts_with(word))
}

/// How far before a limit words still say that it is the law's, in characters.
const LAW: usize = 120;

/// Whether the sentence of a limit tells what a law has every organ do: 根据《行政许可法》第四十二条，行政机关应当自受理之日起20日内作出决定.
fn is_of_the_law(document: &Document, limit: &TimeLimit) -> bool {
    let before = document.plain.get(..limit.at.start()).unwrap_or_default();
    let sentence = last_chars(before, LAW).rsplit(['。', '\n']).next().unwrap_or_default();
    let cited = sentence.rsplit_once('》').map(|(_, rest)| rest);
    cited.is_some_and(|rest| {
        rest.trim_start().starts_with('第')
            && ["行政机关应当", "机关应当", "部门应当", "应当自"].iter().any(|word| rest.contains(word))
    })
}

/// Whether a limit says how long before something the applicant acts: 30日前提出.
fn is_ahead(document: &Document, limit: &TimeLimit) -> bool {
    let after = document.plain.get(limit.at.end()..).unwrap_or_default();
    let ahead = ["之前", "以前", "前"].iter().find_map(|word| after.strip_prefix(word));
    let clause = ahead.and_then(|rest| rest.split(['。', '；', '\n']).next());
    clause.is_some_and(|clause| {
        ["提出", "申请", "提交", "申报", "报送", "告知", "预约", "向"]
            .iter()
            .any(|word| clause.contains(word))
    })
}

/// Whether the words behind a limit say that the matter is finished in it.
fn is_finished_within(document: &Document, limit: &TimeLimit) -> bool {
    let after = document.plain.get(limit.at.end()..).unwrap_or_default();
    let clause = after.split(['，', '。', '；', '\n']).next().unwrap_or_default();
    ["办结", "办理完毕", "办完", "作出"].iter().any(|word| clause.contains(word))
}

/// Whether a limit runs from the decision or later (事后核查), and so is no step towards it.
fn after_decision(document: &Document, limit: &TimeLimit) -> bool {
    let before = document.plain.get(..limit.at.start()).unwrap_or_default();
    if ["决定后", "办结后", "发证后", "许可后", "批准后", "确认后"].iter().any(|word| before.ends_with(word))
    {
        return true;
    }
    let origin = limit.origin.map_or("", |origin| origin.of(&document.plain));
    let decided =
        ["作出", "决定", "许可之日", "办结", "发证", "取得"].iter().any(|word| origin.contains(word));
    decided && !["受理决定", "作出受理"].iter().any(|word| origin.contains(word))
}

/// Whether a limit is a note on one of several steps in a row: 申请—受理（1个工作日）—现场检查（3个工作日）, A[受理 1个工作日] --> B[审查 5个工作日].
fn is_in_chain(document: &Document, limit: &TimeLimit) -> bool {
    let text = document.folded.as_str();
    let at = document.folded.from_plain(limit.at);
    let before = last_chars(text.get(..at.start()).unwrap_or_default(), NEAR);
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = first_chars(text.get(at.end()..).unwrap_or_default(), NEAR);
    let after = after.split('\n').next().unwrap_or_default();
    // 10个工作日→5个工作日 has no names.
    let is_named = |step: &str| {
        step.trim_start_matches(['(', ' '])
            .starts_with(|c: char| c.is_alphabetic() && !"一二三四五六七八九十两".contains(c))
    };
    let own = before.rsplit(STEPS).next().unwrap_or(before);
    let name = own.trim_end_matches(['(', '[', ' ']);
    let rest = after.trim_start_matches([')', ']', ' ']);
    let ends_here = rest.is_empty() || rest.starts_with(STEPS) || after.starts_with(']');
    if !name.ends_with(char::is_alphabetic) || !ends_here {
        return false;
    }
    let line = text.get(at.start() - before.len()..at.end() + after.len()).unwrap_or_default();
    let named = || line.split(STEPS).filter(|step| is_named(step));
    // Without brackets the others tell by their times: 周一—周五 are no steps.
    let is_timed =
        |step: &&str| ["个工作日", "个自然日", "小时", "分钟"].iter().any(|unit| step.contains(unit));
    named().filter(is_timed).count() >= 2
        || name.len() < own.len() && own.len() < before.len() && named().count() >= 2
}

/// Takes the number of a list item from a limit at its head: 4.6个月内的证明 is the fourth item, of six months.
fn without_item_number(document: &Document, limit: &mut TimeLimit) {
    let plain = document.plain.as_str();
    let begins = document.block_at(limit.at).is_some_and(|block| {
        let lead = plain.get(block.span.start()..limit.measure.start());
        lead.is_some_and(|lead| lead.trim().is_empty())
    });
    // 0.5个工作日 in a cell is half a day.
    let in_cell = document.block_at(limit.at).is_some_and(|block| matches!(block.kind, BlockKind::Cell(_)));
    let words = limit.measure.of(plain);
    let Some((number, rest)) = words.split_once(['.', '．']).filter(|_| begins && !in_cell) else { return };
    if number.is_empty() || number == "0" || !number.chars().all(char::is_numeric) {
        return;
    }
    let Some(own) = time_limits(&FoldedText::new(rest)).into_iter().next() else { return };
    let start = limit.measure.end() - rest.len();
    limit.amount = own.amount;
    limit.measure = Span::new(start, limit.measure.end());
    limit.at = Span::new(start, limit.at.end().max(limit.measure.end()));
}

/// Whether it is the applicant who asks for more time: 因故不能按期开工的，申请延期，每次不超过三个月.
fn is_asked_for(document: &Document, limit: &TimeLimit) -> bool {
    let at = document.folded.from_plain(limit.at);
    let before = last_chars(document.folded.as_str().get(..at.start()).unwrap_or_default(), NEAR);
    let sentence = before.rsplit(['。', ';', '\n']).next().unwrap_or_default();
    // 你的申请延长三十日 is put off by the organ.
    ["申请延期", "申请延长", "申请延续", "申请展期"]
        .iter()
        .flat_map(|word| sentence.match_indices(word))
        .any(|(i, _)| !sentence.get(..i).is_some_and(|before| before.ends_with('的')))
}

/// Whether what is put off is the applicant's own duty: 延期缴纳的期限最长不得超过三个月.
fn is_of_a_duty(document: &Document, limit: &TimeLimit) -> bool {
    const DUTIES: [&str; 10] =
        ["缴纳", "申报", "缴费", "还款", "付款", "开工", "开学", "入学", "毕业", "报到"];
    let at = document.folded.from_plain(limit.at);
    let before = last_chars(document.folded.as_str().get(..at.start()).unwrap_or_default(), NEAR);
    let sentence = before.rsplit(['。', ';', '\n']).next().unwrap_or_default();
    sentence.rsplit_once("延期").is_some_and(|(_, what)| DUTIES.iter().any(|duty| what.starts_with(duty)))
}

/// Whether a limit stands in a line behind a value that was complete on the label's own line: 承诺时限：3个工作日, and below it 自助机24小时
/// 开放。 or 企业应当在变更后30日内报告。; 办理流程：受理（1个工作日）→决定（2个工作日）, and below it 备案：自登记之日起30日内备案。 What it is for its own
/// words must say; a line that does no more than give a case its time (变更：5个工作日) belongs to the value.
fn strays_from(document: &Document, limit: &TimeLimit, field: &Field) -> bool {
    let plain = document.plain.as_str();
    let (Some(own), Some(line)) = (document.block_at(field.label), document.block_at(limit.at)) else {
        return false;
    };
    let in_cell = matches!(line.kind, BlockKind::Cell(_));
    if own.span == line.span || in_cell {
        return false;
    }
    let given = field.value.first().filter(|first| own.span.contains(**first)).map(|first| first.of(plain));
    match &*field.name {
        "承诺时限" | "法定时限" => {
            let counts = |c: char| c.is_numeric() || "一二三四五六七八九十两当即".contains(c);
            let ours = limit.origin.is_some_and(|origin| {
                let origin = origin.of(plain);
                ["受理", "收到", "申请"].iter().any(|word| origin.contains(word))
            });
            given.is_some_and(|given| given.contains(counts))
                && !ours
                && !is_all_of_line(document, limit, line)
        }
        "办理程序" => is_behind_steps(document, line, field),
        _ => false,
    }
}

/// Whether a line stands behind steps that are all told: behind a row of them with their times, unless it is the row of another case,
/// or, as a paragraph, behind a list of them.
fn is_behind_steps(document: &Document, line: &Block, field: &Field) -> bool {
    let words = |at: Span<Plain>| document.folded.slice(document.folded.from_plain(at)).trim();
    let before = || field.value.iter().filter(|piece| piece.end() <= line.span.start());
    let is_timed = |words: &str| {
        ["工作日", "日", "天", "小时"].iter().any(|unit| words.contains(unit))
            && words.contains(char::is_numeric)
    };
    let is_row = |piece: &Span<Plain>| words(*piece).contains(STEPS) && is_timed(words(*piece));
    let is_item = |piece: &&Span<Plain>| {
        let kind = document.block_at(**piece).map(|block| block.kind);
        is_timed(words(**piece)) && (kind == Some(BlockKind::Item) || list_mark(words(**piece)).is_some())
    };
    let own = words(line.span);
    let names_time = ["时限", "期限", "用时", "时间"].iter().any(|word| own.starts_with(word));
    let is_paragraph = line.kind == BlockKind::Paragraph && list_mark(own).is_none();
    let is_listed = is_paragraph && before().filter(is_item).count() > 1;
    !own.contains(STEPS) && !names_time && (before().any(is_row) || is_listed)
}

/// Whether a line says no more than a case and its limit: 变更：5个工作日（自受理之日起）.
fn is_all_of_line(document: &Document, limit: &TimeLimit, line: &Block) -> bool {
    const LONGEST_CASE: usize = 16;
    let plain = document.plain.as_str();
    let lead = plain.get(line.span.start()..limit.at.start()).unwrap_or_default();
    let rest = plain.get(limit.at.end()..line.span.end()).unwrap_or_default().trim();
    let ends = rest.is_empty() || rest.starts_with(['。', '；', ';', '（', '(', '，', ',', '、']);
    let tells = ["办结", "办理", "完成", "作出"].iter().any(|word| rest.starts_with(word));
    lead.chars().count() <= LONGEST_CASE && (ends || tells)
}

/// Whether what is put off is the time for which something is held or used: 占用期限：不超过30日，确需延长的，可以延长15日.
fn is_of_a_thing(document: &Document, limit: &TimeLimit) -> bool {
    const THINGS: [&str; 12] = [
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
    let before = last_chars(document.folded.as_str().get(..at.start()).unwrap_or_default(), NEAR);
    let sentence = before.rsplit(['。', '\n']).next().unwrap_or_default();
    let own = document.folded.slice(at);
    THINGS.iter().any(|thing| sentence.contains(thing))
        && !OURS.iter().any(|word| sentence.contains(word) || own.contains(word))
}

/// Whether a promise only looks like part of the value before it, being a line after the last label of its document.
fn strays(document: &Document, limit: &TimeLimit) -> bool {
    let words = document.block_at(limit.at).map_or("", |block| block.span.of(&document.plain));
    let complains = ["投诉", "举报", "监督", "反馈", "答复", "回复"].iter().any(|word| words.contains(word));
    !complains && ["承诺", "办结时限", "办理时限"].iter().any(|word| words.contains(word))
}

/// 承诺时限（工作日）：20 — the unit stands in the label, the number alone in the value.
fn unit_in_label(document: &Document, field: &Field) -> Option<TimeLimit> {
    let role = match &*field.name {
        "承诺时限" => LimitRole::Promised,
        "法定时限" => LimitRole::Statutory,
        _ => return None,
    };
    let plain = &document.plain;
    let label = FoldedText::new(field.label.of(plain));
    let unit = label.as_str().rsplit_once('(').and_then(|(_, note)| note.strip_suffix(')'))?;
    let unit = unit.trim_start_matches("单位:");
    let value = *field.value.first()?;
    let number = value.of(plain).trim_start();
    let digits = number.find(|c: char| !c.is_numeric()).unwrap_or(number.len());
    let after = number.get(digits..)?.trim_start();
    if digits == 0 || !(after.is_empty() || after.starts_with(['（', '(', '，', ','])) {
        return None;
    }
    let written = format!("{}{unit}", number.get(..digits)?);
    let mut limit = time_limits(&FoldedText::new(&written)).into_iter().next()?;
    let start = value.end() - number.len();
    let at = Span::new(start, start + digits);
    (limit.at, limit.measure, limit.role) = (at, at, role);
    Some(limit)
}

/// Words of handing something over.
const DELIVERY: [&str; 15] = [
    "送达", "领取", "领证", "取件", "取证", "邮寄", "寄", "颁发", "发放", "发证", "发给", "送", "出证",
    "制证", "推送",
];

/// Whether the sentence of a limit hands something over, or is no more than the limit.
fn delivers(document: &Document, limit: &TimeLimit) -> bool {
    const BARE: usize = 6;
    let text = document.folded.as_str();
    let at = document.folded.from_plain(limit.at);
    let border = ['。', ';', '\n'];
    let before = last_chars(text.get(..at.start()).unwrap_or_default(), NEAR);
    let before = before.rsplit(border).next().unwrap_or_default();
    let after = first_chars(text.get(at.end()..).unwrap_or_default(), NEAR);
    let after = after.split(border).next().unwrap_or_default();
    let says = |words: &str| DELIVERY.iter().any(|word| words.contains(word));
    says(before) || says(after) || before.chars().count() + after.chars().count() <= BARE
}

fn role(field: Option<&str>, limit: &TimeLimit, delivers: impl Fn() -> bool) -> LimitRole {
    let said = limit.role;
    let unless = |clear: &[LimitRole], role| if clear.contains(&said) { said } else { role };
    match field {
        Some("法定依据") => LimitRole::Quoted,
        Some("法定时限") => unless(
            &[LimitRole::Promised, LimitRole::Extension, LimitRole::SpecialProcedure],
            LimitRole::Statutory,
        ),
        Some("承诺时限") => {
            let clear = [
                LimitRole::Statutory,
                LimitRole::Extension,
                LimitRole::SpecialProcedure,
                LimitRole::Delivery,
                LimitRole::CorrectionNotice,
                LimitRole::Applicant,
                LimitRole::Publicity,
                LimitRole::Remedy,
                LimitRole::Complaint,
                LimitRole::Validity,
            ];
            unless(&clear, LimitRole::Promised)
        }
        // 办结 in a step's own name does not make its limit the promise: that one runs from the application on.
        Some("办理程序") if said == LimitRole::Promised && limit.origin.is_none() => LimitRole::Step,
        Some("办理程序") if said == LimitRole::Unknown => LimitRole::Step,
        // A paragraph behind the list of a notice: 将自受理之日起10个工作日内作出决定.
        Some("申请材料") if said == LimitRole::Promised && limit.origin.is_some() => said,
        Some("申请材料") => {
            unless(&[LimitRole::Applicant, LimitRole::CorrectionNotice], LimitRole::MaterialAge)
        }
        Some("办理时间") => LimitRole::OfficeHours,
        Some("救济渠道") => LimitRole::Remedy,
        // A line after the last label is read as part of its value; what it promises stays a promise.
        Some("投诉渠道" | "联系方式") if said == LimitRole::Promised && limit.origin.is_some() => {
            said
        }
        Some("投诉渠道") => LimitRole::Complaint,
        Some("送达方式" | "办理结果") if said == LimitRole::Unknown && !delivers() => said,
        // 法定时限为二十个工作日 as the next line of such a value is no delivery.
        Some("送达方式" | "办理结果") => {
            let clear = [
                LimitRole::Validity,
                LimitRole::Promised,
                LimitRole::Statutory,
                LimitRole::Extension,
                LimitRole::Remedy,
                LimitRole::Complaint,
                LimitRole::Publicity,
                LimitRole::SpecialProcedure,
            ];
            unless(&clear, LimitRole::Delivery)
        }
        Some("有效期") => LimitRole::Validity,
        Some("特别程序") => LimitRole::SpecialProcedure,
        _ => said,
    }
}
