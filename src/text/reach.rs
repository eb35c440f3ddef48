//! The words near a place. A line may be as long as a book: what is asked of every number in it reads no further than so many
//! characters.

/// How far words reach that still say what a number or a name beside them is for, in characters.
pub const NEAR: usize = 400;

/// The first `count` characters of `text`.
pub fn head(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(i, _)| text.get(..i).unwrap_or_default())
}

/// The last `count` characters of `text`.
pub fn tail(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().take(count).last().map_or(text.len(), |(i, _)| i);
    text.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_characters_and_no_more() {
        for (count, first, last) in
            [(0, "", ""), (2, "一次", "告知"), (4, "一次告知", "一次告知"), (9, "一次告知", "一次告知")]
        {
            assert_eq!((head("一次告知", count), tail("一次告知", count)), (first, last), "{count}");
        }
    }
}
