//! A finding beside the text: what is wrong, where, what to do, why, and what can be done about it from here.

use maud::{Markup, html};

use super::{
    super::{Sheet, page},
    Page, marks,
    mend::{alongside, can_be_silenced, ignore_lines, quoted, remark, settings, takes_comments},
};
use crate::{
    read::Format,
    report::{Located, Region, brief, edit_title, shown},
};

/// How many characters of the words are repeated beside them.
const WORDS: usize = 60;

/// A finding of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbered<'r> {
    pub(super) number: usize,
    pub(super) found: &'r Located,
}

/// A file of the page, by its number.
pub(super) type Held<'s> = (usize, &'s Sheet);

/// A finding on its own: of a rule that is tried, of the regulations.
pub(in super::super) fn finding(found: &Located) -> Markup {
    html! {
        li class=(format!("finding {}", found.level.word())) {
            (what(found))
            p.soft { (found.primary.path) " " (place(&found.primary)) }
            @for related in &found.related { p.soft { (related.path) " " (place(related)) } }
            (reasons(found))
        }
    }
}

impl Numbered<'_> {
    /// Where one of its places is marked on the page.
    fn at(&self, region: &Region, nth: usize, held: Option<Held<'_>>, is_marked: bool) -> Markup {
        let target = match held {
            Some(_) if is_marked => Some(format!("#{}", marks::name(self.number, nth))),
            Some((number, _)) => Some(format!("#sheet{number}")),
            None => None,
        };
        html! {
            @if let Some(target) = target {
                a class=(if nth == 0 { "where" } else { "beside" }) href=(target) { (place(region)) }
            } @else { span { (region.path) " " (place(region)) } }
        }
    }

    /// The finding, as one of the list beside the file `own` on `page`. `is_marked` tells whether its places are marked there.
    pub(super) fn entry(&self, own: Option<&str>, page: &Page<'_>, is_marked: bool) -> Markup {
        let found = self.found;
        let file = |region: &Region| {
            html! {
                @if own != Some(&*region.path) { "在 " (region.path) "：" }
            }
        };
        let primary = page.held(&found.primary.path);
        html! {
            li id=(format!("f{}", self.number)) class=(format!("finding {}", found.level.word())) {
                (what(found))
                p.soft { (file(&found.primary)) (self.at(&found.primary, 0, primary, is_marked)) }
                @for (region, nth) in found.related.iter().zip(1..) {
                    p.soft {
                        @if region.note.is_empty() { "另一处 " } @else { (shown(&region.note)) " " }
                        (file(region)) (self.at(region, nth, page.held(&region.path), is_marked))
                    }
                }
                (reasons(found))
                @if let Some(held) = primary { (self.mending(page, held)) (self.silence(page, held)) }
            }
        }
    }

    /// The edit of the finding in the file `held`.
    fn mending(&self, page: &Page<'_>, (number, sheet): Held<'_>) -> Markup {
        let found = self.found;
        let words = found.edit.as_ref().map(|edit| brief(&edit.with, WORDS));
        html! {
            @if let Some(title) = edit_title(found) {
                p { button form="desk" formaction=(page.after(self.number, number)) name="fix" value=(key(number, found)) { (title) } }
            } @else if let Some(words) = words.filter(|_| sheet.format() == Format::Docx) {
                p.soft { @if words.is_empty() { "建议删去这几个字" } @else { "建议改为“" (words) "”" } "，见带批注的副本。" }
            }
        }
    }

    /// How to let the finding in the file `held` pass, and what passes with it.
    fn silence(&self, page: &Page<'_>, (number, sheet): Held<'_>) -> Markup {
        let found = self.found;
        let field = format!("reason-{number}-{}", found.fingerprint);
        if !can_be_silenced(found) {
            return Markup::default();
        }
        let others = alongside(found, &page.report.findings);
        let count = others.len();
        html! {
            details.silence {
                summary { "这里没有问题，忽略" }
                @if !others.is_empty() && (takes_comments(sheet.format()) || sheet.format() == Format::Docx) {
                    p { "这样忽略的是整段里 " (found.rule) " 的问题，会同时忽略另外 " (count) " 处：" (quoted(&others)) "。" }
                }
                @if takes_comments(sheet.format()) {
                    label for=(field) { "理由（写进文件，别人看得到）" }
                    input id=(field) name=(field) form="desk" maxlength="200" autocomplete="off";
                    button form="desk" formaction=(page.after(self.number, number)) name="silence" value=(key(number, found)) {
                        "写明理由，忽略" @if count > 0 { "这 " (count + 1) " 处" }
                    }
                } @else if sheet.format() == Format::Docx {
                    p { "在 Word 里选中这几个字，插入批注，写下面这句，把“理由”换成为什么可以这样写。保存后再检查：" }
                    pre tabindex="0" { (remark(&found.rule, "理由")) }
                } @else {
                    p { "这种文件里写不进豁免。把下面几行写上理由（reason），放进" (settings(page.shelf)) "，重新启动规矩后生效：" }
                    pre tabindex="0" { (ignore_lines(&sheet.name, found, "")) }
                }
            }
        }
    }
}

/// By what a form names `found` in the file of that number.
fn key(number: usize, found: &Located) -> String {
    format!("{number}:{}", found.fingerprint)
}

fn what(found: &Located) -> Markup {
    html! {
        p.what {
            span class=(format!("level {}", found.level.word())) { (found.level.name()) } " " (shown(&found.message)) " "
            // What is said of silences is no rule and has no page.
            @if can_be_silenced(found) { (page::aside(&format!("/rules/{}", found.rule), Some("code"), &found.rule)) }
            @else { span.code { (found.rule) } }
        }
    }
}

/// Where it is, for a person: the headings above, how to find it, the words.
fn place(region: &Region) -> Markup {
    let headings: Vec<String> = region.headings.iter().map(|heading| brief(heading, WORDS / 2)).collect();
    html! {
        @if !headings.is_empty() { (headings.join(" › ")) "，" }
        @if let Some(anchor) = &region.anchor { (shown(anchor)) } @else { "第 " (region.start.line) " 行" }
        @if !region.text.is_empty() { "：“" (brief(&region.text, WORDS)) "”" }
    }
}

/// What to do, why, and the words of the articles.
fn reasons(found: &Located) -> Markup {
    html! {
        p { "怎么改：" (shown(&found.advice)) }
        @if !found.why.is_empty() { p.soft { "为什么：" (found.why) } }
        @for basis in found.basis.iter() {
            blockquote {
                (page::aside(
                    &page::path(&basis.regulation, basis.edition.map(|day| day.to_string()).as_deref(), &basis.at),
                    None,
                    &format!("《{}》{}", basis.title, basis.at),
                ))
                @if !basis.quote.is_empty() { "：“" (basis.quote) "”" }
            }
        }
    }
}
