//! What the field in which a limit stands says of it, and which limits only look like part of a field's value.

use super::step::is_behind_steps;
use crate::{
    doc::{Block, BlockKind, Document, Field, Kind},
    law::{LimitRole, TimeLimit, Unit, time_limits},
    text::{FoldedText, Plain, Span, head, tail},
};

/// Whether a limit stands in a line behind a value that was complete on the label's own line: 承诺时限：3个工作日, and below it 自助机24小时
/// 开放。 or 企业应当在变更后30日内报告。; 办理流程：受理（1个工作日）→决定（2个工作日）, and below it 备案：自登记之日起30日内备案。 What it is for its own
/// words must say; a line that does no more than give a case its time (变更：5个工作日) belongs to the value.
pub(super) fn strays_from(document: &Document, limit: &TimeLimit, field: &Field) -> bool {
    let plain = document.plain.as_str();
    let (Some(own), Some(line)) = (document.block_at(field.label), document.block_at(limit.at)) else {
        return false;
    };
    let in_cell = matches!(line.kind, BlockKind::Cell(_));
    let is_time = matches!(&*field.name, "承诺时限" | "法定时限");
    // A table behind a time that has been given is about something else: 领取期限, by years of contributions.
    let is_apart = is_time && !matches!(own.kind, BlockKind::Cell(_));
    if own.span == line.span || in_cell && !is_apart {
        return false;
    }
    let given = field.value.first().filter(|first| own.span.contains(**first)).map(|first| first.of(plain));
    match &*field.name {
        _ if is_time => {
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

/// Whether a line says no more than a case and its limit: 变更：5个工作日（自受理之日起）.
fn is_all_of_line(document: &Document, limit: &TimeLimit, line: &Block) -> bool {
    const LONGEST_CASE: usize = 16;
    let plain = document.plain.as_str();
    let lead = plain.get(line.span.start()..limit.at.start()).unwrap_or_default();
    let rest = plain.get(limit.at.end()..line.span.end()).unwrap_or_default().trim();
    let ends = rest.is_empty() || rest.starts_with(['。', '；', ';', '（', '(', '，', ',', '、']);
    let tells = ["办结", "办理", "完成", "作出"].iter().any(|word| rest.starts_with(word));
    // 展期不超过1年, 产假98天: what is done in years is no matter of an office, and days are told behind the name of a case.
    let is_office = match limit.unit {
        Unit::Year => false,
        Unit::Month | Unit::Week | Unit::Day => {
            lead.trim_end().ends_with(['：', ':', '起', '（', '(']) || lead.trim().is_empty()
        }
        _ => true,
    };
    is_office && lead.chars().count() <= LONGEST_CASE && (ends || tells)
}

/// Whether a promise only looks like part of the value before it, being a line after the last label of its document.
pub(super) fn strays(document: &Document, limit: &TimeLimit) -> bool {
    let words = document.block_at(limit.at).map_or("", |block| block.span.of(&document.plain));
    let complains = ["投诉", "举报", "监督", "反馈", "答复", "回复"].iter().any(|word| words.contains(word));
    !complains && ["承诺", "办结时限", "办理时限"].iter().any(|word| words.contains(word))
}

/// Words of handing something over.
const DELIVERY: [&str; 15] = [
    "送达", "领取", "领证", "取件", "取证", "邮寄", "寄", "颁发", "发放", "发证", "发给", "送", "出证",
    "制证", "推送",
];

/// Whether the sentence of a limit hands something over, or is no more than the limit.
pub(super) fn delivers(document: &Document, limit: &TimeLimit) -> bool {
    const BARE: usize = 6;
    let text = document.folded.as_str();
    let at = document.folded.from_plain(limit.at);
    let border = ['。', ';', '\n'];
    let before = tail(text.get(..at.start()).unwrap_or_default());
    let before = before.rsplit(border).next().unwrap_or_default();
    let after = head(text.get(at.end()..).unwrap_or_default());
    let after = after.split(border).next().unwrap_or_default();
    let says = |words: &str| DELIVERY.iter().any(|word| words.contains(word));
    // 30天 in a table below the result is how long a book is lent.
    let cell = |at: Span<Plain>| match document.block_at(at)?.kind {
        BlockKind::Cell(cell) => Some(cell.table),
        _ => None,
    };
    let own = document.field_at(limit.at).map(|field| field.label);
    // 窗口领取 | 15个工作日 says so at the head of its row.
    let row = || document.row_head(limit.at).is_some_and(|head| says(head.span.of(&document.plain)));
    let is_below =
        own.is_some_and(|label| cell(limit.at).is_some() && cell(label) != cell(limit.at)) && !row();
    let is_bare = before.chars().count() + after.chars().count() <= BARE && !is_below;
    says(before) || says(after) || is_bare
}

/// Gives limits of a notice that nothing around them tells of the role that the label beside or above them does: 延长期限 | 7个工作日.
pub(super) fn by_label(document: &Document, limits: &mut [TimeLimit]) {
    const LONGEST: usize = 10;
    if !matches!(document.kind, Some(Kind::Notice(_))) {
        return;
    }
    let plain = document.plain.as_str();
    for limit in limits.iter_mut().filter(|limit| limit.role == LimitRole::Unknown) {
        let next = document.blocks.partition_point(|block| block.span.start() <= limit.at.start());
        let own = next.checked_sub(1).and_then(|i| document.blocks.get(i));
        let above = next.checked_sub(2).and_then(|i| document.blocks.get(i));
        let (Some(own), Some(above)) = (own, above) else { continue };
        let begins = plain.get(own.span.start()..limit.at.start()).is_some_and(|lead| lead.trim().is_empty());
        let is_beside = match (own.kind, above.kind) {
            (BlockKind::Cell(own), BlockKind::Cell(above)) => {
                own.table == above.table && own.row == above.row
            }
            (own, above) => own == above,
        };
        let label = above.span.of(plain).trim().trim_end_matches(['：', ':']);
        let is_label = label.chars().count() <= LONGEST && label.chars().all(char::is_alphabetic);
        if begins && is_beside && is_label {
            let words = FoldedText::new(&format!("{label}：{}", limit.at.of(plain)));
            limit.role = time_limits(&words).first().map_or(limit.role, |said| said.role);
        }
    }
}

/// The role of a limit that stands in the field called `field`, where the words around it do not name another one.
pub(super) fn role(field: Option<&str>, limit: &TimeLimit, delivers: impl Fn() -> bool) -> LimitRole {
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
                LimitRole::Step,
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
        // 本事项承诺10个工作日办结, in remarks behind the last label.
        Some("救济渠道") if matches!(said, LimitRole::Promised | LimitRole::Statutory) => said,
        Some("救济渠道") => LimitRole::Remedy,
        // A line after the last label is read as part of its value; what it promises stays a promise.
        Some("投诉渠道" | "联系方式") if said == LimitRole::Promised && limit.origin.is_some() => {
            said
        }
        // 专家评审15个工作日，不计入承诺时限, as a line behind the telephones.
        Some("投诉渠道" | "联系方式")
            if matches!(said, LimitRole::SpecialProcedure | LimitRole::Extension | LimitRole::Applicant) =>
        {
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
        // 许可证自决定之日起10个工作日内颁发 as the next line of 许可期限：五年
        Some("有效期") => {
            unless(&[LimitRole::Delivery, LimitRole::Remedy, LimitRole::Complaint], LimitRole::Validity)
        }
        Some("特别程序") => LimitRole::SpecialProcedure,
        _ => said,
    }
}
