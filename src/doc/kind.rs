//! Kinds of documents.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What a document is, which decides the rules that apply to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// 办事指南
    Guide,
    /// 告知书、通知书、决定书、公告
    Notice(NoticeKind),
    /// 规章制度
    Regulation,
    /// 事项清单: an item of a list, not the list.
    List,
}

/// What a notice tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NoticeKind {
    /// 受理通知书、受理回执
    Acceptance,
    /// 补正告知书、补充件通知书
    Correction,
    /// 不予受理通知书
    Rejection,
    /// 不予许可决定书
    Refusal,
    /// 准予许可决定书
    Grant,
    /// 容缺受理通知书
    TolerantAcceptance,
    /// 延期告知书
    Extension,
    /// 特别程序时间告知书
    SpecialProcedure,
    /// 一次性告知书
    OneTime,
    /// 办结公告
    Completion,
    /// 公告、公示
    Announcement,
    /// 投诉处理答复
    ComplaintReply,
    /// 政府信息公开答复
    InformationReply,
    /// 撤销、撤回、注销决定书
    Revocation,
    /// 听证告知书
    Hearing,
    /// 承诺件通知书
    PromisedCase,
    /// 退回件通知书
    ReturnedCase,
    /// 咨询件受理通知书
    Enquiry,
    /// Any other.
    Other,
}

impl Kind {
    /// The words of all kinds, as [`Kind::word`] has them.
    pub const WORDS: [&str; 4] = ["guide", "notice", "regulation", "list"];

    /// The word for it in options, rule files and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Guide => "guide",
            Kind::Notice(_) => "notice",
            Kind::Regulation => "regulation",
            Kind::List => "list",
        }
    }

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Guide => "办事指南",
            Kind::Notice(notice) => notice.name(),
            Kind::Regulation => "规章制度",
            Kind::List => "事项清单",
        }
    }
}

impl NoticeKind {
    /// All of them.
    pub const ALL: [NoticeKind; 19] = [
        NoticeKind::Acceptance,
        NoticeKind::Correction,
        NoticeKind::Rejection,
        NoticeKind::Refusal,
        NoticeKind::Grant,
        NoticeKind::TolerantAcceptance,
        NoticeKind::Extension,
        NoticeKind::SpecialProcedure,
        NoticeKind::OneTime,
        NoticeKind::Completion,
        NoticeKind::Announcement,
        NoticeKind::ComplaintReply,
        NoticeKind::InformationReply,
        NoticeKind::Revocation,
        NoticeKind::Hearing,
        NoticeKind::PromisedCase,
        NoticeKind::ReturnedCase,
        NoticeKind::Enquiry,
        NoticeKind::Other,
    ];

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            NoticeKind::Acceptance => "受理通知书",
            NoticeKind::Correction => "补正告知书",
            NoticeKind::Rejection => "不予受理通知书",
            NoticeKind::Refusal => "不予许可决定书",
            NoticeKind::Grant => "准予许可决定书",
            NoticeKind::TolerantAcceptance => "容缺受理通知书",
            NoticeKind::Extension => "延期告知书",
            NoticeKind::SpecialProcedure => "特别程序时间告知书",
            NoticeKind::OneTime => "一次性告知书",
            NoticeKind::Completion => "办结公告",
            NoticeKind::Announcement => "公告",
            NoticeKind::ComplaintReply => "投诉处理答复",
            NoticeKind::InformationReply => "政府信息公开答复",
            NoticeKind::Revocation => "撤销注销决定书",
            NoticeKind::Hearing => "听证告知书",
            NoticeKind::PromisedCase => "承诺件通知书",
            NoticeKind::ReturnedCase => "退回件通知书",
            NoticeKind::Enquiry => "咨询件受理通知书",
            NoticeKind::Other => "其他告知文书",
        }
    }
}

/// The word is no kind of document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}”不是文种；可写：guide（办事指南）、notice（告知文书）、regulation（规章制度）、list（事项清单）"
)]
pub struct NotAKind(String);

impl FromStr for Kind {
    type Err = NotAKind;

    /// Reads the word of [`Kind::word`] or a Chinese name. A notice read here is of no particular kind.
    fn from_str(word: &str) -> Result<Self, NotAKind> {
        match word.trim() {
            "guide" | "办事指南" | "服务指南" | "指南" => Ok(Kind::Guide),
            "notice" | "告知书" | "通知书" | "决定书" | "公告" | "告知文书" => {
                Ok(Kind::Notice(NoticeKind::Other))
            }
            "regulation" | "规章" | "制度" | "规章制度" => Ok(Kind::Regulation),
            "list" | "清单" | "事项清单" => Ok(Kind::List),
            other => Err(NotAKind(other.to_owned())),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
