//! How many regulations a covering notice sends round: 《…考评办法》等11项制度……现予以印发. When another number of them follows, some are
//! missing or stand elsewhere.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    ledger::At,
    reason::Reason,
    split::{Plan, Role},
};
use crate::text::chinese_number;

static SAID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = "[0-9０-９一二三四五六七八九十两]{1,3}";
    let norms = "制度|规定|办法|规章|规范|细则|公约|职责";
    Regex::new(&format!(
        "(?:等|共|这|下列|以下)(?P<n>{number})[项个部件种](?:[^，。；\n]{{0,8}}?)(?:{norms})"
    ))
    .ok()
});

/// Where the covering notices that `plan` leaves out of `text` announce another number of regulations than follow up to the next
/// notice.
pub(super) fn miscounted(text: &str, plan: &Plan) -> Vec<At> {
    let notice =
        |n: &usize| plan.lines.get(*n).is_some_and(|line| matches!(line.role, Role::Out(Reason::Notice)));
    let lines: Vec<usize> = (0..plan.lines.len()).filter(notice).collect();
    let mut places = Vec::new();
    for &own in &lines {
        let Some(line) = plan.lines.get(own) else { continue };
        let Some(said) = SAID.as_ref().and_then(|said| said.captures(line.at.of(text))) else { continue };
        let (Some(all), Some(n)) = (said.get(0), said.name("n")) else { continue };
        let number = chinese_number(&n.as_str().replace('两', "二"));
        let first = plan.parts.iter().position(|part| part.lines.start > own).unwrap_or(plan.parts.len());
        // The lines of one notice stand side by side; the next one has regulations before it.
        let start = plan.parts.get(first).map_or(usize::MAX, |part| part.lines.start);
        let next = lines.iter().find(|&&other| other > start).copied().unwrap_or(usize::MAX);
        let following = plan.parts.iter().skip(first).take_while(|part| part.lines.start < next).count();
        if following > 0 && number.is_some_and(|number| number as usize != following) {
            places.push(At::new(line.at.start() + all.start(), line.at.start() + all.end()));
        }
    }
    places
}
