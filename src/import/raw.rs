//! Bytes to raw text, a format at a time: what the text of a file is before anything is done to it.

use crate::read::{Format, Unreadable, file_text};

/// The formats that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A format that documents have too.
    Document(Format),
}

/// A text to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// The text.
    pub text: String,
    /// What its places count in, in Chinese: the file's own text, or what was taken out of it.
    pub origin: &'static str,
}

impl Form {
    /// The form of a file name's extension, `None` for one that cannot be imported.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Format::of_extension(extension).map(Form::Document)
    }
}

/// The text of a file.
///
/// # Errors
/// When the bytes cannot be read as that format, or hold no text; the reason says what to do.
pub fn raw(bytes: &[u8], form: Form) -> Result<Raw, Unreadable> {
    let Form::Document(format) = form;
    let file = file_text(bytes, format)?;
    Ok(Raw { text: file.text, origin: "文件的文本" })
}
