//! What stands beside the text of a Word document: headers and footers, notes, comments.

use crate::read::{
    Unreadable,
    package::Office,
    xml::{Node, Ns, Xml},
};

/// The words of the paragraphs of a part that is called `part`, one paragraph each.
pub(super) fn paragraphs(part: &str, text: &str) -> Result<Vec<String>, Unreadable> {
    let mut xml = Xml::new(Office::Word, part, text);
    let mut paragraphs: Vec<String> = Vec::new();
    // Whether each open element is one that holds words.
    let mut open: Vec<bool> = Vec::new();
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) => {
                if element.ns == Ns::Word && element.name() == "p" {
                    paragraphs.push(String::new());
                }
                open.push(element.ns == Ns::Word && element.name() == "t");
            }
            Node::End(_) => drop(open.pop()),
            Node::Copy(at) if open.last() == Some(&true) => {
                paragraphs.last_mut().into_iter().for_each(|last| last.push_str(at.of(text)));
            }
            Node::Written(c, _) if open.last() == Some(&true) => {
                paragraphs.last_mut().into_iter().for_each(|last| last.push(c));
            }
            Node::Copy(_) | Node::Written(..) => {}
        }
    }
    paragraphs.retain(|words| !words.trim().is_empty());
    Ok(paragraphs)
}
