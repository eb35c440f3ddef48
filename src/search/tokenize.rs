//! Cutting folded text into what is indexed: single characters, and pairs of them; or whole lines.

use std::ops::Range;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// One token: where it lies in the folded text, in bytes, and its position in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) bytes: Range<usize>,
    pub(super) position: usize,
    /// Length in characters.
    pub(super) length: usize,
}

impl Piece {
    /// Its text.
    pub(super) fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.bytes.clone()).unwrap_or_default()
    }

    /// Whether the two share a character.
    pub(super) fn touches(&self, other: &Self) -> bool {
        self.bytes.start < other.bytes.end && other.bytes.start < self.bytes.end
    }

    /// Whether `other` lies wholly inside.
    pub(super) fn contains(&self, other: &Self) -> bool {
        self.bytes.start <= other.bytes.start && other.bytes.end <= self.bytes.end
    }
}

/// Every character of `text` that is a letter or a digit, and every pair of neighbours. A run of ASCII letters and
/// digits counts as one character (`262号` is 262, 262号, 号): its letters alone mean nothing.
pub(super) fn grams(text: &str) -> Vec<Piece> {
    let mut singles: Vec<Piece> = Vec::new();
    for (position, (at, c)) in text.char_indices().enumerate() {
        if !c.is_alphanumeric() {
            continue;
        }
        let end = at + c.len_utf8();
        match singles.last_mut() {
            Some(run) if c.is_ascii() && run.bytes.end == at && run.of(text).is_ascii() => {
                run.bytes.end = end;
                run.length += 1;
            }
            _ => singles.push(Piece { bytes: at..end, position, length: 1 }),
        }
    }
    let mut pieces = Vec::with_capacity(singles.len() * 2);
    let mut rest = singles.into_iter().peekable();
    while let Some(single) = rest.next() {
        let next = rest.peek().filter(|next| next.bytes.start == single.bytes.end);
        let pair = next.map(|next| Piece {
            bytes: single.bytes.start..next.bytes.end,
            position: single.position,
            length: single.length + next.length,
        });
        pieces.push(single);
        pieces.extend(pair);
    }
    pieces
}

/// The lines of `text` that are not empty.
pub(super) fn lines(text: &str) -> Vec<Piece> {
    let mut at = 0;
    let piece = |line: &str| {
        let start = at;
        at += line.len() + '\n'.len_utf8();
        Piece { bytes: start..start + line.len(), position: 0, length: 1 }
    };
    text.split('\n').map(piece).filter(|piece| !piece.bytes.is_empty()).collect()
}

/// A way of cutting, as tantivy wants it.
#[derive(Clone)]
pub(super) struct Cut(pub(super) fn(&str) -> Vec<Piece>);

impl Tokenizer for Cut {
    type TokenStream<'t> = Pieces<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Pieces<'t> {
        Pieces { text, pieces: (self.0)(text).into_iter(), token: Token::default() }
    }
}

/// The tokens of one text.
pub(super) struct Pieces<'t> {
    text: &'t str,
    pieces: std::vec::IntoIter<Piece>,
    token: Token,
}

impl TokenStream for Pieces<'_> {
    fn advance(&mut self) -> bool {
        let Some(piece) = self.pieces.next() else { return false };
        self.token.text.clear();
        self.token.text.push_str(piece.of(self.text));
        self.token.offset_from = piece.bytes.start;
        self.token.offset_to = piece.bytes.end;
        self.token.position = piece.position;
        self.token.position_length = piece.length;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str, by: fn(&str) -> Vec<Piece>) -> Vec<&str> {
        by(text).iter().map(|piece| piece.of(text)).collect()
    }

    #[test]
    fn characters_and_pairs_stop_at_punctuation() {
        assert_eq!(
            cut("甲乙,262号 ab𠮷", grams),
            ["甲", "甲乙", "乙", "262", "262号", "号", "ab", "ab𠮷", "𠮷"]
        );
    }

    proptest! {
        #[test]
        fn pieces_lie_in_the_text_in_order(text in "\\PC{0,40}") {
            let pieces = grams(&text);
            prop_assert!(pieces.is_sorted_by_key(|piece| (piece.position, piece.length)));
            for piece in pieces {
                let before = text.get(..piece.bytes.start).unwrap();
                prop_assert_eq!(before.chars().count(), piece.position);
                prop_assert_eq!(piece.of(&text).chars().count(), piece.length);
            }
        }
    }
}
