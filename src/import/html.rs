//! A web page as text: what a reader sees of it, one block a line, by html2text.

use html2text::{
    Element, Handle,
    config::{self, Config},
    render::{TaggedLine, TextDecorator},
};

use super::{
    Reason, grid,
    raw::{Aside, Raw},
};
use crate::read::Unreadable;

/// The width at which html2text breaks lines: no paragraph is that long.
const WIDTH: usize = 1_000_000;
/// Elements inside each other beyond this are no page that anybody wrote.
const DEEPEST: usize = 400;

/// Elements that hold no words of the page: programs, and pages and media in it.
const UNSEEN: &[&str] = &["script", "style", "template", "iframe", "object", "audio", "video", "canvas"];

/// What a table may hold that only puts a text on the page.
const BLOCKS: &[&str] = &["table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"];
/// Where in the text words stood that are not read; no text has these characters, which mean nothing.
const ASIDE: [char; 2] = ['\u{10FFF0}', '\u{10FFF1}'];

/// The text of a page, and the words that it holds beside it.
///
/// # Errors
/// When elements stand inside each other as in no page, or html2text gives up; the reason says what to do.
pub(super) fn raw(page: &str) -> Result<Raw, Unreadable> {
    if depth(page) > DEEPEST {
        return Err(Unreadable::new(format!(
            "网页的元素套了 {DEEPEST} 层以上，不是正常的网页。请用浏览器打开，把文字复制到 .txt 文件里再导入"
        )));
    }
    let page = page.replace(ASIDE, "\u{FFFD}");
    let config = config();
    let mut asides = Vec::new();
    let text = config.parse_html(page.as_bytes()).and_then(|page| {
        change(&page.document, &mut asides);
        config.render_to_string(config.dom_to_render_tree(&page)?, WIDTH)
    });
    let text =
        text.map_err(|_| Unreadable::new("网页转不成文字。请用浏览器打开，把文字复制到 .txt 文件里再导入"))?;
    Ok(placed(&text, asides))
}

/// Words as they stand on the page, and nothing else.
fn config() -> Config<Bare> {
    config::with_decorator(Bare).raw_mode(true).unicode_strikeout(false)
}

/// The text without the marks of its asides, and their places in it.
fn placed(text: &str, mut asides: Vec<Aside>) -> Raw {
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split(ASIDE[0]);
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (number, rest) = piece.split_once(ASIDE[1]).unwrap_or_default();
        if let Some(aside) = number.parse::<usize>().ok().and_then(|number| asides.get_mut(number)) {
            aside.at = out.len();
        }
        out.push_str(rest);
    }
    // What lost its mark stood where the page shows nothing.
    asides.iter_mut().for_each(|aside| aside.at = aside.at.min(out.len()));
    asides.sort_by_key(|aside| aside.at);
    Raw { text: out, origin: "网页转成的文字（html2text）", asides, truncated: false }
}

/// Takes the elements away that the page does not show, each with a mark in its place where it has words; and writes its
/// tables as rows.
fn change(document: &Handle, asides: &mut Vec<Aside>) {
    let mut open = vec![Handle::clone(document)];
    while let Some(node) = open.pop() {
        let mut children = node.children.borrow_mut();
        children.retain(|child| !is_unseen(child));
        for child in children.iter_mut() {
            let changed = match aside(child) {
                Some(reason) => {
                    let words = words(child);
                    let mark = format!("{}{}{}", ASIDE[0], asides.len(), ASIDE[1]);
                    let place = if words.is_empty() { String::new() } else { mark };
                    if !words.is_empty() {
                        asides.push(Aside { at: usize::MAX, words, reason });
                    }
                    snippet(&format!("<span>{place}</span>"))
                }
                None if name(child) == Some("table") => {
                    // What stands in its cells first.
                    change(child, asides);
                    table(child).and_then(|rows| snippet(&rows))
                }
                None => None,
            };
            if let Some(changed) = changed {
                *child = changed;
            }
        }
        open.extend(children.iter().filter(|child| name(child) != Some("table")).map(Handle::clone));
    }
}

/// The element that `html` is.
fn snippet(html: &str) -> Option<Handle> {
    let page = config().parse_html(html.as_bytes()).ok()?;
    let child = |node: &Handle, n: usize| node.children.borrow().get(n).map(Handle::clone);
    // html, in it head and body.
    let body = child(&child(&page.document, 0)?, 1)?;
    let element = child(&body, 0);
    // A tree that goes empties all nodes that are still in it.
    body.children.borrow_mut().clear();
    element
}

/// The words in a node, blanks as a reader sees them.
fn words(node: &Handle) -> String {
    // Parts of a table stand for nothing without it.
    if matches!(name(node), Some("tr" | "tbody" | "thead" | "tfoot")) {
        let parts: Vec<String> = node.children.borrow().iter().map(words).collect();
        return parts.join(" ").trim().to_owned();
    }
    let config = config();
    let Ok(page) = config.parse_html(&b""[..]) else { return String::new() };
    let is_cell = matches!(name(node), Some("td" | "th" | "caption"));
    let own = || node.children.borrow().iter().map(Handle::clone).collect();
    *page.document.children.borrow_mut() = if is_cell { own() } else { vec![Handle::clone(node)] };
    let tree = config.dom_to_render_tree(&page);
    // A tree that goes empties all nodes that are still in it.
    page.document.children.borrow_mut().clear();
    let text = tree.and_then(|tree| config.render_to_string(tree, WIDTH)).unwrap_or_default();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// A table as rows, each a paragraph; `None` for one that only puts a text on the page.
fn table(node: &Handle) -> Option<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    // For how many more rows the cell above covers each column.
    let mut covered: Vec<usize> = Vec::new();
    let mut open: Vec<Handle> = vec![Handle::clone(node)];
    while let Some(node) = open.pop() {
        let children = node.children.borrow();
        if name(&node) != Some("tr") {
            open.extend(children.iter().rev().map(Handle::clone));
            continue;
        }
        let mut row: Vec<String> = Vec::new();
        for own in children.iter().filter(|child| matches!(name(child), Some("td" | "th"))) {
            let words = cell(own)?;
            while take_one(&mut covered, row.len()) {
                row.push(String::new());
            }
            let [columns, lines] = ["colspan", "rowspan"].map(|span| spans(own, span));
            let first = row.len();
            row.push(words);
            row.resize(first + columns, String::new());
            if covered.len() < row.len() {
                covered.resize(row.len(), 0);
            }
            covered.iter_mut().skip(first).take(columns).for_each(|covered| *covered = lines - 1);
        }
        covered.iter_mut().skip(row.len()).for_each(|left| *left = left.saturating_sub(1));
        rows.push(row);
    }
    let rows = grid::rows(&rows)?;
    let lines = rows.lines().map(|row| format!("<p>{}</p>", row.replace('&', "&amp;").replace('<', "&lt;")));
    Some(format!("<div>{}</div>", lines.collect::<String>()))
}

/// Whether the cell above covers column `n` of this row.
fn take_one(covered: &mut [usize], n: usize) -> bool {
    covered.get_mut(n).is_some_and(|left| {
        let covers = *left > 0;
        *left = left.saturating_sub(1);
        covers
    })
}

/// How many columns or rows a cell covers.
fn spans(node: &Handle, name: &str) -> usize {
    let written = attribute(node, name).and_then(|value| value.trim().parse().ok());
    written.unwrap_or(1usize).clamp(1, grid::LARGEST)
}

/// The words of a cell; `None` where it holds blocks.
fn cell(node: &Handle) -> Option<String> {
    let mut open = vec![Handle::clone(node)];
    while let Some(inner) = open.pop() {
        if name(&inner).is_some_and(|name| BLOCKS.contains(&name)) {
            return None;
        }
        open.extend(inner.children.borrow().iter().map(Handle::clone));
    }
    Some(words(node).replace('\n', grid::BREAK))
}

fn name(node: &Handle) -> Option<&str> {
    if let Element { name, .. } = &node.data { Some(&name.local) } else { None }
}

fn attribute(node: &Handle, name: &str) -> Option<String> {
    let Element { attrs, .. } = &node.data else { return None };
    let attrs = attrs.borrow();
    attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string())
}

/// Whether an element is one that is never text.
fn is_unseen(node: &Handle) -> bool {
    name(node).is_some_and(|name| UNSEEN.contains(&name))
}

/// Why the words of an element are no words of the text.
fn aside(node: &Handle) -> Option<Reason> {
    match name(node)? {
        "del" | "s" | "strike" => return Some(Reason::Struck),
        "rt" | "rp" => return Some(Reason::Reading),
        "textarea" => return Some(Reason::FilledIn),
        "select" | "datalist" | "button" | "noscript" => return Some(Reason::Control),
        _ => {}
    }
    if attribute(node, "hidden").is_some_and(|value| value != "until-found")
        || attribute(node, "aria-hidden").is_some_and(|value| value == "true")
    {
        return Some(Reason::Hidden);
    }
    let style = attribute(node, "style")?.to_ascii_lowercase();
    style.split(';').find_map(|declaration| {
        let words: String = declaration.chars().filter(|c| !c.is_whitespace()).collect();
        match words.trim_end_matches("!important") {
            "display:none" | "visibility:hidden" | "visibility:collapse" => Some(Reason::Hidden),
            "text-decoration:line-through" | "text-decoration-line:line-through" => Some(Reason::Struck),
            _ => None,
        }
    })
}

/// Nothing but words: no marks around links and images, none before list items that the page does not number. Headings
/// keep their `#`, which says where a text begins.
#[derive(Debug, Clone)]
struct Bare;

impl TextDecorator for Bare {
    type Annotation = ();

    fn decorate_link_start(&mut self, _: &str) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        String::new()
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_em_end(&self) -> String {
        String::new()
    }

    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strong_end(&self) -> String {
        String::new()
    }

    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }

    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_code_end(&self) -> String {
        String::new()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, _: &str, _: &str) -> (String, ()) {
        (String::new(), ())
    }

    fn header_prefix(&self, level: usize) -> String {
        format!("{} ", "#".repeat(level))
    }

    fn quote_prefix(&self) -> String {
        String::new()
    }

    fn unordered_item_prefix(&self) -> String {
        String::new()
    }

    fn ordered_item_prefix(&self, number: i64) -> String {
        format!("{number}. ")
    }

    fn decorate_superscript_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_superscript_end(&self) -> String {
        String::new()
    }

    fn make_subblock_decorator(&self) -> Self {
        Bare
    }

    fn finalise(&mut self, _: Vec<String>) -> Vec<TaggedLine<()>> {
        Vec::new()
    }
}

/// How deep elements that must be closed stand inside each other.
fn depth(page: &str) -> usize {
    /// Elements whose ends authors may leave out, and those that have none.
    const LOOSE: &[&str] = &[
        "p", "li", "dt", "dd", "tr", "td", "th", "option", "br", "hr", "img", "input", "meta", "link", "col",
        "base", "area", "source", "wbr", "embed", "thead", "tbody", "tfoot", "colgroup",
    ];
    let (mut open, mut deepest) = (0usize, 0usize);
    for tag in page.split('<').skip(1) {
        let name_end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '/').unwrap_or(tag.len());
        let name = tag.get(..name_end).unwrap_or_default();
        let closes = name.starts_with('/');
        let name = name.trim_matches('/').to_ascii_lowercase();
        if name.is_empty() || LOOSE.contains(&&*name) {
            continue;
        }
        let empty = tag.split('>').next().is_some_and(|inside| inside.ends_with('/'));
        if closes {
            open = open.saturating_sub(1);
        } else if !empty {
            open += 1;
            deepest = deepest.max(open);
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(page: &str) -> Vec<String> {
        let text = raw(page).unwrap().text;
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    }

    #[test]
    fn links_images_and_list_items_leave_no_marks() {
        let page = "<h1>甲制度</h1><p>一、按<a href=\"/1\">《乙法》</a>办<a href=#></a>理<img src=x alt=图>。</p>\
            <ul><li>二、丙。<li><ul><li>三、<em>丁</em>。</ul></ul><ol><li>戊<li>己</ol><blockquote>庚<sup>注</sup></blockquote>";
        assert_eq!(
            lines(page),
            ["# 甲制度", "一、按《乙法》办理。", "二、丙。", "三、丁。", "1. 戊", "2. 己", "庚注"]
        );
    }

    #[test]
    fn what_the_page_does_not_show_is_no_text() {
        for hidden in [
            "<p style=\"color: red; DISPLAY : none\">甲</p>",
            "<div style='visibility:hidden!important'><p>甲</p></div>",
            "<span hidden>甲</span>",
            "<p aria-hidden=\"true\">甲</p>",
            "<noscript>甲</noscript><select><option>甲</select><button>甲</button>",
        ] {
            assert_eq!(lines(&format!("<p>前</p>{hidden}<p>后</p>")), ["前", "后"], "{hidden}");
        }
        let page = "<p>甲<del>乙</del><ins>丙</ins><s>丁</s></p><ruby>经<rp>(</rp><rt>jīng</rt><rp>)</rp></ruby><p hidden>戊<b>己</b></p><select><option>庚<option>辛</select><button>壬</button>";
        let page = raw(page).unwrap();
        let asides: Vec<(&str, Reason)> =
            page.asides.iter().map(|aside| (&*aside.words, aside.reason)).collect();
        assert_eq!(page.text.split_whitespace().collect::<Vec<_>>(), ["甲丙", "经"]);
        for aside in [
            ("乙", Reason::Struck),
            ("丁", Reason::Struck),
            ("jīng", Reason::Reading),
            ("戊己", Reason::Hidden),
            ("庚辛", Reason::Control),
            ("壬", Reason::Control),
        ] {
            assert!(asides.contains(&aside), "{aside:?}");
        }
        assert_eq!(page.asides.iter().map(|aside| aside.at).min(), Some("甲".len()));
        assert_eq!(
            lines("<table><tr><th>甲<td>乙<tr><td>丙<br>丁<td><del>戊</del>己</table>"),
            ["| 甲 | 乙 |", "|---|---|", "| 丙<br>丁 | 己 |"]
        );
        assert_eq!(lines("<p style=\"display:block\">甲</p><p aria-hidden=false>乙</p>"), ["甲", "乙"]);
    }
}
