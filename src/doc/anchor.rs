//! Anchors: from the text that a reader sees back to the bytes of the file.

use crate::text::{Plain, Source, Span};

/// The map from plain text to source text. Runs are in the order of the plain text and do not overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors {
    runs: Vec<Run>,
}

/// A stretch of plain text and where it comes from. A copy stands in the source byte for byte (white space may be of
/// another kind); anything else is one thing (an entity, an escape, a computed number) and cannot be cut, whatever its
/// length: `10. ` for `<li>` is no copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    plain: Span<Plain>,
    source: Span<Source>,
    copy: bool,
}

impl Anchors {
    /// Records that `plain` comes from `source`; runs that continue one another become one.
    pub(super) fn push(&mut self, plain: Span<Plain>, source: Span<Source>, copy: bool) {
        if plain.is_empty() {
            return;
        }
        let run = Run { plain, source, copy: copy && plain.len() == source.len() };
        if let Some(last) = self.runs.last_mut()
            && last.copy
            && run.copy
            && last.plain.end() == plain.start()
            && last.source.end() == source.start()
        {
            *last = Run { plain: last.plain.join(plain), source: last.source.join(source), copy: true };
        } else {
            self.runs.push(run);
        }
    }

    /// Forgets what lies behind plain byte `len`, where no copied run may be cut in two.
    pub(super) fn truncate(&mut self, len: usize) {
        let keep = self.runs.partition_point(|run| run.plain.start() < len);
        self.runs.truncate(keep);
    }

    /// The runs whose words stand in the source byte for byte.
    #[cfg(test)]
    pub(crate) fn copies(&self) -> impl Iterator<Item = (Span<Plain>, Span<Source>)> {
        self.runs.iter().filter(|run| run.copy).map(|run| (run.plain, run.source))
    }

    /// Where `at` stands in the source: from the first to the last of its bytes there, with any markup in between.
    pub fn to_source(&self, at: Span<Plain>) -> Span<Source> {
        let start = self.start(at.start(), at.is_empty());
        if at.is_empty() {
            return Span::empty(start);
        }
        let before = self.runs.partition_point(|run| run.plain.start() < at.end());
        let end = match before.checked_sub(1).and_then(|i| self.runs.get(i)) {
            Some(run) if run.copy && at.end() <= run.plain.end() => {
                run.source.start() + at.end() - run.plain.start()
            }
            Some(run) => run.source.end(),
            None => start,
        };
        Span::new(start, end.max(start))
    }

    /// The source byte of plain byte `at`; what no run covers (line feeds between blocks) belongs to the run after it,
    /// or, for an empty place, to the end of the one before.
    fn start(&self, at: usize, prefer_before: bool) -> usize {
        let next = self.runs.partition_point(|run| run.plain.start() <= at);
        let run = next.checked_sub(1).and_then(|i| self.runs.get(i));
        let following = self.runs.get(next).map(|run| run.source.start());
        match run {
            Some(run) if run.copy && at < run.plain.end() => run.source.start() + at - run.plain.start(),
            Some(run) if at < run.plain.end() => run.source.start(),
            Some(run) if prefer_before => run.source.end(),
            Some(run) => following.unwrap_or(run.source.end()),
            None => following.unwrap_or(0),
        }
    }

    /// The separate stretches of source that `at` is made of, in order: what an editor would have to touch.
    pub fn pieces(&self, at: Span<Plain>) -> Vec<Span<Source>> {
        let first = self.runs.partition_point(|run| run.plain.end() <= at.start());
        let runs = self.runs.iter().skip(first).take_while(|run| run.plain.start() < at.end());
        runs.map(|run| {
            if !run.copy {
                return run.source;
            }
            let from = at.start().max(run.plain.start()) - run.plain.start();
            let to = at.end().min(run.plain.end()) - run.plain.start();
            run.source.slice(from..to)
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_can_be_cut_and_entities_cannot() {
        // Source: a<b>bc</b>&amp;d   Plain: abc&d
        let mut anchors = Anchors::default();
        anchors.push(Span::new(0, 1), Span::new(0, 1), true);
        anchors.push(Span::new(1, 3), Span::new(4, 6), true);
        anchors.push(Span::new(3, 4), Span::new(10, 15), false);
        anchors.push(Span::new(4, 5), Span::new(15, 16), true);
        assert_eq!(anchors.to_source(Span::new(0, 2)), Span::new(0, 5));
        assert_eq!(anchors.to_source(Span::new(2, 4)), Span::new(5, 15));
        assert_eq!(anchors.to_source(Span::new(3, 5)), Span::new(10, 16));
        assert_eq!(anchors.to_source(Span::empty(5)), Span::empty(16));
        assert_eq!(anchors.pieces(Span::new(0, 4)), [Span::new(0, 1), Span::new(4, 6), Span::new(10, 15)]);
    }

    #[test]
    fn a_computed_text_as_long_as_its_tag_is_no_copy() {
        // Source: <li>a   Plain: 10. a
        let mut anchors = Anchors::default();
        anchors.push(Span::new(0, 4), Span::new(0, 4), false);
        anchors.push(Span::new(4, 5), Span::new(4, 5), true);
        assert_eq!(anchors.pieces(Span::new(1, 2)), [Span::new(0, 4)]);
        assert_eq!(anchors.to_source(Span::new(4, 5)), Span::new(4, 5));
    }
}
