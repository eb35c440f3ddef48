//! styles.xml: what paragraphs and runs inherit from their styles.

use std::collections::HashMap;

use crate::read::{
    Unreadable,
    package::Office,
    xml::{Element, Node, Ns, Xml},
};

/// What a style says, its ancestors included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// The level of a heading, from 1; `Some(None)` for a style that says it is none.
    pub(super) heading: Option<Option<u8>>,
    /// The style of a document's title.
    pub(super) title: bool,
    /// The style of list items.
    pub(super) list: bool,
    pub(super) num_id: Option<i64>,
    pub(super) bold: Option<bool>,
    pub(super) hidden: Option<bool>,
    /// Its own ID and those of its ancestors, the nearest first, each with the level of a list that it names itself.
    pub(super) lineage: Vec<(String, Option<usize>)>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default: Option<String>,
}

/// A style as it stands in the file.
#[derive(Debug)]
struct Written {
    id: String,
    based_on: Option<String>,
    level: Option<usize>,
    style: Style,
}

/// How many ancestors a style may have; Word stops long before.
const LONGEST_LINE: usize = 32;

impl Styles {
    /// Reads the part `part` of that text.
    pub(super) fn read(part: &str, text: &str) -> Result<Self, Unreadable> {
        let mut written: HashMap<String, Written> = HashMap::new();
        let mut default = None;
        let mut open: Option<Written> = None;
        let mut names: Vec<String> = Vec::new();
        let mut xml = Xml::new(Office::Word, part, text);
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(element) => {
                    let name = if element.ns == Ns::Word { element.name().to_owned() } else { String::new() };
                    if name == "style" {
                        let id = element.attribute("styleId").unwrap_or_default();
                        let paragraph = element.attribute("type").is_none_or(|kind| kind == "paragraph");
                        if paragraph
                            && matches!(element.attribute("default").as_deref(), Some("1" | "true" | "on"))
                        {
                            default = Some(id.clone());
                        }
                        let mut style = Style::default();
                        named(&mut style, &id);
                        open = Some(Written { id, based_on: None, level: None, style });
                    } else if let Some(style) = &mut open {
                        property(style, &name, &element, &names);
                    }
                    names.push(name);
                }
                Node::End(_) => {
                    if names.pop().as_deref() == Some("style")
                        && let Some(style) = open.take()
                    {
                        written.entry(style.id.clone()).or_insert(style);
                    }
                }
                Node::Copy(_) | Node::Written(..) => {}
            }
        }
        let styles = written.keys().map(|id| (id.clone(), inherited(id, &written))).collect();
        Ok(Self { styles, default })
    }

    /// The style called `id`, else the one that paragraphs have by default.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Option<&Style> {
        id.and_then(|id| self.styles.get(id)).or_else(|| self.styles.get(self.default.as_deref()?))
    }

    /// The style called `id`.
    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.styles.get(id)
    }
}

/// Notes the property `name` of a style; `parents` are the names of the elements around it.
fn property(written: &mut Written, name: &str, element: &Element<'_>, parents: &[String]) {
    let style = &mut written.style;
    // A style for parts of a table, or what a tracked change replaced, says nothing of the style itself.
    if parents.iter().any(|parent| parent == "tblStylePr" || parent.ends_with("Change")) {
        return;
    }
    match name {
        "basedOn" => written.based_on = element.val(),
        "name" => named(style, &element.val().unwrap_or_default()),
        "outlineLvl" => style.heading = element.number("val").map(outline),
        "numId" => style.num_id = element.number("val"),
        "ilvl" => written.level = element.number("val"),
        "b" => style.bold = Some(element.is_on()),
        "vanish" => style.hidden = Some(element.is_on()),
        _ => {}
    }
}

/// Notes what a style's name or ID says: programs keep one of them in English.
fn named(style: &mut Style, name: &str) {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    style.heading = style.heading.or(heading(&name).map(Some));
    style.title |= matches!(name.as_str(), "title" | "标题");
    style.list |= is_list(&name);
}

/// The level of a heading that an outline level stands for; body text is none.
pub(super) fn outline(level: u8) -> Option<u8> {
    (level < 9).then_some((level + 1).min(6))
}

/// The level in the name of a heading style: `heading1`, `标题1`.
fn heading(name: &str) -> Option<u8> {
    let level = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"))?;
    level.parse().ok().filter(|level| (1..=9).contains(level)).map(|level: u8| level.min(6))
}

fn is_list(name: &str) -> bool {
    name == "list"
        || ["listbullet", "listnumber", "列表项目符号", "列表编号"].iter().any(|list| name.starts_with(list))
        || name.strip_prefix("list").is_some_and(|level| level.bytes().all(|b| b.is_ascii_digit()))
}

/// The style `id` with what it inherits.
fn inherited(id: &str, written: &HashMap<String, Written>) -> Style {
    let mut style = Style::default();
    let mut next = Some(id);
    for _ in 0..LONGEST_LINE {
        let Some(own) = next.and_then(|id| written.get(id)) else { break };
        style.heading = style.heading.or(own.style.heading);
        style.title |= style.lineage.is_empty() && own.style.title;
        style.list |= own.style.list;
        style.num_id = style.num_id.or(own.style.num_id);
        style.bold = style.bold.or(own.style.bold);
        style.hidden = style.hidden.or(own.style.hidden);
        style.lineage.push((own.id.clone(), own.level));
        next = own.based_on.as_deref();
    }
    style
}
