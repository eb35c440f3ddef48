//! A list of items: those in which something was found, each as a table of what it says.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{document, marks::Mark};
use crate::{doc::Origin, read::List};

/// As many items are shown; the rest is in the findings and in the report.
const SHOWN: usize = 500;

/// The items of `list`, called `name`, in which one of `marks` lies, which come with the byte of the file where each begins.
pub(super) fn list(list: &List, name: &str, marks: Vec<(usize, Mark)>) -> Markup {
    let items = list.items();
    let mut marked: BTreeMap<usize, Vec<Mark>> = BTreeMap::new();
    for (byte, mark) in marks {
        let item = items.partition_point(|item| item.start() <= byte).saturating_sub(1);
        marked.entry(item).or_default().push(mark);
    }
    let (all, with) = (items.len(), marked.len());
    html! {
        p.soft {
            "共 " (all) " 个事项，"
            @if with == 0 { "都没有查出问题。" }
            @else { "有问题的 " (with) " 个" @if with > SHOWN { "，先列出前 " (SHOWN) " 个" } "：" }
        }
        @for (item, marks) in marked.iter().take(SHOWN) {
            @if let Some(row) = items.get(*item).and_then(|item| list.document(item)) {
                @let title = row.headline().of(&row.plain);
                h3 { "第 " (item + 1) " 个事项" @if let Origin::Row { sheet: Some(sheet), .. } = &row.origin { "（" (sheet) "）" } }
                (document::document(&row, &format!("{name} 第 {} 个事项 {title}", item + 1), marks))
            }
        }
    }
}
