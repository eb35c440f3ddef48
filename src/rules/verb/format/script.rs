//! Traditional characters in a simplified text.

use std::collections::BTreeSet;

use crate::{
    doc::Document,
    text::{Plain, Span, fold_char},
};

/// A text of which more than this many in a hundred characters are traditional was meant to be.
const MEANT: usize = 12;

/// Fewer different ones are a name.
const FEWEST: usize = 3;

/// The first traditional character in a text that is otherwise simplified, with how many there are.
pub(super) fn fault(document: &Document) -> Option<(Span<Plain>, String)> {
    let (mut all, mut found) = (0, Vec::new());
    for (i, c) in document.plain.char_indices().filter(|&(_, c)| is_han(c)) {
        all += 1;
        let simplified = fold_char(c);
        if simplified != Some(c) {
            found.push((Span::new(i, i + c.len_utf8()), c));
        }
    }
    let different: BTreeSet<char> = found.iter().map(|&(_, c)| c).collect();
    if different.len() < FEWEST || found.len() * 100 > all * MEANT {
        return None;
    }
    let (first, _) = *found.first()?;
    // The characters that follow at once belong to the same word.
    let end =
        found.windows(2).take_while(|pair| matches!(pair, [(a, _), (b, _)] if a.end() == b.start())).count();
    let at = found.get(end).map_or(first, |(last, _)| first.join(*last));
    let shown: String = different.iter().take(8).collect();
    Some((at, format!("简体文稿里夹有繁体字 {} 个（{shown}）", found.len())))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}
