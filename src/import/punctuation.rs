//! Half-width punctuation inside Chinese text, where what it stands for is certain.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    layout,
    ledger::{At, Edits, Ledger},
    lines::{is_han, is_wide},
    pattern,
    reason::Reason,
};
use crate::text::list_mark;

/// Addresses keep their own punctuation.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?i)(?:[a-z][a-z0-9+.-]*://|www\\.)[a-z0-9./_%?=&#~:,;()!$*+@-]+|[a-z0-9._-]+@[a-z0-9.-]+")
});
/// So does what Markdown and HTML mark up: code, links and images, definitions of links, autolinks and tags, entities.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    const TARGET: &str = "\\((?:[^()\\n]|\\([^()\\n]*\\))*\\)";
    pattern(&format!(
        "(?i)``[^\n]+?``|`[^`\n]+`|!?\\[[^\\[\\]\n]*\\](?:{TARGET}|\\[[^\\[\\]\n]*\\])|!?\\[!\\[[^\\[\\]\n]*\\]{TARGET}\\]{TARGET}\
        |^\\s*\\[[^\\[\\]\n]+\\]:\\s.*|</?[a-z!][^<>\n]*>|&(?:[a-z][a-z0-9]{{1,30}}|#[0-9]{{1,7}}|#x[0-9a-f]{{1,6}});"
    ))
});

/// Widens the punctuation of every line.
pub(super) fn widen(ledger: &mut Ledger<'_>) {
    let text = ledger.text();
    let mut edits = Edits::default();
    let mut start = 0;
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let at = At::new(start, start + line.len());
        start += line.len();
        // What stands between two fences is code.
        let bare = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        if fence.is_none()
            && line.contains([',', ';', ':', '?', '!', '.', '(', ')', '"', '\'', '（', '）'])
            && line.chars().any(is_han)
        {
            Line::new(line, at).widen(&mut edits);
        }
    }
    ledger.apply(edits);
}

/// Before a full stop inside a line stand at least this many Chinese characters.
const WORDS: usize = 4;
/// What stands in brackets is no longer than this.
const LONGEST_BRACKET: usize = 200;
/// A sentence has at least this many Chinese characters.
const SENTENCE: usize = 6;

/// The length of an address without the marks and brackets of the sentence behind it.
fn address(found: &str) -> usize {
    let mut address = found;
    loop {
        let bare = address.trim_end_matches(['.', '?', ':', ',', ';', '!', '(']);
        let open = bare.matches(')').count() > bare.matches('(').count();
        let bare = if open { bare.strip_suffix(')').unwrap_or(bare) } else { bare };
        if bare.len() == address.len() {
            return bare.len();
        }
        address = bare;
    }
}

struct Line<'t> {
    at: At,
    chars: Vec<(usize, char)>,
    /// Stretches that keep their punctuation, in order.
    kept: Vec<std::ops::Range<usize>>,
    text: &'t str,
    /// How many Chinese characters, and how many vowels with a tone, stand before each character.
    han: Vec<usize>,
    toned: Vec<usize>,
}

impl<'t> Line<'t> {
    fn new(text: &'t str, at: At) -> Self {
        // What stands at the end of an address belongs to the sentence.
        let end = |found: regex::Match<'_>| address(found.as_str());
        let addresses = ADDRESS.find_iter(text).map(|found| found.start()..found.start() + end(found));
        let markup = MARKUP.find_iter(text).map(|found| found.range());
        let mut kept: Vec<std::ops::Range<usize>> = addresses.chain(markup).collect();
        kept.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        // One inside another keeps nothing more.
        let mut reach = 0;
        kept.retain(|range| {
            let outer = range.end > reach;
            reach = reach.max(range.end);
            outer
        });
        let chars: Vec<(usize, char)> = text.char_indices().filter(|&(_, c)| c != '\n').collect();
        let counted = |is: fn(char) -> bool| {
            let mut before = vec![0];
            for &(_, c) in &chars {
                before.push(before.last().copied().unwrap_or_default() + usize::from(is(c)));
            }
            before
        };
        let han = counted(is_han);
        let toned = counted(|c| "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ".contains(c));
        Self { at, chars, kept, text, han, toned }
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
            if let Some(wide) = wide.filter(|_| !self.is_kept(i)) {
                edits.replace(self.place(n), *wide, Reason::Punctuation);
            }
        }
        self.brackets(edits);
        self.quotes('"', ["“", "”"], edits);
        self.quotes('\'', ["‘", "’"], edits);
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

    fn is_kept(&self, i: usize) -> bool {
        let next = self.kept.partition_point(|range| range.start <= i);
        next.checked_sub(1).and_then(|n| self.kept.get(n)).is_some_and(|range| range.contains(&i))
    }

    /// How many of what `before` counts stand among the characters from `start` up to `end`.
    fn count(before: &[usize], start: usize, end: usize) -> usize {
        let at = |n: usize| before.get(n).copied().unwrap_or_default();
        at(end).saturating_sub(at(start))
    }

    /// The last character before the `n`th that is not blank.
    fn word_before(&self, n: usize) -> Option<char> {
        let head = self.chars.get(..n).unwrap_or_default();
        head.iter().rev().map(|&(_, c)| c).find(|c| !c.is_whitespace())
    }

    /// Whether the mark stands between words in letters or digits: Windows 10, Office 2016.
    fn between_latin(&self, n: usize) -> bool {
        let tail = self.chars.get(n + 1..).unwrap_or_default();
        let after = tail.iter().map(|&(_, c)| c).find(|c| !c.is_whitespace());
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        latin(self.before(n)) && latin(after)
    }

    /// A comma or colon between Chinese words, not inside a number, a time or a code.
    fn separates(&self, n: usize) -> bool {
        let (before, after) = (self.word_before(n), self.after(n));
        // Damaged text keeps its traces.
        if matches!(before, None | Some('?' | '\u{FFFD}')) {
            return false;
        }
        let bracketed = before == Some(')') && (after.is_some_and(is_wide) || self.closes_chinese(n));
        let closing =
            after.is_none_or(char::is_whitespace) && self.ends_sentence(n) && !self.between_latin(n);
        before.is_some_and(is_wide) || bracketed || closing || after.is_some_and(is_han)
    }

    fn asks(&self, n: usize) -> bool {
        self.before(n).is_some_and(|c| is_han(c) || matches!(c, '”' | '’' | '）' | '》' | '"'))
            && self.after(n).is_none_or(|c| c.is_whitespace() || matches!(c, '”' | '’' | '」' | '）' | '"'))
    }

    /// A full stop behind a Chinese word and before a blank or the end, but not the one of 一. or 第1.
    fn ends(&self, n: usize) -> bool {
        let numeral = |c: char| "一二三四五六七八九十百".contains(c);
        let head = self.chars.get(..n).unwrap_or_default();
        let text = self.chars.get(n).and_then(|&(i, _)| self.text.get(..i)).unwrap_or_default();
        let unit = layout::unit(text).is_some_and(|(_, _, len)| len == text.len());
        if unit || head.iter().all(|&(_, c)| numeral(c) || matches!(c, ' ' | '　')) {
            return false;
        }
        let chinese =
            self.before(n).is_some_and(|c| is_han(c) || matches!(c, '”' | '’' | '）' | '》' | '"' | '\''))
                || self.closes_chinese(n);
        match self.after(n) {
            // The end of a Chinese sentence, whatever its last word is.
            None => chinese || self.ends_sentence(n),
            Some(c) if c.is_whitespace() || matches!(c, '”' | '’' | '）') => chinese,
            // 不准脱岗.什么是窗口: words before it that are no name and no number.
            Some(c) => {
                let words = head.iter().rev().take_while(|&&(_, c)| is_han(c)).count();
                let domain = [".中国", ".公司", ".网络", ".政务", ".公益"];
                let rest = self.chars.get(n).and_then(|&(i, _)| self.text.get(i..)).unwrap_or_default();
                is_han(c)
                    && words >= WORDS
                    && !self.before(n).is_some_and(numeral)
                    && !domain.iter().any(|name| rest.starts_with(name))
            }
        }
    }

    /// Whether a bracket with Chinese words in it closes before the `n`th character.
    fn closes_chinese(&self, n: usize) -> bool {
        let head = self.chars.get(..n.saturating_sub(1)).unwrap_or_default();
        let mut inside = head
            .iter()
            .rev()
            .map(|&(_, c)| c)
            .take(LONGEST_BRACKET)
            .take_while(|&c| !matches!(c, '(' | '（'));
        self.before(n) == Some(')') && inside.any(is_han)
    }

    /// Whether the mark behind a word in letters or digits, at the end of the line, is that of a Chinese sentence.
    fn ends_sentence(&self, n: usize) -> bool {
        let head = self.chars.get(..n).unwrap_or_default();
        let word: String =
            head.iter().rev().map(|&(_, c)| c).take_while(|c| c.is_ascii_alphanumeric()).collect();
        let han = Self::count(&self.han, 0, n);
        let wide = || head.iter().any(|&(_, c)| matches!(c, '，' | '。' | '；' | '：' | ','));
        // Abbreviations have a full stop of their own; read from behind.
        let short = ["dtL", "cte", "oN", "oC", "cnI"].contains(&&*word);
        let numbered = || list_mark(self.text.trim_start()).is_some() || layout::unit(self.text).is_some();
        !word.is_empty() && !short && han >= SENTENCE && (numbered() || wide())
    }

    /// Brackets go in pairs: both wide when Chinese stands in or beside them.
    fn brackets(&self, edits: &mut Edits) {
        let mut open: Vec<usize> = Vec::new();
        for (n, &(i, c)) in self.chars.iter().enumerate().filter(|(_, (i, _))| !self.is_kept(*i)) {
            match c {
                '(' | '（' => open.push(n),
                ')' | '）' => {
                    let Some(start) = open.pop() else {
                        // 1) and 一) are list marks.
                        if self.text.get(..i).is_some_and(|head| head.trim().chars().nth(2).is_some()) {
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
        let toned = Self::count(&self.toned, start + 1, end) > 0;
        let chinese = |c: Option<char>| c.is_some_and(is_wide);
        let beside = chinese(self.before(start)) || chinese(self.after(end));
        // (64-bit) behind a word in letters is part of it.
        let word = self.before(start).is_some_and(|c| c.is_ascii_alphanumeric())
            && self.chars.get(start..end).is_some_and(|inside| inside.iter().all(|(_, c)| c.is_ascii()));
        if toned || word || !(beside || Self::count(&self.han, start + 1, end) > 0) {
            return;
        }
        for (n, half, wide) in [(start, '(', "（"), (end, ')', "）")] {
            if self.chars.get(n).is_some_and(|&(i, c)| c == half && !self.is_kept(i)) {
                edits.replace(self.place(n), wide, Reason::Punctuation);
            }
        }
    }

    /// Straight quotation marks in even number, each pair around Chinese words.
    fn quotes(&self, mark: char, wide: [&str; 2], edits: &mut Edits) {
        let marks: Vec<usize> = (0..self.chars.len())
            .filter(|&n| self.chars.get(n).is_some_and(|&(i, c)| c == mark && !self.is_kept(i)))
            .collect();
        let chinese = |pair: &[usize]| match *pair {
            // it's 甲 don't
            [open, _] if self.before(open).is_some_and(|c| c.is_ascii_alphanumeric() && mark == '\'') => {
                false
            }
            [open, close] => self.chars.get(open + 1..close).is_some_and(|inside| {
                inside.iter().any(|&(_, c)| is_han(c))
                    && inside.iter().all(|&(_, c)| !wide.iter().any(|mark| mark.contains(c)))
            }),
            _ => false,
        };
        if marks.is_empty() || !marks.chunks(2).all(chinese) {
            return;
        }
        for pair in marks.chunks(2) {
            for (n, wide) in pair.iter().zip(wide) {
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
            (
                "网址http://www.a.cn/a?b=1,2;c=(3)和\"Hello, world!\"照录,系统为Windows 10, Office 2016(64-bit)。",
                "网址http://www.a.cn/a?b=1,2;c=(3)和\"Hello, world!\"照录，系统为Windows 10, Office 2016(64-bit)。",
            ),
            (
                "网站(http://www.a.cn/b),网站www.a.cn(政务网);",
                "网站（http://www.a.cn/b），网站www.a.cn（政务网）；",
            ),
            ("说\"您好\"和\"再见\"", "说“您好”和“再见”"),
            ("联网(IP)地址 (a, b)", "联网（IP）地址 (a, b)"),
            ("不准'脱岗'等.什么是\"窗口\"?", "不准‘脱岗’等.什么是“窗口”？"),
            ("严禁'吃、拿、卡、要'.", "严禁‘吃、拿、卡、要’。"),
            ("不准脱岗离岗.违者通报(含调离).", "不准脱岗离岗。违者通报（含调离）。"),
            ("办公使用计算机,请访问www.a.gov.cn.", "办公使用计算机，请访问www.a.gov.cn。"),
            ("占50%,其中甲 ,乙均\"yes\",可以", "占50%，其中甲 ，乙均\"yes\"，可以"),
            ("附件一.收费标准,政务服务.中国", "附件一.收费标准，政务服务.中国"),
            ("Word,Excel (2.5 MB), it's e.g. 甲 don't", "Word,Excel (2.5 MB), it's e.g. 甲 don't"),
            ("计算方法,f(x)=x,甲有限公司Co.,Ltd.", "计算方法，f(x)=x，甲有限公司Co.,Ltd."),
            ("第三条. 上班时间为8:30.", "第三条. 上班时间为8:30。"),
            ("一、上班时间为上午8:30; 二、", "一、上班时间为上午8:30； 二、"),
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
