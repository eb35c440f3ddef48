//! What all pages share: the frame, how it looks, and where they lead.

use std::sync::Arc;

use axum::{
    Form,
    extract::rejection::FormRejection,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use super::problem::Problem;
use crate::{
    law::{Address, Level, Provision, Step},
    report::clean,
    show,
};

/// The name of the cookie that holds the look.
const COOKIE: &str = "guiju-look";
/// How long a browser keeps it, in seconds: a year.
const KEPT: u32 = 365 * 24 * 3600;

/// The sections, by address and name.
const SECTIONS: [(&str, &str); 4] =
    [("/", "检索"), ("/check", "检查"), ("/rules", "规则"), ("/library", "规章库")];

/// How pages look to somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Light, dark, or as the system has it.
    theme: Theme,
    /// Large print for those whose eyes are old.
    size: Size,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Size {
    #[default]
    Normal,
    Large,
}

impl Theme {
    const ALL: [(Theme, &str, &str); 3] = [
        (Theme::System, "system", "跟随系统"),
        (Theme::Light, "light", "浅色"),
        (Theme::Dark, "dark", "深色"),
    ];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(theme, ..)| *theme == self).map_or("", |(_, word, _)| word)
    }
}

impl Size {
    const ALL: [(Size, &str, &str); 2] =
        [(Size::Normal, "normal", "标准字号"), (Size::Large, "large", "大字版")];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(size, ..)| *size == self).map_or("", |(_, word, _)| word)
    }
}

impl Look {
    /// What the browser was told before.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self::said(cookie(headers, COOKIE).unwrap_or_default())
    }

    /// The look of `dark.large`; what is no word for one is as usual.
    fn said(words: &str) -> Self {
        let mut look = Self::default();
        for word in words.split('.') {
            let theme = Theme::ALL.iter().find(|(_, own, _)| *own == word);
            let size = Size::ALL.iter().find(|(_, own, _)| *own == word);
            look.theme = theme.map_or(look.theme, |(theme, ..)| *theme);
            look.size = size.map_or(look.size, |(size, ..)| *size);
        }
        look
    }
}

/// The value of the cookie of that name.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value)
}

/// Text as it stands in an address.
pub(super) fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// A page of the section at `section`, with `main` in it.
pub(super) fn page(title: &str, section: &str, look: &Look, main: &Markup) -> Markup {
    frame(title, section, look, main, &html! { button { "设定" } })
}

/// The same of what somebody sent, which is nowhere but on this page: nothing in its frame asks for another one in its place.
pub(super) fn result(title: &str, section: &str, look: &Look, main: &Markup) -> Markup {
    let note = html! { noscript { p { "没有启用脚本，在这一页上改不了：改了会丢掉这里的内容。请先下载，再到别的页面改。" } } };
    frame(title, section, look, main, &note)
}

/// A page that ends with how pages look, and with `set` to say that they shall.
fn frame(title: &str, section: &str, look: &Look, main: &Markup, set: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" data-theme=(look.theme.word()) data-size=(look.size.word()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · 规矩" }
                link rel="stylesheet" href="/assets/style.css";
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                script src="/assets/script.js" defer {}
            }
            body {
                a.skip href="#main" { "跳到正文" }
                header.top {
                    a.name href="/" { "规矩" }
                    nav aria-label="栏目" {
                        @for (address, name) in SECTIONS {
                            @if address == section { a href=(address) aria-current="page" { (name) } }
                            @else { a href=(address) { (name) } }
                        }
                    }
                }
                main #main tabindex="-1" { (main) }
                footer.bottom {
                    p { "只在这台电脑上运行，不联网；粘贴和拖入的文件不保存、不写盘、不记日志。" }
                    form.look method="post" action="/look" {
                        label { "配色 " select name="theme" {
                            @for (theme, word, name) in Theme::ALL {
                                option value=(word) selected[theme == look.theme] { (name) }
                            }
                        } }
                        label { "字号 " select name="size" {
                            @for (size, word, name) in Size::ALL {
                                option value=(word) selected[size == look.size] { (name) }
                            }
                        } }
                        input type="hidden" name="back" value=(section);
                        (set)
                    }
                    p { "规矩（guiju）" (env!("CARGO_PKG_VERSION")) " · " a href="/api/v1/openapi.json" { "接口说明" } }
                }
            }
        }
    }
}

/// What somebody wants pages to look like, and the section in which they were.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    theme: String,
    size: String,
    back: String,
}

/// Remembers a look, in the browser, and leads back to the page from which it was asked.
pub(super) async fn look(
    headers: HeaderMap,
    wanted: Result<Form<Wanted>, FormRejection>,
) -> Result<Response, Problem> {
    let Form(Wanted { theme, size, back }) = wanted.map_err(|rejection| {
        Problem::new(rejection.status(), "配色和字号没有改：请用网页最下面的“配色”“字号”来改。")
    })?;
    let look = Look::said(&format!("{theme}.{size}"));
    let value = format!("{}.{}", look.theme.word(), look.size.word());
    // Of the page's address only what lies on this server.
    let from = headers.get(header::REFERER).and_then(|address| address.to_str().ok());
    let from = from.and_then(|address| address.split_once("://")?.1.split_once('/'));
    let back = from.map_or(back, |(_, path)| format!("/{path}"));
    let cookie = format!("{COOKIE}={value}; Max-Age={KEPT}; SameSite=Strict; Path=/; HttpOnly");
    // Only a page of ours, whatever was sent: `//` would begin another host.
    let is_ours = back.starts_with('/')
        && !back.starts_with("//")
        && back.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    let back = if is_ours { back.as_str() } else { "/" };
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(back)).into_response())
}

/// The address of a page on which a provision of a regulation stands: `/id/time-limited-completion/2/2`. A level that the
/// provision's address leaves out is `-`; one that stands in no article has a place on the page of the whole.
pub(super) fn path(regulation: &str, edition: Option<&str>, at: &Address) -> String {
    let edition = edition.map_or(String::new(), |day| format!("@{day}"));
    let base = format!("/id/{}{edition}", encoded(regulation).replace("%2D", "-"));
    let inner = at.from_article();
    if inner.steps().is_empty() {
        return if at.steps().is_empty() { base } else { format!("{base}#{}", mark(at)) };
    }
    let mut path = base;
    let mut level = Level::Article;
    for step in inner.steps() {
        while level < step.level {
            path.push_str("/-");
            level = level.inner();
        }
        path.push_str(&format!("/{}", number(*step)));
        level = level.inner();
    }
    path
}

/// The provision that the end of such an address names.
pub(super) fn address(path: &str) -> Option<Address> {
    let mut steps = Vec::new();
    let mut next = Some(Level::Article);
    for part in path.split('/') {
        let level = next?;
        if part != "-" {
            let (number, inserted) = part.split_once('-').unwrap_or((part, "0"));
            steps.push(Step { level, number: number.parse().ok()?, inserted: inserted.parse().ok()? });
        }
        next = (level != Level::Point).then(|| level.inner());
    }
    (!steps.is_empty()).then(|| Address::new(steps))
}

fn number(step: Step) -> String {
    if step.inserted > 0 { format!("{}-{}", step.number, step.inserted) } else { step.number.to_string() }
}

/// The name of a provision within a page: `c2` for 第二章, `a3` for 第三条.
pub(super) fn mark(at: &Address) -> String {
    let steps = at.steps().iter().map(|step| {
        let letter = match step.level {
            Level::Part => 'b',
            Level::Chapter => 'c',
            Level::Section => 's',
            Level::Article => 'a',
            Level::Paragraph => 'p',
            Level::Item => 'i',
            Level::Subitem => 'm',
            Level::Point => 'd',
        };
        format!("{letter}{}", number(*step))
    });
    steps.collect()
}

/// A link to an article of a regulation.
pub(super) fn article(regulation: &str, title: &str, edition: Option<&str>, provision: &Provision) -> Markup {
    let at = show::at(provision);
    html! { a href=(path(regulation, edition, &at)) { "《" (title) "》" (at) } }
}

/// Said above a table that is wider than a narrow window.
pub(super) fn sideways() -> Markup {
    html! { p.soft.sideways { "表格比屏幕宽，可以左右滑动。" } }
}

/// A link that leaves the page where it is: what somebody is at work on there is kept nowhere else.
pub(super) fn aside(address: &str, class: Option<&str>, words: &str) -> Markup {
    html! {
        a class=[class] href=(address) target="_blank" rel="noopener" { (words) span.hidden { "（在新标签页打开）" } }
    }
}

/// Words with some of them marked: `marks` are stretches of characters, sorted and apart.
pub(super) fn marked(text: &str, marks: &[std::ops::Range<usize>]) -> Markup {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    let mut ranges = marks.iter().peekable();
    for (i, c) in text.chars().enumerate() {
        while ranges.peek().is_some_and(|range| range.end <= i) {
            ranges.next();
        }
        let inside = ranges.peek().is_some_and(|range| range.contains(&i));
        match pieces.last_mut() {
            Some((was, piece)) if *was == inside => piece.push(c),
            _ => pieces.push((inside, c.to_string())),
        }
    }
    html! { @for (inside, piece) in &pieces { @if *inside { mark { (piece) } } @else { (piece) } } }
}

/// What pasted text is called, before its extension.
pub(super) const PASTED: &str = "粘贴的文字";

/// The name of a file as somebody sent it: without folders, and without what would not be seen.
pub(super) fn file_name(sent: &str) -> Arc<str> {
    let name = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_seen = |c: &char| clean(&c.to_string()) == c.to_string();
    let name: String = name.chars().filter(is_seen).collect();
    let name = name.trim();
    if name.is_empty() { PASTED.into() } else { name.into() }
}

/// A file to be kept under that name.
pub(super) fn download(name: &str, kind: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename*=UTF-8''{}", encoded(name));
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, &disposition)], bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Corpus, embedded};

    #[test]
    fn every_provision_has_an_address_that_leads_back_to_it() {
        let (corpus, _) = Corpus::load(&embedded());
        let mut seen = 0;
        for regulation in corpus.regulations() {
            for provision in regulation.provisions() {
                let own = provision.at.from_article();
                if own.steps().is_empty() {
                    continue;
                }
                let path = path(&regulation.id, Some("2026-01-01"), &own);
                let inner = path.strip_prefix(&format!("/id/{}@2026-01-01/", regulation.id)).unwrap();
                assert_eq!(address(inner).unwrap(), own, "{path}");
                seen += 1;
            }
        }
        assert!(seen > 2000, "{seen}");
        let written = ["3", "3/2", "13-1/-/4", "3/-/-/2"].map(|path| address(path).unwrap().to_string());
        assert_eq!(written, ["第三条", "第三条第二款", "第十三条之一第（四）项", "第三条第2目"]);
        for wrong in ["", "x", "3/", "0x3", "3//2", "-", "-/-", "1/2/3/4/5/6", "99999999999"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }
}
