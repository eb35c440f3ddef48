//! A file of the page: what it was taken for, the text with its marks, and what was found at its side.

use maud::{Markup, html};

use super::{
    super::{Sheet, Shelf},
    Page, Part, document, list,
    marks::Mark,
    mend::is_safe,
};
use crate::{
    doc::Kind,
    finding::Level,
    read::{Contents, Format, contents},
    report::{Checked, Region, shown},
};

/// The kinds that somebody can say a document is; which notice it is tells its title.
const KINDS: [(&str, &str); 3] = [("guide", "办事指南"), ("notice", "告知文书"), ("regulation", "规章制度")];

/// The file at `index`.
pub(super) fn sheet(page: &Page<'_>, index: usize, sheet: &Sheet) -> Markup {
    let number = page.tray.first + index;
    let name = &*sheet.name;
    let checked = page.report.documents.iter().find(|document| &*document.path == name);
    let unread = page.report.unreadable.iter().find(|unread| &*unread.path == name);
    let found = page.of(name);
    let safe = found.iter().filter(|numbered| is_safe(numbered.found)).count();
    html! {
        section.sheet id=(format!("sheet{number}")) aria-labelledby=(format!("name{number}")) {
            h2 id=(format!("name{number}")) { (name) }
            @if page.part == Part::Results { (page.tray.fields(index)) }
            @if let Some(unread) = unread { p.note { "没有检查：" (shown(&unread.reason)) "。" } }
            @if let Some(checked) = checked {
                p.figures { (figures(page, checked)) }
                @if checked.kind.is_some() && checked.rules == 0 && checked.kind != Some(Kind::List) {
                    p.note { "没有适用的规则，等于没有检查。如果文种认错了，请在下面说明。" }
                }
                @for note in &checked.notes { p.note { (shown(note)) "。" } }
                @if checked.kind != Some(Kind::List) { (kinds(number, sheet, checked.kind.is_none())) }
            }
            p.tools {
                @if safe > 0 {
                    button form="desk" formaction=(format!("/check#sheet{number}")) name="fix" value=(format!("{number}:safe")) { "改掉全部必定要改的（" (safe) " 处）" } " "
                }
                @if sheet.format() == Format::Docx && page.has_place(name) {
                    button form="desk" formaction="/check/annotated" name="which" value=(number) { "下载带批注的副本" } " "
                }
                button form="desk" formaction="/check/fixed" name="which" value=(number) { "下载这个文件" } " "
                button form="desk" name="remove" value=(number) { "移去" }
            }
            @if sheet.is_changed { p.soft { "这份文件在这里改过。改后的文字只在这一页上，没有保存在别处，请下载。" } }
            @if checked.is_some_and(|checked| checked.rules > 0) && found.is_empty() { p.good { "没有查出问题。" } }
            @if checked.is_some() {
                div.text tabindex="0" role="region" aria-label=(format!("{name} 的正文")) { (text(page, sheet)) }
                @if !found.is_empty() {
                    ol.findings { @for numbered in found { (numbered.entry(Some(name), page, true)) } }
                }
            }
        }
    }
}

/// What was taken for what, and how much was found.
fn figures(page: &Page<'_>, checked: &Checked) -> Markup {
    let found = page.of(&checked.path);
    let count = |level: Level| found.iter().filter(|numbered| numbered.found.level == level).count();
    html! {
        span { (checked.kind.map_or("看不出文种", Kind::name)) } " "
        span { "用了 " (checked.rules) " 条规则" } " "
        @for level in Level::ALL.into_iter().filter(|level| count(*level) > 0) {
            span class=(format!("level {}", level.word())) { (level.name()) " " (count(level)) } " "
        }
        @if checked.silenced > 0 { span { "豁免 " (checked.silenced) } " " }
        @if let Some(encoding) = checked.encoding { span.soft { (encoding) } }
    }
}

/// Where somebody says what a file is.
fn kinds(number: usize, sheet: &Sheet, is_unknown: bool) -> Markup {
    let field = format!("kind-{number}");
    let said = sheet.kind.map_or("", Kind::word);
    let choice = html! {
        label for=(field) { "这份文件是 " }
        select id=(field) name=(field) form="desk" {
            option value="" { "自动识别" }
            @for (word, name) in KINDS { option value=(word) selected[word == said] { (name) } }
        }
        " " button form="desk" formaction=(format!("/check#sheet{number}")) { "按这个文种检查" }
    };
    html! {
        @if is_unknown {
            p.note { "看不出文种：不知道是办事指南还是告知文书，所以没有按规则检查。请说明是哪一种。" }
            p.kind { (choice) }
        } @else {
            details.kind open[!said.is_empty()] { summary { "文种认错了？" } p { (choice) } }
        }
    }
}

/// The text as a reader sees it, read once more.
fn text(page: &Page<'_>, sheet: &Sheet) -> Markup {
    let Shelf { rules, .. } = page.shelf;
    let mut marks: Vec<(usize, Mark)> = Vec::new();
    for numbered in page.all() {
        let found = numbered.found;
        let mut mark = |region: &Region, place| {
            let mark = Mark { at: region.plain, finding: numbered.number, level: found.level, place };
            if region.path == sheet.name {
                marks.push((region.start.byte, mark));
            }
        };
        mark(&found.primary, 0);
        found.related.iter().zip(1..).for_each(|(region, place)| mark(region, place));
    }
    match contents(&sheet.bytes, sheet.format(), &rules.fields.table, sheet.kind) {
        Ok(Contents::Document(document)) => {
            let marks: Vec<Mark> = marks.into_iter().map(|(_, mark)| mark).collect();
            document::document(&document, &sheet.name, &marks)
        }
        Ok(Contents::List(list)) => list::list(&list, &sheet.name, marks),
        Err(unreadable) => html! { p.note { (unreadable.reason) } },
    }
}
