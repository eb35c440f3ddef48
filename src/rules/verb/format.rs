//! `format`: telephone numbers, addresses on the net and dates have a form that can exist.

mod date;
mod hours;
mod identity;
mod phone;
mod script;
mod web;

pub(super) use phone::numbers as phone_numbers;

use toml::Spanned;

use super::{
    super::{
        compile::{Compiled, Compiler},
        file,
        rule::Rule,
    },
    Days, Verb,
};
use crate::{
    doc::Document,
    finding::Finding,
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
    /// 区号: a landline has one, somewhere in the document.
    AreaCode,
    /// 时刻: hours of the day, and from when to when.
    Hours,
    /// 证件号码: the check digits of identity numbers and credit codes.
    Identity,
    /// 字形: no traditional characters in a simplified text.
    Script,
}

/// A place whose form is wrong, and what is wrong with it.
struct Fault {
    at: Span<Folded>,
    message: String,
}

impl Format {
    const NAMES: [(&'static str, Format); 8] = [
        ("电话", Format::Phone),
        ("区号", Format::AreaCode),
        ("网址", Format::Url),
        ("邮箱", Format::Email),
        ("日期", Format::Date),
        ("时刻", Format::Hours),
        ("证件号码", Format::Identity),
        ("字形", Format::Script),
    ];

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
    fn run(&self, rule: &Rule, document: &Document, _days: Days) -> Vec<Finding> {
        let text = document.folded.as_str();
        let faults = match self {
            Format::Date => {
                let faults = date::faults(document).into_iter();
                return faults.map(|(at, message)| rule.finding(document, at, message)).collect();
            }
            Format::Script => {
                let fault = script::fault(document).into_iter();
                return fault.map(|(at, message)| rule.finding(document, at, message)).collect();
            }
            Format::Phone => phone::faults_of(document),
            Format::AreaCode => phone::without_area(text).into_iter().collect(),
            Format::Hours => hours::faults(text),
            Format::Identity => identity::faults(text),
            Format::Url => web::url_faults(&document.folded, &document.plain),
            Format::Email => web::email_faults(&document.folded, &document.plain),
        };
        let finding =
            |fault: Fault| rule.finding(document, document.folded.to_plain(fault.at), fault.message);
        faults.into_iter().map(finding).collect()
    }
}
