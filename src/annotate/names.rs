//! How elements of WordprocessingML are named in a part: by the prefix that it has for them, else by one of our own.

use crate::read::xml::{Element, Ns};

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

/// The names of WordprocessingML in one part.
#[derive(Debug)]
pub(super) struct Names {
    /// With its colon.
    prefix: String,
    /// What declares it on every outermost element; empty where the part does.
    declared: String,
}

/// The namespace of WordprocessingML.
pub(super) fn namespace(strict: bool) -> &'static str {
    if strict { STRICT } else { TRANSITIONAL }
}

impl Names {
    /// The names in a part in which `prefix`, with its colon, means WordprocessingML everywhere, or none does.
    pub(super) fn new(prefix: Option<&str>, strict: bool) -> Self {
        match prefix {
            Some(prefix) => Self { prefix: prefix.to_owned(), declared: String::new() },
            None => Self {
                prefix: "guiju:".to_owned(),
                declared: format!(" xmlns:guiju=\"{}\"", namespace(strict)),
            },
        }
    }

    /// What declares the prefix on an outermost element.
    pub(super) fn declared(&self) -> &str {
        &self.declared
    }

    /// The prefix, with its colon.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// An empty element with a number.
    pub(super) fn empty(&self, name: &str, id: i64) -> String {
        let Self { prefix, declared } = self;
        format!("<{prefix}{name}{declared} {prefix}id=\"{id}\"/>")
    }

    /// The run in which a comment is called.
    pub(super) fn reference(&self, id: i64) -> String {
        let Self { prefix, declared } = self;
        format!("<{prefix}r{declared}><{prefix}commentReference {prefix}id=\"{id}\"/></{prefix}r>")
    }

    /// The start tag of a tracked change; `author` is an attribute's text.
    pub(super) fn tracked(&self, name: &str, id: i64, author: &str, date: &str) -> String {
        let Self { prefix, declared } = self;
        format!(
            "<{prefix}{name}{declared} {prefix}id=\"{id}\" {prefix}author=\"{author}\" {prefix}date=\"{date}\">"
        )
    }

    /// An end tag.
    pub(super) fn close(&self, name: &str) -> String {
        format!("</{}{name}>", self.prefix)
    }
}

/// `text` as it stands between tags and in attributes, without the characters that XML does not know.
pub(super) fn escaped(text: &str) -> String {
    let known = |c: &char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let clean: String = text
        .chars()
        .map(|c| if c.is_whitespace() && c.is_control() { ' ' } else { c })
        .filter(known)
        .collect();
    quick_xml::escape::escape(clean).into_owned()
}

/// By which prefixes WordprocessingML goes in a part.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    first: Option<String>,
    several: bool,
}

impl Prefixes {
    /// Notes the name of an element of the part `text`, and what it declares.
    pub(super) fn note(&mut self, element: &Element<'_>, text: &str) {
        let own = element.written_name();
        let prefix = own.strip_suffix(element.name()).unwrap_or_default();
        match &self.first {
            None => self.first = Some(prefix.to_owned()),
            Some(first) => {
                let tag = element.at.of(text);
                let declared = |tag: &str| tag.contains(&format!("xmlns:{}=", first.trim_end_matches(':')));
                self.several |= element.ns == Ns::Word && prefix != first
                    || element.ns != Ns::Word && prefix == first
                    || tag.contains("xmlns:") && declared(tag);
            }
        }
    }

    /// The prefix, with its colon, that means WordprocessingML in all of the part; `None` when none does.
    pub(super) fn common(self) -> Option<String> {
        self.first.filter(|prefix| !prefix.is_empty() && !self.several)
    }
}
