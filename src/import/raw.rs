//! Bytes to raw text, a format at a time: what the text of a file is before anything is done to it.

use super::{Reason, html, pdf, word};
use crate::read::{Format, LARGEST_FILE, Unreadable, file_text};

/// The formats that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A format that documents have too.
    Document(Format),
    /// PDF with a text layer: .pdf
    Pdf,
}

/// A text to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// The text.
    pub text: String,
    /// What its places count in, in Chinese: the file's own text, or what was taken out of it.
    pub origin: &'static str,
    /// Words of the file that do not stand in the text.
    pub asides: Vec<Aside>,
    /// Whether the file breaks off before its end.
    pub truncated: bool,
}

/// Words of a file that do not stand in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// The byte of the text at which they would stand.
    pub at: usize,
    /// The words.
    pub words: String,
    /// Why they do not.
    pub reason: Reason,
}

impl Form {
    /// The form of a file name's extension, `None` for one that cannot be imported.
    pub fn of_extension(extension: &str) -> Option<Self> {
        if extension.eq_ignore_ascii_case("pdf") {
            return Some(Form::Pdf);
        }
        Format::of_extension(extension).map(Form::Document)
    }
}

/// The text of a file.
///
/// # Errors
/// When the bytes cannot be read as that format, or hold no text; the reason says what to do.
pub fn raw(bytes: &[u8], form: Form) -> Result<Raw, Unreadable> {
    if bytes.len() > LARGEST_FILE {
        return Err(Unreadable::too_large(bytes.len() as u64));
    }
    let format = match form {
        Form::Document(format) if !bytes.starts_with(b"%PDF-") => format,
        _ => {
            return Ok(Raw {
                text: pdf::text(bytes)?,
                origin: "从 PDF 取出的文字",
                asides: Vec::new(),
                truncated: pdf::is_truncated(bytes),
            });
        }
    };
    let raw = match format {
        Format::Docx => word::raw(bytes)?,
        Format::Html => html::raw(&text(bytes, format)?)?,
        _ => Raw {
            text: text(bytes, format)?, origin: "文件的文字", asides: Vec::new(), truncated: false
        },
    };
    if raw.text.trim().is_empty() {
        return Err(Unreadable::new("里面没有文字。如果是扫描件或图片，请先转成文字"));
    }
    Ok(raw)
}

/// The text of a text file. What reads documents speaks of checking, and of the formats that can be checked.
fn text(bytes: &[u8], format: Format) -> Result<String, Unreadable> {
    file_text(bytes, format).map_err(|unreadable| {
        let reason = unreadable.reason.replace("再检查", "再导入");
        let formats = ".txt、.docx，以及 .xlsx、.csv 的事项清单；";
        Unreadable::new(reason.replace(formats, ".txt、.docx 和有文字层的 .pdf；"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, format: Format) -> Result<Raw, Unreadable> {
        raw(text.as_bytes(), Form::Document(format))
    }

    #[test]
    fn a_page_is_one_block_a_line() {
        let page = "<html><head><title>甲</title><script>var a;</script></head><body><h1>考勤制度</h1><p>一、按时<b>上班</b>。</p><table><tr><td>二、请假。</td><td>三、销假。</td></tr></table></body></html>";
        let text = of(page, Format::Html).unwrap().text;
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.first(), Some(&"# 考勤制度"), "{text}");
        assert!(lines.contains(&"一、按时上班。") && !text.contains("var a"), "{text}");
    }

    #[test]
    fn what_is_no_text_is_said() {
        let deep = "<div>".repeat(100_000);
        assert!(of(&deep, Format::Html).unwrap_err().reason.contains("400 层"));
        assert!(of("<ul><li>甲".repeat(5_000).as_str(), Format::Html).unwrap_err().reason.contains("400 层"));
        assert!(of("<html><img src=a></html>", Format::Html).unwrap_err().reason.contains("没有文字"));
        let binary =
            raw(b"\x00\x01\x02\xff\xfe\x00\x00\x07", Form::Document(Format::Plain)).unwrap_err().reason;
        assert!(binary.contains(".pdf") && !binary.contains("清单"), "{binary}");
        assert!(raw(b"%PDF-1.4 nothing", Form::Pdf).unwrap_err().reason.contains("PDF"));
        assert!(raw("考勤制度".as_bytes(), Form::Pdf).unwrap_err().reason.contains("PDF"));
    }
}
