//! What brackets say of the ends of a grade: 含三天, 不含, 均含本数.

use super::{
    grade::Reader,
    unit::{exact, normal},
};
use crate::text::{Amount, numeral_at};

/// What brackets say of the end of a grade: 含三天, 不含.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) included: bool,
    pub(super) of: Of,
}

/// Of which number brackets say something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The one before them: （含）, （含本数）.
    Own,
    /// Both ends: （均含本数）.
    Both,
    /// The one they name: （不含一天）.
    Named(Amount),
    /// Something that is no number: （含节假日）.
    Other,
}

/// (含3天), (不含), (包括3天), 的(不含1天,含3天): what brackets say of the numbers of a grade, and their length. A number without a
/// unit is counted `times`, as the one before them. Behind a comma it stands without brackets: 百万元以下,不含百万元.
pub(super) fn brackets(tail: &str, times: u32, reader: &Reader<'_>) -> (Vec<Note>, usize) {
    const LONGEST: usize = 60;
    if let Some(behind) = tail.strip_prefix(',') {
        let clause = behind.split([',', '。', ';', ')', '\n']).next().unwrap_or_default();
        let said = note(clause.strip_suffix('的').unwrap_or(clause), times, reader)
            .filter(|note| matches!(note.of, Of::Named(_)));
        let len = said.map_or(0, |_| ",".len() + clause.len());
        return (said.into_iter().collect(), len);
    }
    let inner = tail.strip_prefix('的').unwrap_or(tail).strip_prefix('(').unwrap_or_default();
    let close = inner.char_indices().take_while(|(i, _)| *i <= LONGEST).find(|(_, c)| *c == ')');
    let words = close.and_then(|(close, _)| inner.get(..close)).unwrap_or_default();
    let clauses = words.split([',', '、', ';', '且', '但']);
    let notes: Vec<Note> = clauses.filter_map(|clause| note(clause, times, reader)).collect();
    let len = if notes.is_empty() { 0 } else { tail.len() - inner.len() + words.len() + ")".len() };
    (notes, len)
}

/// What one clause in brackets says: 不含一天.
fn note(clause: &str, times: u32, reader: &Reader<'_>) -> Option<Note> {
    let all = clause.strip_prefix(['均', '都', '皆']);
    let words = all.unwrap_or(clause);
    let (included, words) = words.strip_prefix('不').map_or((true, words), |words| (false, words));
    let what = ["包含", "包括", "含"].iter().find_map(|word| words.strip_prefix(word))?;
    let of = match what {
        "首尾" | "两端" => Of::Both,
        "" | "本数" | "该数" | "此数" => all.map_or(Of::Own, |_| Of::Both),
        _ => named(what, times, reader).map_or(Of::Other, Of::Named),
    };
    Some(Note { included, of })
}

/// The amount that brackets name: 一天, 第3天, 3.
fn named(what: &str, times: u32, reader: &Reader<'_>) -> Option<Amount> {
    let what = what.strip_prefix('第').unwrap_or(what);
    let numeral = numeral_at(what)?;
    let times = match what.get(numeral.len..)? {
        "" => times,
        unit => reader.units.iter().find(|own| *own == unit).map(|unit| normal(unit).1)?,
    };
    exact(numeral.amount, times)
}
