//! The XML of a package's parts: elements by namespace and name, and the place of every piece of text.

use quick_xml::{
    XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
    name::{Namespace, ResolveResult},
    reader::NsReader,
};

use crate::{
    read::{Unreadable, package::Office},
    text::{Source, Span},
};

/// How deep elements may lie in one another; Word's own files stay below 50.
const DEEPEST: usize = 256;

/// The namespaces that matter, in their transitional and strict forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ns {
    /// WordprocessingML
    Word,
    /// Formulas
    Math,
    /// Markup compatibility: the same thing for newer and for older programs
    Compatibility,
    /// Any other
    Other,
}

/// A piece of a part.
pub(crate) enum Node<'t> {
    /// An element begins.
    Start(Element<'t>),
    /// An element ends; where its end tag stands, which is empty when it is told by its start tag.
    End(Span<Source>),
    /// Text that stands in the part as it is.
    Copy(Span<Source>),
    /// A character that a reference stands for.
    Written(char, Span<Source>),
}

/// The start of an element.
pub(crate) struct Element<'t> {
    pub(crate) ns: Ns,
    /// Whether its namespace is one of the strict form of the formats.
    pub(crate) strict: bool,
    /// Where its tag stands.
    pub(crate) at: Span<Source>,
    tag: BytesStart<'t>,
}

impl Element<'_> {
    /// Its name as it stands there, with its prefix.
    pub(crate) fn written_name(&self) -> &str {
        self.tag.name().into_inner()
    }

    /// Its name without prefix.
    pub(crate) fn name(&self) -> &str {
        self.tag.local_name().into_inner()
    }

    /// The value of the attribute with that local name. In these formats no element has two that differ only in prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.tag.attributes();
        let attribute = attributes
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        Some(value.map_or_else(|_| attribute.value.to_string(), |value| value.into_owned()))
    }

    /// The value of `val`.
    pub(super) fn val(&self) -> Option<String> {
        self.attribute("val")
    }

    /// The number in `name`.
    pub(crate) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// The value of a property that is on unless it says otherwise.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off"))
    }
}

/// A part that is being read.
pub(crate) struct Xml<'t> {
    reader: NsReader<&'t [u8]>,
    office: Office,
    part: &'t str,
    depth: usize,
}

impl<'t> Xml<'t> {
    /// The part called `part` of a package for `office`, with that text.
    pub(crate) fn new(office: Office, part: &'t str, text: &'t str) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, office, part, depth: 0 }
    }

    /// The next piece, `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Node<'t>>, Unreadable> {
        loop {
            let from = self.place();
            let event = self.reader.read_event().map_err(|_| self.office.broken(self.part))?;
            let at = Span::new(from, self.place());
            return Ok(Some(match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(self.office.broken(self.part));
                    }
                    let (namespace, _) = self.reader.resolver().resolve_element(tag.name());
                    let (ns, strict) = ns(&namespace);
                    Node::Start(Element { ns, strict, at, tag })
                }
                Event::End(_) => {
                    self.depth -= 1;
                    Node::End(at)
                }
                Event::Text(_) => Node::Copy(at),
                Event::CData(_) => Node::Copy(at.slice("<![CDATA[".len()..at.len() - "]]>".len())),
                Event::GeneralRef(reference) => {
                    let numeric = reference.resolve_char_ref().ok().flatten();
                    let named = || resolve_predefined_entity(&reference)?.chars().next();
                    // Only a document type could declare others, and there is none; a reader would see them as they are.
                    numeric.or_else(named).map_or(Node::Copy(at), |c| Node::Written(c, at))
                }
                // A document type could define entities without end; Word refuses it too.
                Event::DocType(_) => return Err(self.office.broken(self.part)),
                Event::Eof if self.depth > 0 => return Err(self.office.broken(self.part)),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            }));
        }
    }

    fn place(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }
}

fn ns(namespace: &ResolveResult<'_>) -> (Ns, bool) {
    let ResolveResult::Bound(Namespace(name)) = namespace else { return (Ns::Other, false) };
    let ns = match *name {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Ns::Word,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Ns::Math,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Ns::Compatibility,
        _ => Ns::Other,
    };
    (ns, name.starts_with("http://purl.oclc.org/ooxml/"))
}
