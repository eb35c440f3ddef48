//! Folding: the text that patterns are matched on, and the way back to the text that a reader sees.
//!
//! One character folds without regard to its neighbours ([`fold_char`]): full width to half width, traditional to
//! simplified, variants of punctuation to one form, capitals to small letters; zero-width characters vanish. Blanks
//! vanish beside anything that is not ASCII, so `二十 个工作日` and `二十个工作日` are the same words; between two ASCII
//! characters they stay as one space, so `1. 5日` never becomes `1.5日`. Readings that a converter has inserted vanish as
//! well (`個(gè)`). Line feeds stay: no pattern crosses a block.

use std::sync::OnceLock;

use super::{
    pairs::Pairs,
    span::{Folded, Plain, Span},
};

// The tables `PAGES` and `BLOCKS`, made by the build script.
include!(concat!(env!("OUT_DIR"), "/fold_table.rs"));

/// The character that the tables give for `c`.
fn simple(c: char) -> char {
    let (page, at) = ((c as usize) / BLOCKS[0].len(), (c as usize) % BLOCKS[0].len());
    let block = PAGES.get(page).and_then(|&block| BLOCKS.get(usize::from(block)));
    block.and_then(|block| block.get(at)).copied().filter(|&to| to != '\0').unwrap_or(c)
}

/// What `c` folds to, `None` when it vanishes. Blanks fold to a space here; whether it stays is decided by its neighbours.
pub fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(match c {
            '\t' | '\u{B}' | '\u{C}' | '\r' => ' ',
            _ => c.to_ascii_lowercase(),
        });
    }
    let c = simple(c);
    Some(match c {
        '\u{3400}'..='\u{9FFF}' => c,
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}' => return None,
        '\u{A0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}'
        | '\u{3164}' => ' ',
        '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '〝' | '〞' | '＂' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' | '━' | '﹣' => '-',
        '〜' | '∼' | '～' => '~',
        '•' | '‧' | '・' | '∙' | '⋅' => '·',
        '︰' | '﹕' | '∶' => ':',
        '﹐' => ',',
        '﹔' => ';',
        '﹙' => '(',
        '﹚' => ')',
        '．' => '.',
        _ => c.to_ascii_lowercase(),
    })
}

/// A regular expression written in ordinary characters, folded so that it meets folded text: full-width punctuation
/// becomes the half-width character *as a literal* (`（` means a bracket, `(` a group), and letters become small but for
/// those that are syntax (`\D`, `(?P<at>`). Folded text has no digits but 0–9, so `\d` need not know any other.
pub fn fold_pattern(pattern: &str) -> String {
    let mut folded = String::with_capacity(pattern.len());
    let (mut escaped, mut in_class) = (false, false);
    for c in pattern.chars() {
        let is_escaped = escaped;
        escaped = c == '\\' && !is_escaped;
        in_class = if is_escaped { in_class } else { c == '[' || in_class && c != ']' };
        match fold_char(c) {
            _ if is_escaped && c == 'd' => {
                folded.pop();
                folded.push_str(if in_class { "0-9" } else { "[0-9]" });
            }
            Some(small) if c.is_ascii_uppercase() && !folded.ends_with(['\\', '?']) => folded.push(small),
            _ if c.is_ascii() => folded.push(c),
            Some(' ') | None => {}
            Some(f) if f.is_ascii_punctuation() => {
                folded.push('\\');
                folded.push(f);
            }
            Some(f) => folded.push(f),
        }
    }
    folded
}

/// A text folded for matching, with the map back.
#[derive(Debug, Clone, Default)]
pub struct FoldedText {
    text: String,
    map: Vec<Run>,
    pairs: OnceLock<Pairs>,
}

/// From here on, up to the next run, the two texts are in step byte for byte; or, when `single` is given, here stands
/// one character that is `single` bytes long in the plain text and has another length in the folded one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    folded: u32,
    plain: u32,
    single: Option<u32>,
}

impl FoldedText {
    /// Folds `plain`.
    pub fn new(plain: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(plain.len()), ..Self::default() };
        let mut blank: Option<(usize, usize)> = None;
        let mut readings = 0;
        for (at, c) in plain.char_indices() {
            if at < readings {
                continue;
            }
            if matches!(c, '(' | '（')
                && let Some(length) = reading(folded.text.chars().next_back(), plain.get(at..))
            {
                readings = at + length;
                continue;
            }
            let Some(f) = fold_char(c) else { continue };
            let end = at + c.len_utf8();
            if f == ' ' {
                blank = Some((blank.map_or(at, |(start, _)| start), end));
                continue;
            }
            if let Some((start, end)) = blank.take()
                && keeps_blank(folded.text.chars().next_back(), Some(f))
            {
                folded.push(' ', start, end);
            }
            folded.push(f, at, end);
        }
        if let Some((start, end)) = blank
            && keeps_blank(folded.text.chars().next_back(), None)
        {
            folded.push(' ', start, end);
        }
        folded
    }

    fn push(&mut self, c: char, plain: usize, plain_end: usize) {
        let (folded, length) = (self.text.len(), plain_end - plain);
        let in_step = length == c.len_utf8();
        let continues = in_step
            && self.map.last().is_some_and(|run| {
                run.single.is_none() && folded - run.folded as usize == plain - run.plain as usize
            });
        if !continues {
            let u32_of = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let single = (!in_step).then(|| u32_of(length));
            self.map.push(Run { folded: u32_of(folded), plain: u32_of(plain), single });
        }
        self.text.push(c);
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The pairs of neighbouring characters in it, for those who look for many words.
    pub fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| Pairs::of(&self.text))
    }

    /// The words at `at`.
    pub fn slice(&self, at: Span<Folded>) -> &str {
        at.of(&self.text)
    }

    /// The whole of the folded text.
    pub fn whole(&self) -> Span<Folded> {
        Span::new(0, self.text.len())
    }

    /// The place in the plain text of what lies at `at`. Total, monotone, and on character borders; characters that
    /// vanished are inside when they lie between two that did not, and outside at the ends.
    pub fn to_plain(&self, at: Span<Folded>) -> Span<Plain> {
        let start = self.plain_start(at.start());
        if at.is_empty() {
            return Span::empty(start);
        }
        let last = self.text.get(..at.end()).and_then(|t| t.char_indices().next_back()).map_or(0, |(i, _)| i);
        let end = match self.run_at(last) {
            Some(Run { plain, single: Some(length), .. }) => (plain + length) as usize,
            Some(run) => run.plain as usize + at.end() - run.folded as usize,
            None => start,
        };
        Span::new(start, end.max(start))
    }

    /// Every folded character with its place in the plain text, in order: what [`FoldedText::to_plain`] says of each,
    /// without looking it up.
    pub fn places(&self) -> impl Iterator<Item = (char, Span<Plain>)> {
        let mut next = 0;
        self.text.char_indices().map(move |(at, c)| {
            while self.map.get(next).is_some_and(|run| run.folded as usize <= at) {
                next += 1;
            }
            let run = next.checked_sub(1).and_then(|i| self.map.get(i));
            let (start, length) = match run {
                Some(Run { plain, single: Some(length), .. }) => (*plain as usize, *length as usize),
                Some(run) => (run.plain as usize + at - run.folded as usize, c.len_utf8()),
                None => (at, c.len_utf8()),
            };
            (c, Span::new(start, start + length))
        })
    }

    /// The folded stretch whose plain places lie within `at`.
    pub fn from_plain(&self, at: Span<Plain>) -> Span<Folded> {
        let start = self.first_at_or_after(at.start());
        let end = self.first_at_or_after(at.end());
        Span::new(start, end.max(start))
    }

    /// The first folded byte whose character starts at or after plain byte `plain`.
    fn first_at_or_after(&self, plain: usize) -> usize {
        let next = self.map.partition_point(|run| (run.plain as usize) < plain);
        let following = self.map.get(next).map_or(self.text.len(), |run| run.folded as usize);
        let Some(run) = next.checked_sub(1).and_then(|i| self.map.get(i)) else { return following };
        if run.single.is_some() {
            return following;
        }
        let mut at = (run.folded as usize + plain - run.plain as usize).min(following);
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        at
    }

    fn run_at(&self, folded: usize) -> Option<Run> {
        let next = self.map.partition_point(|run| run.folded as usize <= folded);
        next.checked_sub(1).and_then(|i| self.map.get(i)).copied()
    }

    fn plain_start(&self, folded: usize) -> usize {
        match self.run_at(folded) {
            // At the very end of the text the place is after the last character, not at it.
            Some(Run { folded: at, plain, single: Some(length) }) if folded > at as usize => {
                (plain + length) as usize
            }
            Some(Run { plain, single: Some(_), .. }) => plain as usize,
            Some(run) => run.plain as usize + folded - run.folded as usize,
            None => 0,
        }
    }
}

/// The length of a reading in brackets at the head of `text` that a converter has put behind a character: 個(gè)工作日. Only
/// one with a tone mark is taken for one; (ip) and (doc) are words.
fn reading(before: Option<char>, text: Option<&str>) -> Option<usize> {
    const TONES: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";
    const LONGEST: usize = 8;
    before.filter(|c| matches!(c, '\u{3400}'..='\u{9FFF}'))?;
    let text = text?;
    let inner = text.strip_prefix(['(', '（'])?;
    let end = inner.char_indices().take(LONGEST).find(|(_, c)| matches!(c, ')' | '）'))?;
    let letters = inner.get(..end.0)?.trim_end();
    let is_reading = letters.chars().all(|c| c.is_ascii_lowercase() || TONES.contains(c) || c == 'ü')
        && letters.contains(|c| TONES.contains(c));
    is_reading.then_some(text.len() - inner.len() + end.0 + end.1.len_utf8())
}

/// A blank stays between two ASCII characters. The ends of a text count as such, so that a piece cut out of a text
/// folds as it did inside.
fn keeps_blank(before: Option<char>, after: Option<char>) -> bool {
    let keeps = |c: Option<char>| c.is_none_or(|c| c.is_ascii() && c != '\n');
    keeps(before) && keeps(after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> String {
        FoldedText::new(text).text
    }

    #[test]
    fn width_tradition_blanks_and_punctuation() {
        assert_eq!(folded("辦理時限：２０個　工作日"), "办理时限:20个工作日");
        assert_eq!(folded("不\u{200B}知 道"), "不知道");
        assert_eq!(folded("1. 5个工作日，AB 岗"), "1. 5个工作日,ab岗");
        assert_eq!(folded("８：３０—１２：００"), "8:30-12:00");
        assert_eq!(folded("⾨衞裏"), "门卫里");
        assert_eq!(folded("怎么抬高"), "怎么抬高");
        assert_eq!(folded("八個(gè)工作日，會(huì )議（ip），F(xiàn)"), "八个工作日,会议(ip),f(xiàn)");
        assert_eq!(folded("① 甲\n 乙"), "①甲\n乙");
        assert_eq!(folded("“其他”〔2012〕"), "\"其他\"〔2012〕");
    }

    #[test]
    fn patterns_fold_but_keep_their_syntax() {
        assert_eq!(fold_pattern("其[他它](有關|相关)?材料（複印件）"), r"其[他它](有关|相关)?材料\(复印件\)");
        assert_eq!(fold_pattern(r"\d{2}[a\d]\[\d\\d"), r"[0-9]{2}[a0-9]\[[0-9]\\d");
        assert_eq!(fold_pattern(r"AB岗\D(?P<at>Ｘ)"), r"ab岗\D(?P<at>x)");
    }

    #[test]
    fn a_place_found_in_folded_text_is_the_readers_own() {
        let plain = "说：不　承\u{200B}擔 任何責任𠮷";
        let folded = FoldedText::new(plain);
        let start = folded.as_str().find("不承担任何责任").unwrap();
        let at = Span::new(start, start + "不承担任何责任".len());
        assert_eq!(folded.to_plain(at).of(plain), "不　承\u{200B}擔 任何責任");
        assert_eq!(folded.from_plain(folded.to_plain(at)), at);
    }

    /// Text with everything that folding touches in it.
    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[ -~]{1,4}",
            "[\u{4e00}-\u{9fa5}]{1,4}",
            Just("辦理時限２０個".to_owned()),
            Just("　\u{200B} \u{A0}".to_owned()),
            Just("\n".to_owned()),
            Just("𠮷㐀⾨，。“”（）".to_owned()),
            any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn every_folded_stretch_leads_back_to_text_that_folds_to_it(plain in text(), from in 0usize..40, length in 1usize..20) {
            let folded = FoldedText::new(&plain);
            let borders: Vec<usize> = folded.text.char_indices().map(|(i, _)| i).chain([folded.text.len()]).collect();
            let start = borders[from % borders.len()];
            let end = borders[(from % borders.len() + length).min(borders.len() - 1)];
            let back = folded.to_plain(Span::new(start, end));
            prop_assert!(plain.is_char_boundary(back.start()) && plain.is_char_boundary(back.end()));
            let again = FoldedText::new(back.of(&plain));
            prop_assert_eq!(again.text.as_str(), folded.slice(Span::new(start, end)));
            prop_assert_eq!(folded.from_plain(back), Span::new(start, end));
        }

        #[test]
        fn the_way_back_is_monotone_and_total(plain in text()) {
            let folded = FoldedText::new(&plain);
            let mut last = 0;
            for ((i, c), place) in folded.text.char_indices().zip(folded.places()) {
                let back = folded.to_plain(Span::new(i, i + c.len_utf8()));
                prop_assert_eq!(place, (c, back));
                prop_assert!(back.start() >= last && back.end() > back.start() && back.end() <= plain.len());
                last = back.end();
            }
        }

        #[test]
        fn folding_twice_changes_nothing(plain in text()) {
            let once = folded(&plain);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
