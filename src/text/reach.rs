//! The words near a place. A line may be as long as a book: what is asked of every number in it reads no further than this.

/// How far words reach that still say what a number or a name beside them is for: some four hundred characters, in bytes.
const NEAR: usize = 1200;

/// The first words of `text`.
pub fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(NEAR)).unwrap_or(text)
}

/// The last words of `text`.
pub fn tail(text: &str) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(NEAR))..).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_characters_and_no_more_than_are_near() {
        let text = format!("a{}b", "告".repeat(NEAR));
        assert_eq!((head("告知"), tail("告知")), ("告知", "告知"));
        for near in [head(&text), tail(&text)] {
            assert!((NEAR - 2..=NEAR).contains(&near.len()), "{}", near.len());
        }
    }
}
