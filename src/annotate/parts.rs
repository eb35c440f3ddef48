//! The parts of a package around its text: the comments, and what makes them known. Everything else is copied as it is packed.

use std::{
    collections::HashMap,
    io::{Cursor, Write as _},
};

use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::names::{Names, escaped, namespace};
use crate::{
    finding::Fingerprint,
    read::{
        Unreadable,
        package::{Code, Office, Package, Relations},
        xml::{Node, Ns, Xml},
    },
    text::{Source, Span},
};

const CONTENT_TYPES: &str = "[Content_Types].xml";
const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// What stands before the comments of a copy of that source.
const OURS: &str = "<!--guiju ";

/// It, for these texts of the main part and of the comments, without it. It tells whether either was changed later.
fn ours(source: Fingerprint, main: &str, comments: &str) -> String {
    format!("{OURS}{source} {}-->", Fingerprint::of([main, comments]))
}

/// The text of the comments without what stands before ours, and that.
fn without_ours(comments: &str) -> Option<(String, &str)> {
    let start = comments.find(OURS)?;
    let rest = comments.get(start..)?;
    let mark = rest.get(..rest.find("-->")? + 3)?;
    Some((comments.replacen(mark, "", 1), mark))
}

/// The parts of a package that are written anew, each with its text and code.
#[derive(Debug, Default)]
pub(super) struct Changed {
    parts: Vec<(String, String, Option<Code>)>,
}

/// The part of a package that holds its comments.
pub(super) struct Comments {
    name: String,
    /// Its text and code; `None` when there is none yet.
    found: Option<(String, Code)>,
    /// The largest number of a comment in it.
    pub(super) last_id: i64,
}

impl Comments {
    /// The comments of the part called `main`.
    pub(super) fn of(package: &mut Package<'_>, main: &str) -> Result<Self, Unreadable> {
        let relations = Relations::read(package, main)?;
        if let Some(name) = relations.target("comments")
            && let Some((text, code)) = package.coded_text(&name)?
        {
            let last_id = last_id(&name, &text)?;
            return Ok(Self { name, found: Some((text, code)), last_id });
        }
        let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let mut name = format!("{folder}comments.xml");
        let mut number = 1;
        while package.entry(&name).is_some() {
            name = format!("{folder}comments{number}.xml");
            number += 1;
        }
        Ok(Self { name, found: None, last_id: 0 })
    }

    /// Adds to them what `write` makes with the names of their part.
    pub(super) fn add(
        self,
        package: &mut Package<'_>,
        main: &str,
        strict: bool,
        source: Fingerprint,
        changed: &mut Changed,
        write: impl Fn(&Names) -> String,
    ) -> Result<(), Unreadable> {
        let grown = |prefix: &str| {
            let names = Names::new(Some(prefix).filter(|prefix| !prefix.is_empty()), strict);
            format!("{OURS}-->{}", write(&names))
        };
        // The text of the main part is written by now; what stands before ours tells it.
        let woven = changed.parts.iter().find(|(name, ..)| name == main).map(|(_, text, _)| text.clone());
        let woven = woven.unwrap_or_default();
        let marked = |text: String| {
            let rest = text.replacen(&format!("{OURS}-->"), "", 1);
            text.replacen(&format!("{OURS}-->"), &ours(source, &woven, &rest), 1)
        };
        if let Some((text, code)) = self.found {
            let text = marked(grow(&self.name, &text, grown)?);
            changed.parts.push((self.name, text, Some(code)));
            return Ok(());
        }
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{}\">{}</w:comments>",
            namespace(strict),
            grown("w:")
        );
        let text = marked(text);
        relate(package, main, &self.name, strict, changed)?;
        let (types, code) =
            package.coded_text(CONTENT_TYPES)?.ok_or_else(|| Office::Word.broken(CONTENT_TYPES))?;
        let part = escaped(&self.name);
        let types = grow(CONTENT_TYPES, &types, |prefix| {
            format!("<{prefix}Override PartName=\"/{part}\" ContentType=\"{COMMENTS_TYPE}\"/>")
        })?;
        changed.parts.push((CONTENT_TYPES.to_owned(), types, Some(code)));
        changed.parts.push((self.name, text, None));
        Ok(())
    }
}

/// Makes the part called `comments` known as the comments of the part called `main`.
fn relate(
    package: &mut Package<'_>,
    main: &str,
    comments: &str,
    strict: bool,
    changed: &mut Changed,
) -> Result<(), Unreadable> {
    let relations = Relations::read(package, main)?;
    let ids = (1..).map(|number| format!("rIdGuiju{number}"));
    let id = ids.into_iter().find(|id| relations.by_id(id).is_none()).unwrap_or_default();
    let family = if strict {
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    };
    let target = escaped(comments);
    let relation = |prefix: &str| {
        format!("<{prefix}Relationship Id=\"{id}\" Type=\"{family}/comments\" Target=\"/{target}\"/>")
    };
    let name = Relations::part(main);
    let (text, code) = match package.coded_text(&name)? {
        Some((text, code)) => (grow(&name, &text, relation)?, Some(code)),
        None => {
            const NAMESPACE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
            let relation = relation("");
            let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
            (format!("{declaration}\n<Relationships xmlns=\"{NAMESPACE}\">{relation}</Relationships>"), None)
        }
    };
    changed.parts.push((name, text, code));
    Ok(())
}

/// The largest number of a comment in the part called `part`.
fn last_id(part: &str, text: &str) -> Result<i64, Unreadable> {
    let mut xml = Xml::new(Office::Word, part, text);
    let mut last = 0;
    while let Some(node) = xml.next()? {
        if let Node::Start(element) = node
            && element.ns == Ns::Word
            && element.name() == "comment"
        {
            last = last.max(element.number("id").unwrap_or(0));
        }
    }
    Ok(last)
}

/// Appends to the root of the part called `part` what `content` makes for the root's prefix, which ends with a colon.
fn grow(part: &str, text: &str, content: impl Fn(&str) -> String) -> Result<String, Unreadable> {
    let mut xml = Xml::new(Office::Word, part, text);
    let mut depth = 0;
    let mut root = String::new();
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(element) => {
                if depth == 0 {
                    element.written_name().clone_into(&mut root);
                }
                depth += 1;
            }
            Node::End(at) => {
                depth -= 1;
                if depth == 0 {
                    return Ok(grown(text, at, &root, &content));
                }
            }
            Node::Copy(_) | Node::Written(..) => {}
        }
    }
    Err(Office::Word.broken(part))
}

/// `text` with more in its root, whose end tag stands at `end`.
fn grown(text: &str, end: Span<Source>, root: &str, content: impl Fn(&str) -> String) -> String {
    let prefix = root.rsplit_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
    let (before, after) = text.split_at_checked(end.start()).unwrap_or((text, ""));
    let content = content(&prefix);
    match before.strip_suffix("/>") {
        Some(tag) if end.is_empty() => format!("{tag}>{content}</{root}>{after}"),
        _ => format!("{before}{content}{after}"),
    }
}

/// Whether a package holds comments as they were written here for that source, and no program has saved it since.
pub(super) fn is_ours(bytes: &[u8], source: Fingerprint) -> bool {
    let comments = || -> Result<bool, Unreadable> {
        let mut package = Package::open(Office::Word, bytes)?;
        let main = Relations::read(&mut package, "")?.target("officeDocument").unwrap_or_default();
        let Comments { found, .. } = Comments::of(&mut package, &main)?;
        let text = package.text(&main)?.unwrap_or_default();
        Ok(found.is_some_and(|(comments, _)| {
            let own = without_ours(&comments);
            own.is_some_and(|(comments, mark)| mark == ours(source, &text, &comments))
        }))
    };
    comments().unwrap_or_default()
}

impl Changed {
    /// Sets the text of the part called `name`, in `code`.
    pub(super) fn set(&mut self, name: String, text: String, code: Code) {
        self.parts.push((name, text, Some(code)));
    }

    /// The package `bytes` with these parts, all others as they are packed there and in the same order.
    pub(super) fn packed(self, package: &Package<'_>, bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let mut there = HashMap::new();
        let mut new = Vec::new();
        for (name, text, code) in self.parts {
            let content = code.map_or_else(|| text.clone().into_bytes(), |code| code.bytes(&text));
            match package.entry(&name) {
                Some(entry) => drop(there.insert(entry, content)),
                None => new.push((name, content)),
            }
        }
        write(bytes, &there, &new).map_err(|_| Office::Word.damaged())
    }
}

fn write(
    bytes: &[u8],
    there: &HashMap<usize, Vec<u8>>,
    new: &[(String, Vec<u8>)],
) -> zip::result::ZipResult<Vec<u8>> {
    let mut from = ZipArchive::new(Cursor::new(bytes))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + bytes.len() / 8)));
    to.set_raw_comment(from.comment().to_vec().into_boxed_slice())?;
    for index in 0..from.len() {
        let part = from.by_index_raw(index)?;
        let Some(content) = there.get(&index) else {
            to.raw_copy_file(part)?;
            continue;
        };
        let mut options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        if let Some(time) = part.last_modified() {
            options = options.last_modified_time(time);
        }
        to.start_file(String::from_utf8_lossy(part.name_raw()), options)?;
        to.write_all(content)?;
    }
    for (name, content) in new {
        to.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))?;
        to.write_all(content)?;
    }
    Ok(to.finish()?.into_inner())
}
