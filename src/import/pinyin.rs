//! Pinyin in brackets behind its character, as some collections print it: `經(jīng)貿`.

use std::sync::LazyLock;

use ::pinyin::ToPinyinMulti as _;
use regex::Regex;

use super::{
    ledger::{At, Edits, Ledger},
    lines::is_han,
    pattern,
    reason::Reason,
};
use crate::text::fold_char;

static BRACKETED: LazyLock<Regex> =
    LazyLock::new(|| pattern("[(（]\\s*([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹɡ]{1,7})\\s*[)）]"));

/// Removes readings that stand behind their own character; others that bear a tone mark are only reported.
pub(super) fn strip(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    if !text.contains(['(', '（']) {
        return;
    }
    let mut edits = Edits::default();
    let mut previous_end = None;
    let mut bearer = None;
    for found in BRACKETED.captures_iter(text) {
        let (Some(whole), Some(reading)) = (found.get(0), found.get(1)) else { continue };
        // 政(zheng)(zheng)務: the second reading belongs to the same character.
        if previous_end != Some(whole.start()) {
            bearer = text.get(..whole.start()).and_then(|before| before.chars().next_back());
        }
        previous_end = Some(whole.end());
        let at = At::new(whole.start(), whole.end());
        let toned = !reading.as_str().is_ascii();
        match bearer.filter(|&c| is_han(c)) {
            Some(c) if reads(c, reading.as_str()) && is_common(c) => edits.remove(at, Reason::Pinyin),
            _ if toned => edits.doubt(at, Reason::LonePinyin),
            _ => {}
        }
    }
    ledger.apply(edits);
}

/// Whether `reading` is one of the readings of `c`, tones apart.
fn reads(c: char, reading: &str) -> bool {
    let written = toneless(reading);
    [Some(c), fold_char(c)]
        .into_iter()
        .flatten()
        .filter_map(|c| c.to_pinyin_multi())
        .flat_map(IntoIterator::into_iter)
        .any(|known| toneless(known.plain()) == written)
}

/// Letters alone: `lǜ` and `lv` are one reading.
fn toneless(reading: &str) -> String {
    let plain = |c: char| match c {
        'ā' | 'á' | 'ǎ' | 'à' => 'a',
        'ē' | 'é' | 'ě' | 'è' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' => 'i',
        'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
        'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
        'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'ü' | 'v' => 'u',
        'ń' | 'ň' | 'ǹ' => 'n',
        'ɡ' => 'g',
        other => other,
    };
    reading.chars().map(plain).collect()
}

/// Nobody explains how to read an everyday character; behind a rare one, the reading may be the author's.
fn is_common(c: char) -> bool {
    let simple = fold_char(c).unwrap_or(c);
    let (bytes, _, failed) = {
        let mut buffer = [0; 4];
        let text = simple.encode_utf8(&mut buffer);
        let (bytes, encoding, failed) = encoding_rs::GBK.encode(text);
        (bytes.into_owned(), encoding, failed)
    };
    !failed && matches!(*bytes, [0xB0..=0xD7, 0xA1..=0xFE])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_reading_of_the_character_before_is_taken_away() {
        let mut ledger = Ledger::new(
            "經(jīng)貿、會(huì )議、治(zhi)區、政(zheng)(zheng)務，甪(lù)直，F(xiàn)、(DOC)、應用(app)",
        );
        strip(&mut ledger);
        assert_eq!(ledger.text(), "經貿、會議、治區、政務，甪(lù)直，F(xiàn)、(DOC)、應用(app)");
        let doubts: Vec<&str> =
            ledger.entries().iter().filter(|e| e.reason == Reason::LonePinyin).map(|e| &*e.was).collect();
        assert_eq!(doubts, ["(lù)", "(xiàn)"]);
    }
}
