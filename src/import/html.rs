//! A web page as text: what a reader sees of it, one block a line, by html2text.

use html2text::{
    Element, Handle,
    render::{TaggedLine, TextDecorator},
};

use crate::read::Unreadable;

/// The width at which html2text breaks lines: no paragraph is that long.
const WIDTH: usize = 1_000_000;
/// Elements inside each other beyond this are no page that anybody wrote.
const DEEPEST: usize = 400;

/// Elements whose words are no text of the page: programs, what stands in for them, and what readers fill in.
const UNSEEN: &[&str] = &[
    "script", "style", "template", "noscript", "select", "datalist", "button", "textarea", "iframe",
    "object", "audio", "video", "canvas",
];

/// The text of a page.
///
/// # Errors
/// When elements stand inside each other as in no page, or html2text gives up; the reason says what to do.
pub(super) fn text(page: &str) -> Result<String, Unreadable> {
    if depth(page) > DEEPEST {
        return Err(Unreadable::new(format!(
            "网页的元素套了 {DEEPEST} 层以上，不是正常的网页。请用浏览器打开，把文字复制到 .txt 文件里再导入"
        )));
    }
    let config = html2text::config::with_decorator(Bare).raw_mode(true);
    let text = config.parse_html(page.as_bytes()).and_then(|page| {
        hide(&page.document);
        config.render_to_string(config.dom_to_render_tree(&page)?, WIDTH)
    });
    text.map_err(|_| Unreadable::new("网页转不成文字。请用浏览器打开，把文字复制到 .txt 文件里再导入"))
}

/// Takes the elements away that the page does not show.
fn hide(document: &Handle) {
    let mut open = vec![Handle::clone(document)];
    while let Some(node) = open.pop() {
        let mut children = node.children.borrow_mut();
        children.retain(|child| !is_hidden(child));
        open.extend(children.iter().map(Handle::clone));
    }
}

/// Whether an element is one that is never text, or says of itself that it is not shown.
fn is_hidden(node: &Handle) -> bool {
    let Element { name, attrs, .. } = &node.data else { return false };
    if UNSEEN.contains(&&*name.local) {
        return true;
    }
    attrs.borrow().iter().any(|attribute| {
        let value = attribute.value.trim().to_ascii_lowercase();
        match &*attribute.name.local {
            "hidden" => value != "until-found",
            "aria-hidden" => value == "true",
            "style" => value.split(';').any(|declaration| {
                let words: String = declaration.chars().filter(|c| !c.is_whitespace()).collect();
                let words = words.trim_end_matches("!important");
                matches!(words, "display:none" | "visibility:hidden" | "visibility:collapse")
            }),
            _ => false,
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
        let text = text(page).unwrap();
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
        assert_eq!(lines("<p style=\"display:block\">甲</p><p aria-hidden=false>乙</p>"), ["甲", "乙"]);
    }
}
