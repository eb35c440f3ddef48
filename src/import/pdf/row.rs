//! A line of a page: what stands on one height, in the order in which one reads it.

/// A piece of a line, from where to where it stands.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) words: String,
}

/// A line while its pieces are drawn.
#[derive(Debug, Default)]
pub(super) struct Row {
    glyphs: Vec<Glyph>,
    /// Whether somewhere it is not known where a piece stands.
    unsure: bool,
}

impl Row {
    /// Adds letters whose places are known.
    pub(super) fn place(&mut self, glyphs: Vec<Glyph>) {
        self.glyphs.extend(glyphs);
    }

    /// Adds words of which nobody knows where on the line they stand.
    pub(super) fn add(&mut self, words: &str) {
        self.unsure = true;
        self.glyphs.push(Glyph { start: 0.0, end: 0.0, words: words.to_owned() });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.glyphs.is_empty()
    }

    /// Its words. Many programs draw the marks of another font before the words between which they stand (“”一窗受理): those
    /// go where there is room for them. Where any two letters would stand in one place, all stay as they were drawn.
    pub(super) fn text(&self) -> String {
        let words = |glyphs: &[Glyph]| glyphs.iter().map(|glyph| glyph.words.as_str()).collect();
        let goes_on = self.glyphs.is_sorted_by(|a, b| a.start <= b.start);
        if self.unsure || goes_on {
            return words(&self.glyphs);
        }
        let mut ordered = self.glyphs.clone();
        ordered.sort_by(|a, b| a.start.total_cmp(&b.start));
        let seen: Vec<&Glyph> = ordered.iter().filter(|glyph| !glyph.words.trim().is_empty()).collect();
        let room = seen.windows(2).all(|pair| match pair {
            [a, b] => b.start >= a.end - (a.end - a.start) * 0.4,
            _ => true,
        });
        words(if room { &ordered } else { &self.glyphs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(pieces: &[(f64, &str)]) -> String {
        let mut row = Row::default();
        for &(start, words) in pieces {
            let glyphs = (0u32..).zip(words.chars()).map(|(n, c)| {
                let start = start + 10.0 * f64::from(n);
                Glyph { start, end: start + 10.0, words: c.to_string() }
            });
            row.place(glyphs.collect());
        }
        row.text()
    }

    #[test]
    fn marks_of_another_font_stand_where_there_is_room() {
        assert_eq!(
            text(&[(20.0, "“"), (70.0, "”"), (0.0, "实行"), (30.0, "一窗受理"), (80.0, "。")]),
            "实行“一窗受理”。"
        );
        // Two letters in one place: a shadow, or a stamp.
        assert_eq!(text(&[(20.0, "“"), (0.0, "实行一窗")]), "“实行一窗");
        let mut row = Row::default();
        row.add("“”");
        row.place(vec![Glyph { start: -9.0, end: -1.0, words: "实".to_owned() }]);
        assert_eq!(row.text(), "“”实");
    }
}
