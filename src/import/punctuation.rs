//! Half-width punctuation inside Chinese text, where what it stands for is certain.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    ledger::{At, Edits, Ledger},
    lines::{is_han, is_wide},
    pattern,
    reason::Reason,
};

/// Addresses keep their own punctuation.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?i)(?:[a-z][a-z0-9+.-]*://|www\\.)[a-z0-9./_%?=&#~:-]+|[a-z0-9._-]+@[a-z0-9.-]+")
});

/// Widens the punctuation of every line.
pub(super) fn widen(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let mut edits = Edits::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = At::new(start, start + line.len());
        start += line.len();
        if line.contains([',', ';', ':', '?', '!', '.', '(', ')', '"', '（', '）'])
            && line.chars().any(is_han)
        {
            Line::new(line, at).widen(&mut edits);
        }
    }
    ledger.apply(edits);
}

struct Line<'t> {
    at: At,
    chars: Vec<(usize, char)>,
    addresses: Vec<std::ops::Range<usize>>,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn new(text: &'t str, at: At) -> Self {
        let addresses = ADDRESS.find_iter(text).map(|found| found.range()).collect();
        Self { at, chars: text.char_indices().filter(|&(_, c)| c != '\n').collect(), addresses, text }
    }

    fn widen(&self, edits: &mut Edits) {
        for (n, &(i, c)) in self.chars.iter().enumerate() {
            let wide = match c {
                ',' | ';' | ':' if self.separates(n) => ["，", "；", "："].get(",;:".find(c).unwrap_or(0)),
                '!' if self.before(n).is_some_and(is_wide) => Some(&"！"),
                '?' if self.asks(n) => Some(&"？"),
                '.' if self.ends(n) => Some(&"。"),
                _ => None,
            };
            if let Some(wide) = wide.filter(|_| !self.in_address(i)) {
                edits.replace(self.place(n), *wide, Reason::Punctuation);
            }
        }
        self.brackets(edits);
        self.quotes(edits);
    }

    fn before(&self, n: usize) -> Option<char> {
        n.checked_sub(1).and_then(|n| self.chars.get(n)).map(|&(_, c)| c)
    }

    fn after(&self, n: usize) -> Option<char> {
        self.chars.get(n + 1).map(|&(_, c)| c)
    }

    fn place(&self, n: usize) -> At {
        let (i, c) = self.chars.get(n).copied().unwrap_or_default();
        self.at.slice(i..i + c.len_utf8())
    }

    fn in_address(&self, i: usize) -> bool {
        self.addresses.iter().any(|address| address.contains(&i))
    }

    /// A comma or colon between Chinese words, not inside a number, a time or a code.
    fn separates(&self, n: usize) -> bool {
        let (before, after) = (self.before(n), self.after(n));
        let chinese = |c: Option<char>| c.is_some_and(is_wide);
        // Damaged text keeps its traces.
        if before == Some('?') || before == Some('\u{FFFD}') {
            return false;
        }
        let bracketed = before == Some(')') && after.is_none_or(|c| is_wide(c) || c.is_whitespace());
        chinese(before) || bracketed || before.is_some_and(char::is_alphanumeric) && after.is_some_and(is_han)
    }

    fn asks(&self, n: usize) -> bool {
        self.before(n).is_some_and(is_han)
            && self.after(n).is_none_or(|c| c.is_whitespace() || matches!(c, '”' | '’' | '」' | '）' | '"'))
    }

    /// A full stop behind a Chinese word and before a blank or the end, but not the one of 一. or 第1.
    fn ends(&self, n: usize) -> bool {
        let ended = match self.after(n) {
            None => true,
            Some(c) if c.is_whitespace() => true,
            Some(c) => matches!(c, '”' | '’' | '）'),
        };
        let number = self
            .chars
            .get(..n)
            .is_some_and(|head| head.iter().all(|&(_, c)| "一二三四五六七八九十百 　".contains(c)));
        ended && !number && self.before(n).is_some_and(|c| is_han(c) || matches!(c, '”' | '）' | '》'))
    }

    /// Brackets go in pairs: both wide when Chinese stands in or beside them.
    fn brackets(&self, edits: &mut Edits) {
        let mut open: Vec<usize> = Vec::new();
        for (n, &(i, c)) in self.chars.iter().enumerate() {
            match c {
                '(' | '（' => open.push(n),
                ')' | '）' => {
                    let Some(start) = open.pop() else {
                        // 1) and 一) are list marks.
                        if self.text.get(..i).is_some_and(|head| head.trim().chars().count() > 2) {
                            edits.doubt(self.place(n), Reason::HalfBracket);
                        }
                        continue;
                    };
                    self.pair(start, n, edits);
                }
                _ => {}
            }
        }
        for n in open {
            edits.doubt(self.place(n), Reason::HalfBracket);
        }
    }

    fn pair(&self, start: usize, end: usize, edits: &mut Edits) {
        let inside = self.chars.get(start + 1..end).unwrap_or_default();
        let toned = inside.iter().any(|&(_, c)| "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ".contains(c));
        let chinese = |c: Option<char>| c.is_some_and(is_wide);
        let beside = chinese(self.before(start)) || chinese(self.after(end));
        if toned || !(beside || inside.iter().any(|&(_, c)| is_han(c))) {
            return;
        }
        for (n, half, wide) in [(start, '(', "（"), (end, ')', "）")] {
            if self.chars.get(n).is_some_and(|&(i, c)| c == half && !self.in_address(i)) {
                edits.replace(self.place(n), wide, Reason::Punctuation);
            }
        }
    }

    /// Straight quotation marks in even number, each pair around Chinese words.
    fn quotes(&self, edits: &mut Edits) {
        let marks: Vec<usize> =
            (0..self.chars.len()).filter(|&n| self.chars.get(n).is_some_and(|&(_, c)| c == '"')).collect();
        let chinese = |pair: &[usize]| match *pair {
            [open, close] => self.chars.get(open + 1..close).is_some_and(|inside| {
                inside.iter().any(|&(_, c)| is_han(c)) && inside.iter().all(|&(_, c)| c != '“' && c != '”')
            }),
            _ => false,
        };
        if marks.is_empty() || !marks.chunks(2).all(chinese) {
            return;
        }
        for pair in marks.chunks(2) {
            for (n, wide) in pair.iter().zip(["“", "”"]) {
                edits.replace(self.place(*n), wide, Reason::Punctuation);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str) -> String {
        let mut ledger = Ledger::new(text);
        widen(&mut ledger);
        ledger.text().to_owned()
    }

    #[test]
    fn marks_of_chinese_sentences_are_widened() {
        for (half, full) in [
            ("甲,乙:丙;丁(戊)", "甲，乙：丙；丁（戊）"),
            ("(一)热情.", "（一）热情。"),
            ("投诉(接待处);", "投诉（接待处）；"),
            ("上午8:30,共1,000元,好吗?", "上午8:30，共1,000元，好吗？"),
            ("网址:www.abc.gov.con,邮箱a.b@c.cn", "网址：www.abc.gov.con，邮箱a.b@c.cn"),
            ("说\"您好\"和\"再见\"", "说“您好”和“再见”"),
            ("联网(IP)地址 (a, b)", "联网（IP）地址 (a, b)"),
            ("一.范围", "一.范围"),
            ("1.范围 2.5倍", "1.范围 2.5倍"),
            ("考核?,F(xiàn)结合", "考核?,F(xiàn)结合"),
        ] {
            assert_eq!(wide(half), full);
            assert_eq!(wide(full), full);
        }
    }

    #[test]
    fn half_a_pair_is_only_reported() {
        let mut ledger = Ledger::new("一)预约服务\n办理事项(含变更的窗口");
        widen(&mut ledger);
        assert_eq!(ledger.text(), ledger.source());
        assert_eq!(ledger.entries().len(), 1);
    }
}
