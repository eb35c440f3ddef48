//! Which pairs of neighbouring characters a text has: tells at once of most words that they are not in it.

/// How many bits the set has. A guide of 3,000 characters sets one in twenty.
const BITS: usize = 1 << 16;

/// The characters of a text and its pairs of neighbours, as a set that may hold a few more.
#[derive(Debug, Clone)]
pub struct Pairs(Box<[u64]>);

/// A word as such a set knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairsOfWord(Box<[u16]>);

impl Pairs {
    /// Those of `text`.
    pub fn of(text: &str) -> Self {
        let mut set = vec![0_u64; BITS / 64].into_boxed_slice();
        let mut add = |bit: u16| {
            if let Some(word) = set.get_mut(usize::from(bit / 64)) {
                *word |= 1 << (bit % 64);
            }
        };
        let mut before = None;
        for c in text.chars() {
            add(bit(None, c));
            add(bit(before, c));
            before = Some(c);
        }
        Self(set)
    }

    /// Whether `word` may be in the text; a word that is there is never denied.
    pub fn may_have(&self, word: &PairsOfWord) -> bool {
        word.0
            .iter()
            .all(|bit| self.0.get(usize::from(bit / 64)).is_some_and(|word| word >> (bit % 64) & 1 == 1))
    }
}

impl PairsOfWord {
    /// The pairs of `word`; of a single character, the character.
    pub fn new(word: &str) -> Self {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { return Self(Box::default()) };
        let mut before = first;
        let mut bits: Vec<u16> = Vec::with_capacity(4);
        for c in chars {
            bits.push(bit(Some(before), c));
            before = c;
        }
        if bits.is_empty() {
            bits.push(bit(None, first));
        }
        Self(bits.into())
    }
}

/// The bit of a character behind another one, or of a character wherever it stands.
fn bit(before: Option<char>, c: char) -> u16 {
    let before = before.map_or(0, u32::from);
    let mixed = before.wrapping_mul(0x9E37_79B1) ^ u32::from(c).wrapping_mul(0x85EB_CA6B);
    (mixed >> 16) as u16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_word_that_is_there_is_never_denied(text in "[甲乙丙丁a-d\n]{1,12}", from in 0usize..12, length in 1usize..6) {
            let word: String = text.chars().cycle().skip(from).take(length).collect();
            if text.contains(&word) {
                prop_assert!(Pairs::of(&text).may_have(&PairsOfWord::new(&word)));
            }
        }
    }

    #[test]
    fn most_words_that_are_not_there_are_denied() {
        let text: String = ('\u{4E00}'..'\u{59B8}').collect();
        let pairs = Pairs::of(&text);
        let strange = ('\u{7000}'..'\u{7FFF}').zip('\u{7001}'..).map(|(a, b)| format!("{a}{b}"));
        let let_through = strange.filter(|word| pairs.may_have(&PairsOfWord::new(word))).count();
        assert!(let_through < 0x0FFF / 5, "{let_through}");
    }
}
