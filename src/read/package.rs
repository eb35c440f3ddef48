//! Office packages (.docx, .xlsx): the parts of a zip file and how they refer to one another, opened so that no file can
//! exhaust the machine.

use std::{
    collections::HashMap,
    io::{Cursor, Read as _},
};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use zip::{ZipArchive, result::ZipError};

use super::{
    Unreadable,
    xml::{Node, Xml},
};

const MOST_PARTS: usize = 2_000;
/// What one part, and all parts that are read together, may inflate to.
const LARGEST: u64 = 128 << 20;
/// Up to here a part may be packed as tightly as it likes.
const HARMLESS: u64 = 1 << 20;
/// How many times its packed size a larger part may inflate to.
const TIGHTEST: u64 = 200;

/// Which program a package is for: what its author opens it with, and saves it as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Office {
    /// .docx
    Word,
    /// .xlsx
    Excel,
}

impl Office {
    /// What people call its files.
    fn file(self) -> &'static str {
        match self {
            Office::Word => "Word 文档",
            Office::Excel => "Excel 表格",
        }
    }

    fn program(self) -> &'static str {
        match self {
            Office::Word => "Word",
            Office::Excel => "Excel",
        }
    }

    pub(super) fn extension(self) -> &'static str {
        match self {
            Office::Word => ".docx",
            Office::Excel => ".xlsx",
        }
    }

    /// 用 Word 或 WPS 打开后另存为 .docx 再试
    fn save_again(self) -> String {
        format!("用 {} 或 WPS 打开后另存为 {} 再试", self.program(), self.extension())
    }

    /// The file is no zip archive, or a damaged one.
    pub(crate) fn damaged(self) -> Unreadable {
        Unreadable::new(format!("文件已损坏，{}", self.save_again()))
    }

    fn locked(self) -> Unreadable {
        let (program, extension) = (self.program(), self.extension());
        Unreadable::new(format!("文件设有密码，用 {program} 或 WPS 打开，去掉密码后另存为 {extension} 再试"))
    }

    /// The part called `name` is not what it should be.
    pub(crate) fn broken(self, name: &str) -> Unreadable {
        Unreadable::new(format!("文件中的 {name} 有错误，{}", self.save_again()))
    }

    /// The package holds something else than `what`.
    pub(super) fn without(self, what: &str) -> Unreadable {
        Unreadable::new(format!("文件里没有{what}，可能不是 {}。{}", self.file(), self.save_again()))
    }
}

/// An open package.
pub(crate) struct Package<'b> {
    pub(crate) office: Office,
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Part names compare without regard to case.
    places: HashMap<String, usize>,
    /// The length of the whole archive.
    packed: u64,
    inflated: u64,
}

impl<'b> Package<'b> {
    /// Opens the package that `bytes` are.
    pub(crate) fn open(office: Office, bytes: &'b [u8]) -> Result<Self, Unreadable> {
        if let Some(unreadable) = legacy(office, bytes) {
            return Err(unreadable);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| office.damaged())?;
        if archive.len() > MOST_PARTS {
            return Err(Unreadable::new(format!(
                "文件里有 {} 个部件，超过 {MOST_PARTS} 个的上限。请{}",
                archive.len(),
                office.save_again()
            )));
        }
        let mut places = HashMap::new();
        for (place, name) in archive.file_names_raw().enumerate() {
            places.entry(key(&String::from_utf8_lossy(name))).or_insert(place);
        }
        Ok(Self { office, archive, places, packed: bytes.len() as u64, inflated: 0 })
    }

    /// Where in the archive the part called `name` stands.
    pub(crate) fn entry(&self, name: &str) -> Option<usize> {
        self.places.get(&key(name)).copied()
    }

    /// The part called `name` as text; `None` when there is none.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        Ok(self.coded_text(name)?.map(|(text, _)| text))
    }

    /// The part called `name` as text, and how that text is coded; `None` when there is none.
    pub(crate) fn coded_text(&mut self, name: &str) -> Result<Option<(String, Code)>, Unreadable> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let code = Code::of(&bytes);
        let (text, _, wrong) = code.encoding.decode(&bytes);
        if wrong {
            return Err(self.office.broken(name));
        }
        Ok(Some((text.into_owned(), code)))
    }

    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(&place) = self.places.get(&key(name)) else { return Ok(None) };
        let office = self.office;
        let mut part = self.archive.by_index(place).map_err(|error| match error {
            ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => office.locked(),
            _ => office.damaged(),
        })?;
        // Sizes that the archive declares are claims; only what was really read counts.
        let packed = part.compressed_size().min(self.packed);
        let (mut bytes, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
        loop {
            let count = part.read(&mut buffer).map_err(|_| office.damaged())?;
            let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else {
                return Ok(Some(bytes));
            };
            bytes.extend_from_slice(read);
            self.inflated += count as u64;
            let len = bytes.len() as u64;
            if self.inflated > LARGEST || len > HARMLESS && len > packed.saturating_mul(TIGHTEST) {
                let (program, extension) = (office.program(), office.extension());
                return Err(Unreadable::new(format!(
                    "文件展开后大得不正常（{name}）。请用 {program} 或 WPS 打开，只保留需要的内容，另存为 {extension} 再试"
                )));
            }
        }
    }
}

/// How the text of a part is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code {
    encoding: &'static Encoding,
    /// Whether a byte order mark stands in front.
    marked: bool,
}

impl Code {
    fn of(bytes: &[u8]) -> Self {
        if let Some((encoding, _)) = Encoding::for_bom(bytes) {
            return Self { encoding, marked: true };
        }
        let encoding = match bytes.get(..2) {
            Some([b'<', 0]) => UTF_16LE,
            Some([0, b'<']) => UTF_16BE,
            _ => UTF_8,
        };
        Self { encoding, marked: false }
    }

    /// The bytes of `text` in this code.
    pub(crate) fn bytes(self, text: &str) -> Vec<u8> {
        let mark = if self.marked { "\u{FEFF}" } else { "" };
        let units = || mark.encode_utf16().chain(text.encode_utf16());
        if self.encoding == UTF_16LE {
            units().flat_map(u16::to_le_bytes).collect()
        } else if self.encoding == UTF_16BE {
            units().flat_map(u16::to_be_bytes).collect()
        } else {
            [mark.as_bytes(), text.as_bytes()].concat()
        }
    }
}

/// A part's name as it is compared: some programs write backslashes or a slash in front.
fn key(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// The relations of a part: which other parts it uses, and for what.
pub(crate) struct Relations {
    relations: Vec<Relation>,
}

struct Relation {
    id: String,
    /// The type, an address whose last word names the use.
    kind: String,
    /// The name of the part that is used.
    target: String,
}

impl Relations {
    /// The relations of the part called `source`, or of the whole package for an empty name.
    pub(crate) fn read(package: &mut Package<'_>, source: &str) -> Result<Self, Unreadable> {
        let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
        let part = &*Self::part(source);
        let mut relations = Vec::new();
        if let Some(text) = package.text(part)? {
            let mut xml = Xml::new(package.office, part, &text);
            while let Some(node) = xml.next()? {
                if let Node::Start(element) = node
                    && element.name() == "Relationship"
                    && element.attribute("TargetMode").as_deref() != Some("External")
                    && let (Some(kind), Some(target)) =
                        (element.attribute("Type"), element.attribute("Target"))
                {
                    let id = element.attribute("Id").unwrap_or_default();
                    relations.push(Relation { id, kind, target: resolve(folder, &target) });
                }
            }
        }
        Ok(Self { relations })
    }

    /// The name of the part that holds the relations of the part called `source`.
    pub(crate) fn part(source: &str) -> String {
        let (folder, name) = source.rsplit_once('/').unwrap_or(("", source));
        format!("{folder}/_rels/{name}.rels").trim_start_matches('/').to_owned()
    }

    /// The part that is used as `kind`, by the transitional or the strict name of that relation.
    pub(crate) fn target(&self, kind: &str) -> Option<String> {
        self.targets(kind).next().map(str::to_owned)
    }

    /// The parts that are used as `kind`.
    pub(super) fn targets<'r>(&'r self, kind: &'r str) -> impl Iterator<Item = &'r str> {
        const FAMILIES: [&str; 2] = [
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ];
        let is_kind = move |name: &str| {
            name.rsplit_once('/').is_some_and(|(family, last)| last == kind && FAMILIES.contains(&family))
        };
        self.relations
            .iter()
            .filter(move |relation| is_kind(&relation.kind))
            .map(|relation| &*relation.target)
    }

    /// The part that the relation `id` leads to.
    pub(crate) fn by_id(&self, id: &str) -> Option<&str> {
        self.relations.iter().find(|relation| relation.id == id).map(|relation| relation.target.as_str())
    }
}

/// The name of the part at `target`, seen from `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

/// What to say of an OLE compound file: an old .doc or .xls, or a package locked with a password. `None` for other files.
/// `office` is what the file's name makes of it.
pub(super) fn legacy(office: Office, bytes: &[u8]) -> Option<Unreadable> {
    if !bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return None;
    }
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    let old = |own: Office, extension: &str| {
        let what =
            if own == office { "是".to_owned() } else { format!("不是 {}，而是", office.file()) };
        Unreadable::new(format!("这{what}旧版 {extension}，{}", own.save_again()))
    };
    Some(if holds("EncryptedPackage") {
        office.locked()
    } else if holds("WordDocument") {
        old(Office::Word, ".doc")
    } else if holds("Workbook") {
        old(Office::Excel, ".xls")
    } else {
        let extension = office.extension();
        Unreadable::new(format!("这不是 {}，用原来的软件打开后另存为 {extension} 再试", office.file()))
    })
}
