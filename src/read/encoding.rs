//! Bytes to text: UTF-8, UTF-16 (with and without a byte order mark), GB18030 and its subsets, Big5.
//!
//! A general detector takes short Big5 texts for GBK. Between those two the choice is made here by what the words look
//! like: of the characters that each decoding gives, how many are common ones. Simplified GBK, traditional GBK and
//! Big5 are told apart from three characters on.

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_16BE, UTF_16LE};

use super::Unreadable;
use crate::text::{Lines, fold_char};

/// A text file, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub(super) text: String,
    /// The encoding's name.
    pub(super) encoding: &'static str,
}

/// The name under which documents have the encoding that is called `name`; `None` when there is none.
pub fn encoding_name(name: &str) -> Option<&'static str> {
    Encoding::for_label(name.as_bytes()).map(Encoding::name)
}

/// Decodes the bytes of a text file.
///
/// # Errors
/// When it is empty, no text, damaged, or in no encoding known here.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::empty());
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        return strictly(encoding, body).ok_or_else(|| {
            Unreadable::new(format!(
                "文件标明是 {} 编码，但其中有无法解读的字节，可能已损坏。请用原来的软件打开后另存为 UTF-8",
                encoding.name()
            ))
        });
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return strictly(encoding, bytes).ok_or_else(not_text);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if looks_binary(text) => Err(not_text()),
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: "UTF-8" }),
        Err(error) => damaged_utf8(bytes, error.valid_up_to()).map_or_else(|| chinese(bytes), Err),
    }
}

fn not_text() -> Unreadable {
    Unreadable::new(
        "不是文本文件。guiju 能读 .md、.html、.txt、.docx，以及 .xlsx、.csv 的事项清单；图片和扫描件请先转成文字",
    )
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    (!looks_binary(&text)).then(|| Decoded { text: text.into_owned(), encoding: encoding.name() })
}

/// Control characters that no text has.
fn looks_binary(text: &str) -> bool {
    let controls = text
        .chars()
        .filter(|c| {
            c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{C}' | '\u{B}' | '\u{1A}' | '\u{85}')
        })
        .count();
    controls * 50 > text.chars().count()
}

/// Little or big endian, whichever makes text of the bytes. Zero bytes (of ASCII characters, but also of 一, which is
/// 4E00) leave hardly another choice; without them only words that are common throughout convince.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = bytes.contains(&0);
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) || !zeros && std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let share = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        let sound = |c: &char| is_common(*c) && (!c.is_control() || c.is_whitespace());
        let (all, common) = (text.chars().count(), text.chars().filter(sound).count());
        Some((common * 100 / all.max(1), encoding))
    };
    let best = [UTF_16LE, UTF_16BE].into_iter().filter_map(share).max_by_key(|&(share, _)| share)?;
    (best.0 >= if zeros { 70 } else { 98 }).then_some(best.1)
}

/// A file that is UTF-8 but for a few bytes: said with the line, since a guess would be worse.
fn damaged_utf8(bytes: &[u8], valid_up_to: usize) -> Option<Unreadable> {
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{FFFD}').count();
    let whole = lossy.chars().filter(|&c| c != '\u{FFFD}' && !c.is_ascii()).count();
    if whole < broken * 8 || whole == 0 {
        return None;
    }
    let line = Lines::new(&lossy).position(valid_up_to).line;
    Some(Unreadable::new(format!(
        "第 {line} 行有 UTF-8 无法解读的字节，文件可能已损坏或混用了两种编码。请用编辑器打开，改正后另存为 UTF-8"
    )))
}

/// GB18030 or Big5, whichever gives the more common words.
fn chinese(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    let score = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let score: i64 = text.chars().map(weight).sum();
        (score, !text.contains('\u{FFFD}'), text.into_owned(), encoding)
    };
    let (gb, big5) = (score(GB18030), score(BIG5));
    let (points, clean, text, encoding) = if big5.0 > gb.0 { big5 } else { gb };
    if looks_binary(&text) {
        return Err(not_text());
    }
    if !clean || points < 0 {
        return Err(Unreadable::new(
            "无法识别文字编码（不是 UTF-8、UTF-16、GB18030，也不是 Big5）。请用编辑器打开后另存为 UTF-8",
        ));
    }
    Ok(Decoded { text, encoding: encoding.name() })
}

fn weight(c: char) -> i64 {
    match c {
        '\u{FFFD}' => -20,
        _ if c.is_ascii() => 0,
        '，' | '。' | '、' | '：' | '；' | '（' | '）' | '《' | '》' | '“' | '”' | '　' | '？' | '！'
        | '【' | '】' => 2,
        '\u{E000}'..='\u{F8FF}' => -8,
        _ if is_common(c) => 2,
        '\u{3400}'..='\u{9FFF}' => -1,
        _ => -2,
    }
}

/// One of the 3,755 characters of the first level of GB 2312, or the traditional form of one.
fn is_common(c: char) -> bool {
    let Some(simple) = fold_char(c) else { return false };
    if simple.is_ascii() {
        return true;
    }
    let mut buffer = [0; 4];
    let (bytes, _, failed) = GBK.encode(simple.encode_utf8(&mut buffer));
    !failed && matches!(*bytes, [0xA1 | 0xA3, 0xA1..=0xFF] | [0xB0..=0xD7, 0xA1..=0xFF])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "食品经营许可办事指南：申请人应当提交营业执照复印件，自受理之日起五个工作日内办结。联系电话（工作日）见公告。";
    const TRADITIONAL: &str = "食品經營許可辦事指南：申請人應當提交營業執照複印件，自受理之日起五個工作日內辦結。聯繫電話（工作日）見公告。";

    fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        match encoding.name() {
            "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => encoding.encode(text).0.into_owned(),
        }
    }

    /// The share of all windows of `length` characters that are read right.
    fn share(encoding: &'static Encoding, text: &str, length: usize) -> f64 {
        let chars: Vec<char> = text.chars().collect();
        let windows: Vec<String> = chars.windows(length).map(|w| w.iter().collect()).collect();
        let right =
            windows.iter().filter(|w| decode(&encoded(encoding, w)).is_ok_and(|d| d.text == **w)).count();
        right as f64 / windows.len() as f64
    }

    #[test]
    fn short_texts_in_every_encoding() {
        for (encoding, text) in
            [(GB18030, TEXT), (GB18030, TRADITIONAL), (BIG5, TRADITIONAL), (UTF_16LE, TEXT), (UTF_16BE, TEXT)]
        {
            for (length, least) in [(4, 0.95), (8, 1.0), (30, 1.0)] {
                let share = share(encoding, text, length);
                assert!(share >= least, "{} of {length} characters: {share}", encoding.name());
            }
        }
    }

    #[test]
    fn utf16_with_characters_that_have_a_zero_byte() {
        for text in ["一次性告知书", "一次性告知书\r\n一、申请条件：年满18周岁。", "第一条　一窗受理"]
        {
            for encoding in [UTF_16LE, UTF_16BE] {
                let read = decode(&encoded(encoding, text));
                assert_eq!(read, Ok(Decoded { text: text.to_owned(), encoding: encoding.name() }), "{text}");
            }
        }
    }

    #[test]
    fn marks_and_rare_characters() {
        let read = |bytes: &[u8]| decode(bytes).map(|d| (d.text, d.encoding));
        assert_eq!(read("\u{FEFF}办事".as_bytes()), Ok(("办事".into(), "UTF-8")));
        assert_eq!(read(b"\xFF\xFE\x9E\x52").unwrap().1, "UTF-16LE");
        let rare = "姓名𠮷㐀，申请办理营业执照。";
        assert_eq!(read(&encoded(GB18030, rare)), Ok((rare.into(), "gb18030")));
    }

    #[test]
    fn what_is_no_text_is_said() {
        assert!(decode(b"").unwrap_err().reason.contains("空的"));
        assert!(decode(b" \n\n").unwrap_err().reason.contains("空的"));
        let picture: Vec<u8> = (0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(decode(&picture).is_err());
        let mut damaged = TEXT.as_bytes().to_vec();
        damaged.insert(60, 0xFF);
        assert!(decode(&damaged).unwrap_err().reason.contains("第 1 行"));
    }
}
