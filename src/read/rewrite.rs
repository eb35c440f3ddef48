//! Text back to bytes, in the encoding in which the file was.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::{Format, Unreadable, encoding, refuse};

/// A text file whose words can be changed: encoding, byte order mark and line ends stay as they are.
#[derive(Debug, Clone)]
pub struct Rewritable {
    /// The text, without a byte order mark.
    pub text: String,
    mark: Vec<u8>,
    encoding: &'static Encoding,
}

impl Rewritable {
    /// The text file of these bytes.
    ///
    /// # Errors
    /// When the bytes are no text, or writing them back would change more than words; the reason says what to do.
    pub fn new(bytes: &[u8], format: Format) -> Result<Self, Unreadable> {
        refuse(bytes, format)?;
        let decoded = encoding::decode(bytes)?;
        let mark = Encoding::for_bom(bytes).map_or(0, |(_, length)| length);
        let file = Self {
            text: decoded.text,
            mark: bytes.get(..mark).unwrap_or_default().to_vec(),
            encoding: Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8),
        };
        if file.with(&file.text).as_deref() != Some(bytes) {
            return Err(Unreadable::new(format!(
                "按 {} 编码不能原样写回，所以没有改。请另存为 UTF-8 再试",
                file.encoding.name()
            )));
        }
        Ok(file)
    }

    /// The bytes of the file with `text` in the place of its own; `None` when its encoding lacks a character of it.
    pub fn with(&self, text: &str) -> Option<Vec<u8>> {
        let mut bytes = self.mark.clone();
        if self.encoding == UTF_16LE {
            bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        } else if self.encoding == UTF_16BE {
            bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        } else {
            let (encoded, _, lacks) = self.encoding.encode(text);
            if lacks {
                return None;
            }
            bytes.extend_from_slice(&encoded);
        }
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030};

    use super::*;

    const TEXT: &str = "申请材料：\r\n1．身份证复印件，其它有关材料。\r\n自受理之日起五个工作日内办结。";

    fn rewritten(bytes: &[u8]) -> Vec<u8> {
        let file = Rewritable::new(bytes, Format::Plain).unwrap();
        file.with(&file.text.replace("其它", "其他")).unwrap()
    }

    #[test]
    fn encoding_mark_and_line_ends_stay() {
        let fixed = TEXT.replace("其它", "其他");
        let utf16 = |text: &str, mark: bool| -> Vec<u8> {
            let mark = mark.then_some('\u{FEFF}').into_iter().collect::<String>();
            (mark + text).encode_utf16().flat_map(u16::to_be_bytes).collect()
        };
        assert_eq!(rewritten(TEXT.as_bytes()), fixed.as_bytes());
        assert_eq!(rewritten(format!("\u{FEFF}{TEXT}").as_bytes()), format!("\u{FEFF}{fixed}").as_bytes());
        assert_eq!(rewritten(&utf16(TEXT, true)), utf16(&fixed, true));
        assert_eq!(rewritten(&utf16(TEXT, false)), utf16(&fixed, false));
        assert_eq!(rewritten(&GB18030.encode(TEXT).0), GB18030.encode(&fixed).0.as_ref());
        let traditional = "申請材料：身分證影本，其它有關資料。自受理之日起五個工作日內辦結。";
        let file = Rewritable::new(&BIG5.encode(traditional).0, Format::Plain).unwrap();
        assert_eq!(file.with(&file.text).unwrap(), BIG5.encode(traditional).0.as_ref());
        assert_eq!(file.with("两"), None, "what the encoding lacks is not written");
    }
}
