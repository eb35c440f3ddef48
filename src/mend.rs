//! Edits made in a text file: its words change; its encoding, byte order mark and line ends do not. A pure function of the
//! bytes and of what is found in them.

use crate::{
    read::{Format, Rewritable, Unreadable},
    report::{Fixes, Located, fixed},
};

/// An edit may make room for another one; more rounds than this would go on for ever.
const ROUNDS: usize = 10;

/// A file in which edits were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The file as it is now.
    pub bytes: Vec<u8>,
    /// Its text before.
    pub before: String,
    /// Its text now.
    pub after: String,
    /// How many edits lie between them.
    pub edits: usize,
}

/// `bytes` with the edits of `findings`, and with those that are `found` once these are made; `None` when there is nothing to do.
///
/// # Errors
/// When the file is no text, or its encoding lacks a character of the new text; the reason says what to do.
pub fn mend(
    bytes: &[u8],
    format: Format,
    mut findings: Vec<Located>,
    fixes: Fixes,
    mut found: impl FnMut(&[u8]) -> Vec<Located>,
) -> Result<Option<Mended>, Unreadable> {
    let wanted = |finding: &Located| {
        finding.is_fixable() && finding.edit.as_ref().is_some_and(|edit| edit.safe || fixes == Fixes::All)
    };
    if !findings.iter().any(wanted) {
        return Ok(None);
    }
    let file = Rewritable::new(bytes, format)?;
    let mut mended =
        Mended { bytes: bytes.to_vec(), before: file.text.clone(), after: file.text.clone(), edits: 0 };
    for _ in 0..ROUNDS {
        let (text, made) = fixed(&mended.after, &findings, fixes);
        if made == 0 {
            break;
        }
        mended.bytes = written(&file, &text)?;
        mended.after = text;
        mended.edits += made;
        findings = found(&mended.bytes);
    }
    Ok((mended.edits > 0).then_some(mended))
}

/// `bytes` with the edit of one finding, whether it is certain or not; `None` when it has none that can be made.
///
/// # Errors
/// As with [`mend`].
pub fn mend_one(bytes: &[u8], format: Format, finding: &Located) -> Result<Option<Mended>, Unreadable> {
    mend(bytes, format, vec![finding.clone()], Fixes::All, |_| Vec::new())
}

/// `bytes` with words written in; `place` tells from the file's text at which byte, and which.
///
/// # Errors
/// As with [`mend`].
pub fn inserted(
    bytes: &[u8],
    format: Format,
    place: impl FnOnce(&str) -> (usize, String),
) -> Result<Vec<u8>, Unreadable> {
    let file = Rewritable::new(bytes, format)?;
    let (at, words) = place(&file.text);
    let (before, after) = file.text.split_at_checked(at).unwrap_or((&file.text, ""));
    written(&file, &format!("{before}{words}{after}"))
}

fn written(file: &Rewritable, text: &str) -> Result<Vec<u8>, Unreadable> {
    let lacks = || Unreadable::new("改后的文字用原来的编码写不出来。请另存为 UTF-8 再试");
    file.with(text).ok_or_else(lacks)
}
