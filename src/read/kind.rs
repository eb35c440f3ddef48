//! What kind of document it is, and which words are its title.

use crate::{
    doc::{Block, BlockKind, Draft, Kind, NoticeKind},
    text::{FoldedText, Plain, Span, list_mark},
};

/// Words of a title and what they make of a document. The order decides: 不予受理 before 受理.
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
        ],
        Kind::Guide,
    ),
    (&["一次性告知书", "一次性告知单", "一次告知书", "一次性告知清单"], Kind::Notice(NoticeKind::OneTime)),
    (&["补正", "补齐", "补充材料通知", "补充材料告知", "补充件"], Kind::Notice(NoticeKind::Correction)),
    (
        &[
            "政府信息公开申请答复",
            "政府信息公开答复",
            "信息公开告知书",
            "政府信息不予公开",
            "政府信息公开申请",
        ],
        Kind::Notice(NoticeKind::InformationReply),
    ),
    (
        &["容缺受理通知", "容缺受理告知", "容缺受理承诺", "容缺受理单"],
        Kind::Notice(NoticeKind::TolerantAcceptance),
    ),
    (&["不予受理", "不受理", "预登记驳回", "退回件"], Kind::Notice(NoticeKind::Rejection)),
    (
        &["不予行政许可", "不予许可", "不予变更", "不予延续", "不予批准", "不予审批"],
        Kind::Notice(NoticeKind::Refusal),
    ),
    (&["准予"], Kind::Notice(NoticeKind::Grant)),
    (
        &["延期告知", "延期通知", "延长办理期限", "延长审查期限", "延长审批期限", "延期办理"],
        Kind::Notice(NoticeKind::Extension),
    ),
    (
        &["特别程序", "鉴定时间告知", "检验时间告知", "听证时间告知", "评审时间告知", "所需时间告知"],
        Kind::Notice(NoticeKind::SpecialProcedure),
    ),
    (
        &[
            "受理通知书",
            "受理决定书",
            "受理回执",
            "受理凭证",
            "受理单",
            "受理告知书",
            "接收凭证",
            "承诺件通知书",
            "咨询件",
        ],
        Kind::Notice(NoticeKind::Acceptance),
    ),
    (&["办结公告", "公示", "公告"], Kind::Notice(NoticeKind::Announcement)),
    (
        &["投诉处理", "投诉答复", "投诉回复", "举报答复", "举报回复", "投诉举报处理"],
        Kind::Notice(NoticeKind::ComplaintReply),
    ),
    (
        &["告知书", "通知书", "决定书", "告知单", "通知单", "答复", "回复", "通告", "复函", "告知函", "通知"],
        Kind::Notice(NoticeKind::Other),
    ),
];

/// Endings of a title that make it a regulation, whatever else it speaks of (《一次性告知制度》).
const REGULATIONS: &[&str] = &["制度", "办法", "规定", "规范", "条例", "细则", "公约", "规则", "守则"];

/// The title of a document and what it says of its kind.
pub(super) struct Titled {
    pub(super) title: Option<Span<Plain>>,
    pub(super) kind: Option<Kind>,
}

/// Finds the title: what the format marks as one, else one of the first lines that names a kind of document, else the first
/// heading or short line. A page's `<title>` decides the kind when no line does.
pub(super) fn titled(draft: &Draft) -> Titled {
    let words = |block: &Block| block.span.of(&draft.plain);
    // A heading of the first level is a title however long it is.
    let first_level = |block: &Block| block.kind == BlockKind::Heading(1);
    let title_like = |block: &&Block| first_level(block) || is_title_like(words(block));
    let head: Vec<&Block> = draft.blocks.iter().filter(title_like).take(6).collect();
    // 二、受理单位 is a section, whatever it names.
    let is_section = |block: &Block| !first_level(block) && list_mark(words(block)).is_some();
    let unnumbered = head.iter().filter(|block| !is_section(block)).map(|block| block.span);
    let named = draft.title.into_iter().chain(unnumbered);
    for span in named {
        if let Some(kind) = kind_of_title(span.of(&draft.plain)) {
            // 关于印发……的通知 carries a regulation; 关于调整办公时间的通知 tells the public something.
            let articles = draft.blocks.iter().any(|block| words(block).trim_start().starts_with("第一条"));
            let kind =
                if kind == Kind::Notice(NoticeKind::Other) && articles { Kind::Regulation } else { kind };
            return Titled { title: Some(span), kind: Some(kind) };
        }
    }
    let heading = draft.blocks.iter().find(|block| block.kind == BlockKind::Heading(1));
    let first = draft
        .blocks
        .first()
        .filter(|block| is_title_like(words(block)) && !matches!(block.kind, BlockKind::Cell(_)));
    let title = draft.title.or(heading.or(first).map(|block| block.span));
    let page =
        draft.meta.iter().filter(|(key, _)| key == "title").find_map(|(_, value)| kind_of_title(value));
    Titled { title, kind: page }
}

fn is_title_like(line: &str) -> bool {
    let count = line.chars().count();
    (2..=60).contains(&count)
        && !line.ends_with(['。', '；', '，', ';', ',', '：', ':'])
        && !line.contains(['：', ':'])
        // 首页 | 办事指南 | 互动交流 is a menu.
        && line.matches(['|', '｜']).count() < 2
}

/// The kind of document that a title names.
fn kind_of_title(title: &str) -> Option<Kind> {
    let folded = FoldedText::new(title);
    let folded = folded.as_str();
    let name = folded.split(['(', '-', '_', '|']).next().unwrap_or(folded).trim_end_matches(['》', '"', ' ']);
    if REGULATIONS.iter().any(|ending| name.ends_with(ending)) {
        return Some(Kind::Regulation);
    }
    TITLES.iter().find(|(words, _)| words.iter().any(|word| folded.contains(word))).map(|&(_, kind)| kind)
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
            ("关于进一步落实一次性告知制度的通知", Some(Kind::Notice(NoticeKind::Other))),
            ("关于办理居住证的答复", Some(Kind::Notice(NoticeKind::Other))),
            ("一次性告知书", Some(Kind::Notice(NoticeKind::OneTime))),
            ("关于王某投诉事项的答复函", Some(Kind::Notice(NoticeKind::Other))),
            ("工作计划", None),
        ] {
            assert_eq!(kind_of_title(title), kind, "{title}");
        }
    }
}
