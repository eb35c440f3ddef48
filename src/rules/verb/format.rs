//! `format`: telephone numbers, addresses on the net and dates have a form that can exist.

mod date;
mod phone;
mod web;

use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        rule::Rule,
    },
    Verb,
};
use crate::{
    doc::Document,
    finding::Finding,
    law::Date,
    text::{Folded, Span},
};

/// Things that have a form of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Format {
    /// 电话: mobile, landline with or without area code, 400, short numbers.
    Phone,
    /// 网址
    Url,
    /// 邮箱
    Email,
    /// 日期, with the day of the week where one stands with it.
    Date,
}

/// A place whose form is wrong, and what is wrong with it.
struct Fault {
    at: Span<Folded>,
    message: String,
}

impl Format {
    const NAMES: [(&'static str, Format); 4] =
        [("电话", Format::Phone), ("网址", Format::Url), ("邮箱", Format::Email), ("日期", Format::Date)];

    pub(in super::super) fn compile(
        written: &Spanned<file::Format>,
        compiler: &Compiler<'_>,
    ) -> Compiled<Self> {
        let names = Self::NAMES.map(|(name, _)| name);
        compiler.word(&written.get_ref().of, "格式", &names, |word| {
            Self::NAMES.iter().find(|(name, _)| *name == word).map(|&(_, of)| of)
        })
    }
}

impl Verb for Format {
    fn run(&self, rule: &Rule, document: &Document, _as_of: Date) -> Vec<Finding> {
        let text = document.folded.as_str();
        let faults = match self {
            Format::Date => {
                let faults = date::faults(document).into_iter();
                return faults.map(|(at, message)| rule.finding(document, at, message)).collect();
            }
            Format::Phone => phone::faults(text),
            Format::Url => web::url_faults(text),
            Format::Email => web::email_faults(text),
        };
        let finding =
            |fault: Fault| rule.finding(document, document.folded.to_plain(fault.at), fault.message);
        faults.into_iter().map(finding).collect()
    }
}
