//! Time limits of a document, with the role that their field gives them.

use crate::{
    doc::Document,
    law::{LimitRole, TimeLimit, time_limits},
};

/// Every time limit of `document`. A field knows better than the words around a number what it is for, except where
/// those words name another role outright (`10个工作日（法定时限20个工作日）`).
pub(super) fn limits(document: &Document) -> Vec<TimeLimit> {
    let mut limits = time_limits(&document.folded);
    for limit in &mut limits {
        let field = document.field_at(limit.at);
        // 办理流程及时限 is one section of two fields: its numbers are those of steps unless they say otherwise.
        let steps = field
            .is_some_and(|field| document.fields_named("办理程序").any(|other| other.label == field.label));
        let name = if steps { Some("办理程序") } else { field.map(|field| &*field.name) };
        limit.role = role(name, limit);
    }
    limits
}

fn role(field: Option<&str>, limit: &TimeLimit) -> LimitRole {
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
            ];
            unless(&clear, LimitRole::Promised)
        }
        // 办结 in a step's own name does not make its limit the promise: that one runs from the application on.
        Some("办理程序") if said == LimitRole::Promised && limit.origin.is_none() => LimitRole::Step,
        Some("办理程序") if said == LimitRole::Unknown => LimitRole::Step,
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
        Some("送达方式" | "办理结果") => {
            unless(&[LimitRole::Validity, LimitRole::Promised], LimitRole::Delivery)
        }
        Some("有效期") => LimitRole::Validity,
        Some("特别程序") => LimitRole::SpecialProcedure,
        _ => said,
    }
}
