//! The ends of a text, counted in characters.

/// The first `count` characters of `text`.
pub fn first_chars(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(i, _)| text.get(..i).unwrap_or_default())
}

/// The last `count` characters of `text`.
pub fn last_chars(text: &str, count: usize) -> &str {
    let from = count.checked_sub(1).map(|count| text.char_indices().rev().nth(count).map_or(0, |(i, _)| i));
    text.get(from.unwrap_or(text.len())..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_characters() {
        assert_eq!(first_chars("五个工作日", 2), "五个");
        assert_eq!(first_chars("五个", 9), "五个");
        assert_eq!(last_chars("五个工作日", 3), "工作日");
        assert_eq!(last_chars("五个", 9), "五个");
        assert_eq!((first_chars("五", 0), last_chars("五", 0)), ("", ""));
    }
}
