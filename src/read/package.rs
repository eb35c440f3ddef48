//! Office packages: the parts of a zip file, opened so that no file can exhaust the machine.

use std::{
    collections::HashMap,
    io::{Cursor, Read as _},
};

use zip::{ZipArchive, result::ZipError};

use super::Unreadable;

const MOST_PARTS: usize = 2_000;
/// What one part, and all parts that are read together, may inflate to.
const LARGEST: u64 = 128 << 20;
/// Up to here a part may be packed as tightly as it likes.
const HARMLESS: u64 = 1 << 20;
/// How many times its packed size a larger part may inflate to.
const TIGHTEST: u64 = 200;

/// An open package.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Part names compare without regard to case.
    places: HashMap<String, usize>,
    /// The length of the whole archive.
    packed: u64,
    inflated: u64,
}

impl<'b> Package<'b> {
    /// Opens the package that `bytes` are.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        if archive.len() > MOST_PARTS {
            return Err(Unreadable::new(format!(
                "文件里有 {} 个部件，超过 {MOST_PARTS} 个的上限。请用 Word 或 WPS 打开后另存为 .docx 再试",
                archive.len()
            )));
        }
        let mut places = HashMap::new();
        for (place, name) in archive.file_names_raw().enumerate() {
            places.entry(key(&String::from_utf8_lossy(name))).or_insert(place);
        }
        Ok(Self { archive, places, packed: bytes.len() as u64, inflated: 0 })
    }

    /// The part called `name` as text; `None` when there is none.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let encoding = encoding_rs::Encoding::for_bom(&bytes).map_or_else(
            || match bytes.get(..2) {
                Some([b'<', 0]) => encoding_rs::UTF_16LE,
                Some([0, b'<']) => encoding_rs::UTF_16BE,
                _ => encoding_rs::UTF_8,
            },
            |(encoding, _)| encoding,
        );
        let (text, _, wrong) = encoding.decode(&bytes);
        if wrong {
            return Err(broken(name));
        }
        Ok(Some(text.into_owned()))
    }

    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(&place) = self.places.get(&key(name)) else { return Ok(None) };
        let mut part = self.archive.by_index(place).map_err(|error| match error {
            ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => locked(),
            _ => damaged(),
        })?;
        // Sizes that the archive declares are claims; only what was really read counts.
        let packed = part.compressed_size().min(self.packed);
        let (mut bytes, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
        loop {
            let count = part.read(&mut buffer).map_err(|_| damaged())?;
            let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else {
                return Ok(Some(bytes));
            };
            bytes.extend_from_slice(read);
            self.inflated += count as u64;
            let len = bytes.len() as u64;
            if self.inflated > LARGEST || len > HARMLESS && len > packed.saturating_mul(TIGHTEST) {
                return Err(Unreadable::new(format!(
                    "文件展开后大得不正常（{name}）。请用 Word 或 WPS 打开，只保留需要的内容，另存为 .docx 再试"
                )));
            }
        }
    }
}

/// A part's name as it is compared: some programs write backslashes or a slash in front.
fn key(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// The file is no zip archive, or a damaged one.
fn damaged() -> Unreadable {
    Unreadable::new("文件已损坏，用 Word 或 WPS 打开后另存为 .docx 再试")
}

fn locked() -> Unreadable {
    Unreadable::new("文件设有密码，用 Word 或 WPS 打开，去掉密码后另存为 .docx 再试")
}

/// The part called `name` is not what it should be.
pub(super) fn broken(name: &str) -> Unreadable {
    Unreadable::new(format!("文件中的 {name} 有错误，用 Word 或 WPS 打开后另存为 .docx 再试"))
}

/// What to say of an OLE compound file: an old .doc, or a document locked with a password. `None` for other files.
pub(super) fn legacy_word(bytes: &[u8]) -> Option<Unreadable> {
    if !bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return None;
    }
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    Some(if holds("EncryptedPackage") {
        locked()
    } else if holds("WordDocument") {
        Unreadable::new("这是旧版 .doc，用 Word 或 WPS 打开后另存为 .docx 再试")
    } else {
        Unreadable::new("这不是 Word 文档，用原来的软件打开后另存为 .docx 再试")
    })
}
