//! What stands beside the text of a Word document: headers and footers, notes, comments.

use std::collections::HashMap;

use crate::read::{
    Unreadable,
    package::Office,
    xml::{Node, Ns, Xml},
};

/// The words of the paragraphs of a part that is called `part`, one paragraph each.
pub(super) fn paragraphs(part: &str, text: &str) -> Result<Vec<String>, Unreadable> {
    let paragraphs = all_paragraphs(part, text)?.into_iter().map(|(_, words)| words);
    Ok(paragraphs.filter(|words| !words.trim().is_empty()).collect())
}

/// The words of the comments in a part that is called `part`, by their ids.
pub(super) fn comments(part: &str, text: &str) -> Result<HashMap<String, String>, Unreadable> {
    let mut comments: HashMap<String, String> = HashMap::new();
    for (id, words) in all_paragraphs(part, text)? {
        let comment = comments.entry(id.unwrap_or_default()).or_default();
        if !comment.is_empty() {
            comment.push(' ');
        }
        comment.push_str(&words);
    }
    Ok(comments)
}

/// The words of every paragraph, with the id of the comment in which it stands.
fn all_paragraphs(part: &str, text: &str) -> Result<Vec<(Option<String>, String)>, Unreadable> {
    let mut xml = Xml::new(Office::Word, part, text);
    let mut paragraphs: Vec<(Option<String>, String)> = Vec::new();
    let mut comment = None;
    // Whether each open element is one that holds words.
    let mut open: Vec<bool> = Vec::new();
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) => {
                match (element.ns, element.name()) {
                    (Ns::Word, "comment") => comment = element.attribute("id"),
                    (Ns::Word, "p") => paragraphs.push((comment.clone(), String::new())),
                    _ => {}
                }
                open.push(element.ns == Ns::Word && element.name() == "t");
            }
            Node::End(_) => drop(open.pop()),
            Node::Copy(at) if open.last() == Some(&true) => {
                paragraphs.last_mut().into_iter().for_each(|last| last.1.push_str(at.of(text)));
            }
            Node::Written(c, _) if open.last() == Some(&true) => {
                paragraphs.last_mut().into_iter().for_each(|last| last.1.push(c));
            }
            Node::Copy(_) | Node::Written(..) => {}
        }
    }
    Ok(paragraphs)
}
