//! Time limits of a document, with the role that their field gives them.

mod bare;
mod field;
mod step;
mod whose;

use std::collections::HashMap;

use self::{
    bare::{steps_with_unit_in_head, with_unit_in_label},
    field::{delivers, role, strays, strays_from},
    step::{is_in_chain, of_step, set_apart},
    whose::{
        is_ahead, is_asked_for, is_finished_within, is_for_applicant, is_history, is_of_a_duty,
        is_of_a_thing, is_of_others, is_of_the_law, is_put_off, is_quoted,
    },
};
use crate::{
    doc::{BlockKind, Document, Field, Kind, NoticeKind},
    law::{Bound, LimitRole, STEPS, TimeLimit, Unit, time_limits},
    text::{FoldedText, Span, list_mark, tail},
};

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
    // 20个工作日内不能作出决定的 says the law's time again where that is as long.
    let lawful: Vec<_> =
        limits.iter().filter(|limit| limit.role == LimitRole::Statutory).map(|limit| limit.amount).collect();
    for limit in limits.iter_mut().filter(|limit| limit.role == LimitRole::Promised) {
        if lawful.contains(&limit.amount) && is_not_kept(document, limit) {
            limit.role = LimitRole::Statutory;
        }
    }
    restated(document, &mut limits);
    field::by_label(document, &mut limits);
    under_heads(document, &mut limits);
    step::of_promise(document, &mut limits);
    step::behind_steps(document, &mut limits);
    // Beside the law's own time, what its articles say in full belongs to them.
    let lawful = |limit: &TimeLimit| limit.role == LimitRole::Statutory && is_of_the_law(document, limit);
    if limits.iter().any(|limit| limit.role == LimitRole::Statutory && !lawful(limit)) {
        for limit in limits.iter_mut().filter(|limit| lawful(limit)) {
            limit.role = LimitRole::Quoted;
        }
    }
    limits.extend(document.fields.iter().flat_map(|field| with_unit_in_label(document, field)));
    limits.extend(steps_with_unit_in_head(document));
    limits.sort_by_key(|limit| limit.at);
    limits
}

/// Events in the life of whoever applies or of a material, from which no organ's time runs.
const EVENTS: [&str; 12] = [
    "领取",
    "变更之日",
    "变更发生",
    "事项发生",
    "事故发生",
    "出生",
    "死亡",
    "离职",
    "检测之日",
    "出具之日",
    "开具之日",
    "拍摄之日",
];

/// What happens once the decision is made, or is none of the procedure: what is done so long behind it is no step.
const AFTERWARDS: [&str; 23] = [
    "决定后",
    "办结后",
    "发证后",
    "领证后",
    "许可后",
    "批准后",
    "确认后",
    "开业后",
    "摇号后",
    "配租后",
    "结案后",
    "竣工后",
    "建成后",
    "签订后",
    "成立后",
    "核准后",
    "期满后",
    "入境后",
    "入职后",
    "毕业后",
    "出生后",
    "变更后",
    "届满后",
];

/// The role of a limit of `field` when it is also looked at from when and for whom it runs.
fn in_context(document: &Document, limit: &TimeLimit, field: Option<&Field>) -> LimitRole {
    let plain = document.plain.as_str();
    let before = plain.get(..limit.at.start()).unwrap_or_default();
    let origin = limit.origin.map_or("", |origin| origin.of(plain));
    // 在检测之日起3个月内使用
    let origin = if before.ends_with("之日起") && origin.is_empty() {
        before.rsplit(['，', '。', '；', '\n']).next().unwrap_or_default()
    } else {
        origin
    };
    // A question names what it asks about: 营业执照多久办好？
    let is_value = field
        .is_some_and(|field| matches!(&*field.name, "承诺时限" | "法定时限") && !field.asks_how_long(plain));
    let runs_from = |words: &[&str]| words.iter().any(|word| origin.contains(word));
    let tells = document.kind == Some(Kind::Notice(NoticeKind::SpecialProcedure));
    match limit.role {
        // 所需时间 in what tells of a special procedure is the time of that, not of the decision.
        _ if tells && field.is_some_and(|field| field.label.of(plain).contains("所需")) => {
            LimitRole::SpecialProcedure
        }
        // 升放5个工作日前提出, 届满30日前申请: how long before, which no organ has to keep.
        LimitRole::Step
        | LimitRole::Promised
        | LimitRole::Statutory
        | LimitRole::Extension
        | LimitRole::Delivery
            if is_ahead(document, limit) =>
        {
            LimitRole::Applicant
        }
        // 日志留存不少于60日, 停业十二个月以上, 超过一个月的也照常受理, which no organ has to keep.
        LimitRole::Step | LimitRole::Promised | LimitRole::Delivery
            if matches!(limit.bound, Some(Bound::AtLeast | Bound::MoreThan)) =>
        {
            LimitRole::Unknown
        }
        // 15个工作日（不含收养评估的时间；评估自申请之日起60日内完成）: the note is about what does not count.
        LimitRole::Promised | LimitRole::Statutory if is_in_note_of_others(before) => {
            LimitRole::SpecialProcedure
        }
        // 三十日冷静期 is waited for.
        LimitRole::Promised | LimitRole::Statutory | LimitRole::Step if is_waiting(document, limit) => {
            LimitRole::Unknown
        }
        // 10个工作日（检查），另3个工作日内决定: what comes on top is not the whole.
        LimitRole::Promised | LimitRole::Statutory if before.ends_with(['另', '再']) => LimitRole::Unknown,
        // 20个工作日内办不完的，可以延长, under the steps as well
        LimitRole::Extension | LimitRole::Step if is_not_kept(document, limit) => LimitRole::Promised,
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
        LimitRole::Promised | LimitRole::Statutory | LimitRole::Step | LimitRole::Extension
            if is_of_others(document, limit, is_value) || is_history(document, limit) =>
        {
            LimitRole::Unknown
        }
        // A validity of two years, under a heading 期限; no law has an organ take so long.
        LimitRole::Promised | LimitRole::Statutory if limit.unit == Unit::Year => LimitRole::Unknown,
        // 试用期不超过2个月, in a line of its own, is none of the office's steps.
        LimitRole::Step
            if limit.unit == Unit::Year || limit.unit == Unit::Month && is_in_prose(document, limit) =>
        {
            LimitRole::Unknown
        }
        // 受理1个工作日，审查5个工作日，合计承诺6个工作日: the whole, told behind its steps.
        LimitRole::Step if is_whole(before) => LimitRole::Promised,
        LimitRole::Step => of_step(document, limit),
        // 自领取营业执照之日起30日内: what the holder has to do.
        LimitRole::Promised | LimitRole::Statutory | LimitRole::Delivery
            if runs_from(&EVENTS) && !is_finished_within(document, limit) =>
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
                || is_what_is_put_off(document, before)
                || is_asked_for(document, limit)
                || is_of_a_duty(document, limit)
                || is_of_a_thing(document, limit) =>
        {
            LimitRole::Applicant
        }
        // 发证后2个月内实地检查 hands nothing over.
        LimitRole::Delivery
            if ["发证后", "颁证后", "领证后", "送达后", "届满后", "期满后"]
                .iter()
                .any(|word| before.ends_with(word)) =>
        {
            LimitRole::Unknown
        }
        // 延长后的办理期限为18个工作日 is no promise of the guide's.
        LimitRole::Promised if is_put_off(before) => LimitRole::Extension,
        LimitRole::Promised | LimitRole::Statutory if is_quoted(before) => LimitRole::Quoted,
        LimitRole::Promised if is_of_the_law(document, limit) => LimitRole::Quoted,
        // 办理时限 | 法定 | 45个工作日
        LimitRole::Promised if beside_statutory(document, limit) => LimitRole::Statutory,
        // 自领证之日起三个月内开工: what the holder has to do.
        LimitRole::Delivery if runs_from(&["领证", "领取", "取得", "发证", "颁发"]) => {
            LimitRole::Applicant
        }
        // 受理后5个工作日换发新证 runs from acceptance: what is handed over then is promised.
        LimitRole::Delivery if runs_from(&["受理后", "受理之日", "自受理起"]) => {
            LimitRole::Promised
        }
        LimitRole::Complaint
            if field.is_some_and(|field| &*field.name == "投诉渠道") && strays(document, limit) =>
        {
            LimitRole::Promised
        }
        role => role,
    }
}

/// Whether words end in what calls a time the promise for all steps: 合计承诺, 总承诺时限为.
fn is_whole(before: &str) -> bool {
    let before = before.trim_end_matches(['为', '：', ':', '是']);
    let before = ["办结时限", "办结", "时限", "期限"]
        .iter()
        .find_map(|name| before.strip_suffix(name))
        .unwrap_or(before);
    let all = before.strip_suffix("承诺").or_else(|| before.strip_suffix("对外承诺"));
    all.is_some_and(|all| {
        ["合计", "共计", "总计", "一共", "总共", "总"].iter().any(|word| all.ends_with(word))
    })
}

/// Whether words end inside brackets that begin with what a time leaves out.
fn is_in_note_of_others(before: &str) -> bool {
    let line = tail(before).rsplit('\n').next().unwrap_or_default();
    let note =
        line.rfind(['（', '(']).and_then(|open| line.get(open..)).filter(|note| !note.contains(['）', ')']));
    let note = note.map(|note| note.trim_start_matches(['（', '(']));
    note.is_some_and(|note| ["不含", "不包括", "不计", "扣除"].iter().any(|word| note.starts_with(word)))
}

/// Whether a guide is about putting something off (延期缴纳税款), and so is the clause `before` ends in: 延期最长不得超过. By 可以延长 the
/// organ puts off its own decision.
fn is_what_is_put_off(document: &Document, before: &str) -> bool {
    let clause = tail(before).rsplit(['，', '。', '；', '\n']).next().unwrap_or_default();
    document.kind == Some(Kind::Guide)
        && !clause.contains("延长")
        && document.title.is_some_and(|title| title.of(&document.plain).contains("延期"))
}

/// Whether a limit stands in a paragraph that is no item of a list.
fn is_in_prose(document: &Document, limit: &TimeLimit) -> bool {
    document.block_at(limit.at).is_some_and(|block| {
        let words = block.span.of(&document.plain).trim();
        block.kind == BlockKind::Paragraph && list_mark(words).is_none() && !words.contains(STEPS)
    })
}

/// Whether the words behind a limit call it a time that everybody waits for: 三十日冷静期.
fn is_waiting(document: &Document, limit: &TimeLimit) -> bool {
    let after = document.plain.get(limit.at.end()..).unwrap_or_default().trim_start_matches('的');
    ["冷静期", "等待期", "公告期", "异议期", "观察期"].iter().any(|word| after.starts_with(word))
}

/// Whether the words behind a limit say that it is not kept: 20个工作日内办不完的.
fn is_not_kept(document: &Document, limit: &TimeLimit) -> bool {
    let after = document.plain.get(limit.at.end()..).unwrap_or_default();
    ["办不完", "不能", "无法", "未能", "办不结", "难以"].iter().any(|word| after.starts_with(word))
}

/// Gives what only says a limit again in brackets its role: 法定20日（20个工作日）.
fn restated(document: &Document, limits: &mut [TimeLimit]) {
    for i in 1..limits.len() {
        let (before, own) = limits.split_at_mut(i);
        if let (Some(first), Some(again)) = (before.last(), own.first_mut()) {
            let between = document.plain.get(first.at.end()..again.at.start()).unwrap_or_default();
            let behind = document.plain.get(again.at.end()..).unwrap_or_default();
            if ["（", "("].contains(&between.trim()) && behind.starts_with(['）', ')']) {
                again.role = first.role;
            }
        }
    }
}

/// Gives the limits of a column headed 法定 or 法律规定 the role of the law's, whatever section the table stands in, and those of a
/// column headed 其中：审查 that of a step.
fn under_heads(document: &Document, limits: &mut [TimeLimit]) {
    if limits.iter().all(|limit| limit.role != LimitRole::Promised) {
        return;
    }
    // What the last head above in a column says of its times.
    let mut roles: HashMap<(u32, u32), Option<LimitRole>> = HashMap::new();
    let mut next = limits.iter_mut().peekable();
    for (i, block) in document.blocks.iter().enumerate() {
        let end = document.blocks.get(i + 1).map_or(usize::MAX, |block| block.span.start());
        let BlockKind::Cell(cell) = block.kind else {
            while next.next_if(|limit| limit.at.start() < end).is_some() {}
            continue;
        };
        if cell.header || cell.row == 1 {
            let words = block.span.of(&document.plain).trim();
            // 法定／承诺 heads both; 权力来源 | 法定本级行使 is a value in the first row of a table without heads.
            let is_lawful = ["法定", "法律规定", "法规规定"].iter().any(|word| words.starts_with(word))
                && !["承诺", "行使", "机关", "授权", "依据"].iter().any(|word| words.contains(word));
            let role = match words {
                _ if is_lawful => Some(LimitRole::Statutory),
                _ if words.starts_with("其中") => Some(LimitRole::Step),
                _ => None,
            };
            roles.insert((cell.table, cell.column), role);
        }
        while let Some(limit) = next.next_if(|limit| limit.at.start() < end) {
            let heads = cell.header || cell.row == 1;
            let headed = roles.get(&(cell.table, cell.column)).copied().flatten();
            if limit.role == LimitRole::Promised && !heads {
                limit.role = headed.unwrap_or(limit.role);
            }
        }
    }
}

/// Whether the cell before that of a limit says that it is the law's.
fn beside_statutory(document: &Document, limit: &TimeLimit) -> bool {
    let next = document.blocks.partition_point(|block| block.span.start() <= limit.at.start());
    let own = next.checked_sub(1).and_then(|i| document.blocks.get(i));
    let beside = next.checked_sub(2).and_then(|i| document.blocks.get(i));
    match (own.map(|block| block.kind), beside) {
        (Some(BlockKind::Cell(own)), Some(beside)) => {
            let same_row = matches!(beside.kind, BlockKind::Cell(cell) if cell.table == own.table && cell.row == own.row);
            same_row && ["法定", "法定时间"].contains(&beside.span.of(&document.plain).trim())
        }
        _ => false,
    }
}

/// Whether words end in what cannot be done in a time: 不能在, 无法于.
fn cannot(words: &str) -> bool {
    let words = words.trim_end_matches(['在', '于']);
    ["不能", "无法", "未能", "难以"].iter().any(|word| words.ends_with(word))
}

/// Whether a limit runs from the decision or later (事后核查), and so is no step towards it.
fn after_decision(document: &Document, limit: &TimeLimit) -> bool {
    let before = document.plain.get(..limit.at.start()).unwrap_or_default();
    if AFTERWARDS.iter().any(|word| before.ends_with(word)) {
        return true;
    }
    let origin = limit.origin.map_or("", |origin| origin.of(&document.plain));
    let decided =
        ["作出", "决定", "许可之日", "办结", "发证", "领证", "取得"].iter().any(|word| origin.contains(word));
    decided && !["受理决定", "作出受理"].iter().any(|word| origin.contains(word))
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
